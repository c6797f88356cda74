using Apache.Arrow;

namespace FundWatch.Models.Features;

/// <summary>Makes Arrow batches from plain columns: for detectors that look at transformed features, and for files.</summary>
public static class FeatureBatch
{
    /// <param name="features">Names and directions, one per column.</param>
    /// <param name="columns">One array of equal length per feature.</param>
    /// <param name="peerGroups">Optional peer group of each row.</param>
    public static RecordBatch Of(IReadOnlyList<Feature> features, IReadOnlyList<float[]> columns, IReadOnlyList<string>? peerGroups = null)
    {
        var builder = new Schema.Builder();
        var arrays = new List<IArrowArray>();
        if (peerGroups is not null)
        {
            builder.Field(f => f.Name(FeatureSchema.PeerGroupColumn).DataType(Apache.Arrow.Types.StringType.Default));
            arrays.Add(new StringArray.Builder().AppendRange(peerGroups).Build());
        }

        for (var j = 0; j < features.Count; j++)
        {
            var feature = features[j];
            builder.Field(f => f.Name(feature.Name).DataType(Apache.Arrow.Types.FloatType.Default).Nullable(false)
                .Metadata("direction", feature.Direction.ToString().ToLowerInvariant()));
            var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(columns[j]).ToArray();
            arrays.Add(new FloatArray(new ArrowBuffer(bytes), ArrowBuffer.Empty, columns[j].Length, 0, 0));
        }

        return new RecordBatch(builder.Build(), arrays, columns[0].Length);
    }
}
