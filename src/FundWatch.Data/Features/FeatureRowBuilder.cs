using Apache.Arrow;
using Apache.Arrow.Types;
using Npgsql;

namespace FundWatch.Data.Features;

/// <summary>Gathers rows of a feature query into one Arrow batch after another.</summary>
internal sealed class FeatureRowBuilder
{
    private const int TextColumns = 5;
    private const int AmountColumn = 5;
    private const int EvidenceColumn = 6;
    private const int FirstFeature = 7;
    private static readonly string[] _textNames = ["subject_code", "subject_name", "region_code", "sector", "peer_group"];
    private static readonly Decimal128Type _money = new(18, 2);
    private readonly Schema _schema;
    private readonly List<float>[] _features;
    private StringArray.Builder[] _texts = [];
    private Decimal128Array.Builder _amounts = new(_money);
    private ListArray.Builder _evidence = new(StringType.Default);

    public FeatureRowBuilder(FeatureSet set)
    {
        var builder = new Schema.Builder();
        foreach (var name in _textNames)
        {
            builder.Field(f => f.Name(name).DataType(StringType.Default));
        }

        builder.Field(f => f.Name("amount").DataType(_money));
        builder.Field(f => f.Name("evidence").DataType(new ListType(StringType.Default)));
        foreach (var feature in set.Features)
        {
            builder.Field(f => f.Name(feature.Name).DataType(FloatType.Default).Nullable(false)
                .Metadata("direction", feature.Direction.ToString().ToLowerInvariant()));
        }

        _schema = builder.Build();
        _features = [.. set.Features.Select(_ => new List<float>())];
        Clear();
    }

    public int Count => _features[0].Count;

    public void Append(NpgsqlDataReader reader)
    {
        for (var i = 0; i < TextColumns; i++)
        {
            if (reader.IsDBNull(i))
            {
                _texts[i].AppendNull();
            }
            else
            {
                _texts[i].Append(reader.GetString(i));
            }
        }

        if (reader.IsDBNull(AmountColumn))
        {
            _amounts.AppendNull();
        }
        else
        {
            _amounts.Append(reader.GetDecimal(AmountColumn));
        }

        _evidence.Append();
        ((StringArray.Builder)_evidence.ValueBuilder).AppendRange(reader.GetFieldValue<string[]>(EvidenceColumn));
        for (var j = 0; j < _features.Length; j++)
        {
            _features[j].Add(reader.IsDBNull(FirstFeature + j) ? float.NaN : reader.GetFloat(FirstFeature + j));
        }
    }

    /// <summary>The rows so far; the next row begins a new batch.</summary>
    public RecordBatch Build()
    {
        var count = Count;
        var arrays = new List<IArrowArray>();
        arrays.AddRange(_texts.Select(t => t.Build()));
        arrays.Add(_amounts.Build());
        arrays.Add(_evidence.Build());
        foreach (var feature in _features)
        {
            arrays.Add(Floats.Array(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(feature)));
        }

        Clear();
        return new RecordBatch(_schema, arrays, count);
    }

    private void Clear()
    {
        _texts = [.. _textNames.Select(_ => new StringArray.Builder())];
        _amounts = new Decimal128Array.Builder(_money);
        _evidence = new ListArray.Builder(StringType.Default);
        foreach (var feature in _features)
        {
            feature.Clear();
        }
    }
}
