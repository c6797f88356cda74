using Apache.Arrow;
using Apache.Arrow.Types;

namespace FundWatch.Models.Features;

/// <summary>The float32 buffers of a batch, column by column; an Arrow null is a NaN. No copy unless a column holds nulls.</summary>
public sealed class FeatureColumns
{
    private readonly ReadOnlyMemory<float>[] _columns;
    private readonly StringArray? _peerGroups;

    public FeatureColumns(RecordBatch batch)
    {
        Rows = batch.Length;
        _columns = [.. Enumerable.Range(0, batch.ColumnCount)
            .Where(i => batch.Schema.GetFieldByIndex(i).DataType.TypeId == ArrowTypeId.Float)
            .Select(i => Values((FloatArray)batch.Column(i)))];
        var peers = batch.Schema.GetFieldIndex(FeatureSchema.PeerGroupColumn, StringComparer.Ordinal);
        _peerGroups = peers < 0 ? null : batch.Column(peers) as StringArray;
    }

    public int Rows { get; }

    public int Count => _columns.Length;

    public ReadOnlySpan<float> this[int feature] => _columns[feature].Span;

    public string PeerGroup(int row) => _peerGroups?.GetString(row) ?? "";

    /// <summary>Writes one row's features into <paramref name="values"/>.</summary>
    public void CopyRow(int row, Span<float> values)
    {
        for (var j = 0; j < _columns.Length; j++)
        {
            values[j] = _columns[j].Span[row];
        }
    }

    private static ReadOnlyMemory<float> Values(FloatArray array)
    {
        if (array.NullCount == 0)
        {
            return array.ValueBuffer.Memory.Slice(array.Offset * sizeof(float), array.Length * sizeof(float)).AsFloats();
        }

        var values = new float[array.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = array.GetValue(i) ?? float.NaN;
        }

        return values;
    }
}
