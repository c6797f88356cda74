using Apache.Arrow;
using Apache.Arrow.Types;

namespace FundWatch.Models.Features;

/// <summary>One float32 column that detectors look at.</summary>
public sealed record Feature(string Name, Direction Direction);

/// <summary>The ordered features a detector was fitted on: the float32 fields of an Arrow schema, with the field metadata <c>direction</c>.</summary>
public sealed class FeatureSchema
{
    /// <summary>Text column that names a row's peers, widest level first, levels separated by <c>/</c>. Optional.</summary>
    public const string PeerGroupColumn = "peer_group";

    public FeatureSchema(IReadOnlyList<Feature> features)
    {
        if (features.Count is 0 or > short.MaxValue)
        {
            throw new ArgumentException($"A detector needs between 1 and {short.MaxValue} float32 columns; there are {features.Count}.", nameof(features));
        }

        Features = features;
    }

    public IReadOnlyList<Feature> Features { get; }

    public int Count => Features.Count;

    public static FeatureSchema Of(RecordBatch batch) => new([.. batch.Schema.FieldsList
        .Where(field => field.DataType.TypeId == ArrowTypeId.Float)
        .Select(field => new Feature(field.Name, DirectionOf(field)))]);

    /// <summary>Refuses a batch whose features are not these, in this order.</summary>
    /// <exception cref="FeatureMismatchException">Names what is missing, unexpected, or otherwise different.</exception>
    public void EnsureSame(RecordBatch batch)
    {
        var other = Of(batch);
        if (!Features.SequenceEqual(other.Features))
        {
            throw FeatureMismatchException.Between(this, other);
        }
    }

    private static Direction DirectionOf(Field field) =>
        field.Metadata is { } metadata && metadata.TryGetValue("direction", out var text)
            ? Enum.Parse<Direction>(text, ignoreCase: true)
            : Direction.Both;
}
