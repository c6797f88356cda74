using System.Text.RegularExpressions;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Compares a load with earlier ones: simple statistics, with the thresholds of <see cref="Thresholds"/>. Pure.</summary>
internal static partial class Comparison
{
    private const double SameValues = 0.5;

    /// <summary>
    /// The latest earlier load that can be compared with this one: a file of the same name but for its digits (last year's, last month's), else one that speaks
    /// of the same regions with much the same codes. A county's file is not held against its neighbour's.
    /// </summary>
    public static (PreviousLoad? About, LoadSummary? Load) Like(string fileName, LoadSummary now, IReadOnlyList<(PreviousLoad About, LoadSummary Load)> earlier)
    {
        var shape = Digits().Replace(fileName, "#");
        var regions = Regions(now);
        var like = earlier.FirstOrDefault(e => Digits().Replace(e.About.FileName, "#") == shape);
        return like.About is not null ? like : earlier.FirstOrDefault(e => Regions(e.Load) is var theirs && regions.Intersect(theirs).Count() > SameValues * regions.Union(theirs).Count() && SpeakAlike(e.Load, now));
    }

    // One programme's file is not held against another's: their codes (kinds, levels) hardly meet.
    private static bool SpeakAlike(LoadSummary one, LoadSummary other) => other.Columns.All(column => column.Codes is not { Count: > 0 } codes
        || one.Column(column.Column)?.Codes is not { Count: > 0 } theirs || codes.Keys.Intersect(theirs.Keys).Count() > SameValues * Math.Min(codes.Count, theirs.Count));

    public static IReadOnlyList<ColumnDrift> Drift(LoadSummary before, LoadSummary now)
    {
        var drift = new List<ColumnDrift>();
        foreach (var column in now.Columns)
        {
            if (before.Column(column.Column) is not { } was || before.Accepted == 0 || now.Accepted == 0)
            {
                continue;
            }

            if (FillMoved(before, was, now, column))
            {
                drift.Add(new ColumnDrift(column.Column, "fill", Math.Round(was.Share(before), 4), Math.Round(column.Share(now), 4)));
            }

            if (column.Kind == ColumnSummary.NumberKind && MedianMoved(was.Range, column.Range))
            {
                drift.Add(new ColumnDrift(column.Column, "median", was.Range!.Median, column.Range!.Median));
            }

            drift.AddRange(Codes(was, column));
        }

        return drift;
    }

    /// <summary>Amounts whose scale is that of 万元 taken for 元 or the other way round.</summary>
    /// <param name="sameSource">Earlier loads of the same source.</param>
    /// <param name="others">Loads of other sources of the stream, asked where the source has none.</param>
    public static IReadOnlyList<ScaleDoubt> Scale(RecordStream stream, LoadSummary now, IReadOnlyList<LoadSummary> sameSource, IReadOnlyList<LoadSummary> others)
    {
        var doubts = new List<ScaleDoubt>();
        foreach (var column in now.Columns.Where(c => c.Range is { Median: > 0, Sample: >= Thresholds.FewValues } && stream.Column(c.Column).Type == ColumnType.Money))
        {
            var (usual, against) = Usual(sameSource, column.Column) is { } own ? (own, "source") : (Usual(others, column.Column), "stream");
            if (usual is { } median && Math.Abs(Math.Log10(column.Range!.Median / median)) is >= Thresholds.ScaleFrom and <= Thresholds.ScaleTo
                && !(column.Range.MedianLow <= median && column.Range.MedianHigh >= median))
            {
                doubts.Add(new ScaleDoubt(column.Column, column.Range.Median, median, against));
            }
        }

        return doubts;
    }

    /// <summary>Columns of money whose largest or smallest amount lies so far from the others that 万元 and 元 look mixed row by row.</summary>
    public static IReadOnlyList<ScaleWithin> Within(RecordStream stream, LoadSummary now) =>
        [.. now.Columns.Where(c => c.Range is { Sample: >= Thresholds.FewAmounts, P25: > 0 } && stream.Column(c.Column).Type == ColumnType.Money).SelectMany(c => Within(c, c.Range!))];

    private static IEnumerable<ScaleWithin> Within(ColumnSummary column, ValueRange range)
    {
        var (below, above) = (Math.Log10(range.Median / range.P25), Math.Log10(range.P75 / range.Median));
        var far = Math.Max(Thresholds.ScaleFrom, Thresholds.AmountDeviations * Math.Max(Thresholds.LeastDeviation, (below + above) / 1.349));
        if (Math.Log10(range.Max / range.Median) is var up && up >= Beyond(above, below, Math.Log10(range.P95 / range.Median)))
        {
            yield return new ScaleWithin(column.Column, range.Max, range.Median, range.Median * Math.Pow(10, far));
        }

        if (range.Min > 0 && Math.Log10(range.Median / range.Min) is var down && down >= Beyond(below, above, Math.Log10(range.Median / range.P05)))
        {
            yield return new ScaleWithin(column.Column, range.Min, range.Median, range.Median / Math.Pow(10, far));
        }

        // Amounts that run out evenly to one side (down to nothing, or as a power law) have an extreme that goes with their number. Where a twentieth of them lies beyond, it is no tail.
        double Beyond(double toward, double away, double twentieth) =>
            toward >= Thresholds.Tail && toward > Thresholds.Lopsided * away && twentieth < far ? Math.Max(far, Math.Log10(column.Filled) + 2) : far;
    }

    public static bool RowsMoved(LoadSummary before, LoadSummary now) =>
        before.Rows > 0 && now.Rows > 0 && (double)Math.Max(before.Rows, now.Rows) / Math.Min(before.Rows, now.Rows) >= Thresholds.RowFactor;

    private static HashSet<string> Regions(LoadSummary load) =>
        load.Columns.FirstOrDefault(c => c.Column.EndsWith("region_code", StringComparison.Ordinal) && c.Codes is not null)?.Codes!.Keys.ToHashSet() ?? [];

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    private static double? Usual(IReadOnlyList<LoadSummary> loads, string column)
    {
        var medians = loads.Select(l => l.Column(column)?.Range).OfType<ValueRange>().Where(r => r.Sample >= Thresholds.FewValues && r.Median > 0).Select(r => r.Median).Order().ToList();
        return medians.Count == 0 ? null : medians[medians.Count / 2];
    }

    // Two proportions, pooled.
    private static bool FillMoved(LoadSummary before, ColumnSummary was, LoadSummary now, ColumnSummary column)
    {
        var (p0, p1) = (was.Share(before), column.Share(now));
        var pooled = (double)(was.Filled + column.Filled) / (before.Accepted + now.Accepted);
        var error = Math.Sqrt(pooled * (1 - pooled) * (1.0 / before.Accepted + 1.0 / now.Accepted));
        return Math.Abs(p1 - p0) >= Thresholds.Fill && Math.Abs(p1 - p0) > Thresholds.Errors * error;
    }

    // Reports that do not say where the median lies are held against the standard error of a normal one's, about 1.2533 times that of the mean.
    // A column that says one thing throughout and then another has no deviation to measure by, and has moved.
    private static bool MedianMoved(ValueRange? was, ValueRange? now)
    {
        if (was is not { Sample: >= Thresholds.FewValues } || now is not { Sample: >= Thresholds.FewValues })
        {
            return false;
        }

        var deviation = Math.Max(was.P75 - was.P25, now.P75 - now.P25) / 1.349;
        var error = 1.2533 * deviation * Math.Sqrt(1.0 / was.Sample + 1.0 / now.Sample);
        var shift = Math.Abs(now.Median - was.Median);
        var isBeyondChance = was.MedianLow is null || now.MedianLow is null ? shift > Thresholds.Errors * error : was.MedianHigh < now.MedianLow || now.MedianHigh < was.MedianLow;
        return isBeyondChance && shift >= Thresholds.MedianShift * deviation;
    }

    private static IEnumerable<ColumnDrift> Codes(ColumnSummary was, ColumnSummary now)
    {
        if (was.Codes is not { Count: > 0 } before || now.Codes is not { Count: > 0 } codes)
        {
            yield break;
        }

        // Of a part of the rows a rare code may be missing by chance.
        if (codes.Where(c => !before.ContainsKey(c.Key) && (!was.ApproximateCodes || IsMissed(c.Value, codes, was.CodesLookedFor))).Select(c => c.Key).ToList() is { Count: > 0 } added)
        {
            yield return new ColumnDrift(now.Column, "new_codes", null, null, added);
        }

        if (before.Where(c => !codes.ContainsKey(c.Key) && IsMissed(c.Value, before, now.CodesLookedFor)).Select(c => c.Key).ToList() is { Count: > 0 } gone)
        {
            yield return new ColumnDrift(now.Column, "missing_codes", null, null, gone);
        }
    }

    // At its share among those, a code would hardly ever be absent by chance from so many rows.
    private static bool IsMissed(long count, IReadOnlyDictionary<string, long> among, long rows) =>
        rows * Math.Log(1 - Math.Min(count / (double)among.Values.Sum(), 1 - 1e-9)) < Math.Log(Thresholds.MissingCode);
}
