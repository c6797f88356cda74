using FundWatch.Models.Features;

namespace FundWatch.Models.RandomizedPca;

/// <summary>Mean and standard deviation per column over the present values; a standardised absent value is 0, in the middle of the pattern.</summary>
internal sealed record ColumnScale(float[] Mean, float[] Deviation, float Cap)
{
    public static ColumnScale Fit(FeatureColumns rows, float cap)
    {
        var scale = new ColumnScale(new float[rows.Count], new float[rows.Count], cap);
        Parallel.For(0, rows.Count, j =>
        {
            // Welford's update: one pass, no cancellation for large means.
            var (count, mean, squares) = (0L, 0.0, 0.0);
            foreach (var value in rows[j])
            {
                if (!float.IsNaN(value))
                {
                    var delta = value - mean;
                    mean += delta / ++count;
                    squares += delta * (value - mean);
                }
            }

            scale.Mean[j] = (float)mean;
            scale.Deviation[j] = count > 0 ? (float)Math.Sqrt(squares / count) : 0;
        });
        return scale;
    }

    /// <summary>Writes the standardised row into <paramref name="values"/>.</summary>
    public void Standardise(FeatureColumns rows, int row, Span<float> values)
    {
        for (var j = 0; j < values.Length; j++)
        {
            var value = rows[j][row];
            values[j] = float.IsNaN(value) || Deviation[j] == 0 ? 0 : Math.Clamp((value - Mean[j]) / Deviation[j], -Cap, Cap);
        }
    }
}
