using Apache.Arrow;

namespace FundWatch.Models.Features;

/// <summary>Picks rows of a batch: features and peer groups only.</summary>
public static class FeatureRows
{
    public static RecordBatch Take(RecordBatch batch, IReadOnlyList<int> rows)
    {
        var source = new FeatureColumns(batch);
        var columns = new float[source.Count][];
        for (var j = 0; j < columns.Length; j++)
        {
            var from = source[j];
            var to = columns[j] = new float[rows.Count];
            for (var i = 0; i < to.Length; i++)
            {
                to[i] = from[rows[i]];
            }
        }

        return FeatureBatch.Of(FeatureSchema.Of(batch).Features, columns, [.. rows.Select(source.PeerGroup)]);
    }
}
