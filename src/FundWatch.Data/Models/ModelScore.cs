namespace FundWatch.Data.Models;

/// <summary>What the models say about one subject: a row of model.score.</summary>
/// <param name="Score">0..1; the parts' contributions add up to it.</param>
/// <param name="Versions">name@version of every model that took part.</param>
/// <param name="Features">What the models saw; null where absent.</param>
/// <param name="Evidence">stream:natural_key of the records with the most weight.</param>
public sealed record ModelScore(
    string FeatureSet, string Stream, string SubjectKind, string SubjectCode, string? SubjectName, string? RegionCode, string? Sector,
    string PeerGroup, int PeerCount, decimal? Amount, double Score, double PValue, IReadOnlyList<string> Versions,
    IReadOnlyList<ScorePart> Parts, IReadOnlyDictionary<string, float?> Features, IReadOnlyList<string> Evidence);

/// <summary>One feature that speaks for strangeness, with what a sentence about it needs.</summary>
/// <param name="Mad">One ordinary deviation among the peers (scaled MAD).</param>
public sealed record ScorePart(
    string Feature, string TitleZh, string TitleEn, string Unit, string Direction,
    float? Value, float Median, float Mad, double Contribution, int PeerCount);
