namespace FundWatch.Core.Leads;

/// <summary>One row that a generator planted: which scheme it belongs to and whom it is about.</summary>
public sealed record PlantedRow(string Kind, string SchemeId, string EvidenceKey, string SubjectCode);

/// <summary>A kind of planted scheme: how many there are and how many the first leads touch.</summary>
public sealed record KindRecall(string Kind, int Planted, int Found, IReadOnlyList<string> Missed)
{
    public double Recall => Planted == 0 ? 1 : (double)Found / Planted;
}

/// <summary>A queue held against the answer sheet of a generated prefecture.</summary>
/// <param name="False">Leads among the first <see cref="Precise"/> that touch no planted row, by position from 1.</param>
public sealed record Evaluation(int Leads, int Precise, int True, IReadOnlyList<int> False, int Within, IReadOnlyList<KindRecall> Kinds)
{
    public double Precision => Precise == 0 ? 1 : (double)True / Precise;

    /// <param name="evidence">Evidence keys of each lead, best first.</param>
    /// <param name="precise">How many of the first leads the precision is about.</param>
    /// <param name="within">Among how many of the first leads a scheme must be touched.</param>
    public static Evaluation Of(IReadOnlyList<IReadOnlyList<string>> evidence, IReadOnlyList<PlantedRow> planted, int precise = 100, int within = 500)
    {
        var schemes = planted.ToLookup(p => p.EvidenceKey, p => (p.Kind, p.SchemeId));
        var first = evidence.Take(precise).ToList();
        var hits = first.Select(keys => keys.Any(schemes.Contains)).ToList();
        var found = evidence.Take(within).SelectMany(keys => keys).SelectMany(k => schemes[k]).ToHashSet();
        var kinds = planted.Select(p => (p.Kind, p.SchemeId)).Distinct().GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new KindRecall(g.Key, g.Count(), g.Count(found.Contains), g.Where(s => !found.Contains(s)).Select(s => s.SchemeId).Order(StringComparer.Ordinal).ToList()))
            .ToList();
        return new Evaluation(evidence.Count, first.Count, hits.Count(h => h), hits.Index().Where(h => !h.Item).Select(h => h.Index + 1).ToList(), within, kinds);
    }
}
