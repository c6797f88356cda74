using FundWatch.Core.Rules;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Which rules a file leaves without what they need: read from each rule's `requires:` and what is filled. Pure.</summary>
internal static class RuleNeeds
{
    /// <param name="known">Share filled of columns of other streams over their loads; a stream that is not there holds nothing.</param>
    public static IReadOnlyList<BlindRule> Unmet(IEnumerable<RuleFile> rules, string stream, LoadSummary load, IReadOnlyDictionary<string, StreamFill> known)
    {
        var blind = new List<BlindRule>();
        foreach (var rule in rules.Where(r => r.Reads.Contains(stream)))
        {
            var missing = new List<MissingInput>();
            var share = 1.0;
            foreach (var need in rule.Header.Requires)
            {
                var (why, filled) = need.Stream == stream ? Own(load.Column(need.Column), load) : Other(known.GetValueOrDefault(need.Stream), need.Column);
                share = Math.Min(share, filled);
                if (why is not null)
                {
                    missing.Add(new MissingInput(need.Stream, need.Column, why));
                }
            }

            // A stream that it reads and none of whose columns it requires may well be empty.
            if (missing.Count > 0)
            {
                blind.Add(new BlindRule(rule.Header.Id, rule.Header.TitleZh, rule.Header.TitleEn, missing, Math.Round(share, 4)));
            }
        }

        return blind;
    }

    private static (string? Why, double Share) Own(ColumnSummary? column, LoadSummary load) => column switch
    {
        _ when load.Accepted == 0 => (null, 1),
        null or { Supplied: false } => ("absent_column", 0),
        { Filled: 0 } => ("empty_column", 0),
        _ when column.Share(load) < Thresholds.Sparse => ("sparse_column", column.Share(load)),
        _ => (null, 1),
    };

    private static (string? Why, double Share) Other(StreamFill? stream, string column) => stream switch
    {
        null => ("absent_stream", 0),
        _ when stream.IsEmpty(column) => ("empty_column", 0),
        _ => (null, 1),
    };
}

/// <summary>What the loads of a stream have brought. A stream loaded before reports were kept says nothing against any column.</summary>
internal sealed record StreamFill(bool HasReports, IReadOnlySet<string> Filled)
{
    public bool IsEmpty(string column) => HasReports && !Filled.Contains(column);
}
