namespace FundWatch.Core.Leads;

/// <summary>
/// What a signal is worth before anyone has verified a lead: the chance that a single item at its limit is a real problem.
/// Evidence is -ln(1 - chance), so that independent signals add up.
/// </summary>
public static class FusionWeights
{
    private static readonly double[] _deterministic = [0.15, 0.30, 0.50, 0.65];
    private static readonly double[] _analytic = [0.08, 0.20, 0.35, 0.50];

    /// <summary>An item far beyond its limit weighs up to this many times one at the limit.</summary>
    public const double FullStrength = 2;

    /// <summary>The k-th strongest item of a rule counts k^-1.5: two hundred items weigh less than three times one.</summary>
    public const double ItemDecay = 1.5;

    /// <summary>Rules that see the same fact from two sides: the strongest counts fully, the others a quarter.</summary>
    public const double SameFact = 0.25;

    /// <summary>From this p-value down a model adds to a lead that rules have raised, and counts as one analytic signal beside a rule's.</summary>
    public const double ModelSpeaksAt = 0.05;

    /// <summary>Evidence of a model per e-fold of its p-value below <see cref="ModelSpeaksAt"/>, and its ceiling.</summary>
    public const double ModelSlope = 0.15, ModelCeiling = 1.0;

    /// <summary>
    /// Evidence from which one analytic rule may create a lead alone, a chance of 26 %: severity 3 and 4 (patterns with no ordinary explanation) reach it with
    /// one item at the limit, severity 2 with one item 1.6 times beyond it or with three items at it, severity 1 never. Such leads rank below deterministic ones.
    /// </summary>
    public const double VeryStrong = 0.30;

    /// <summary>False-discovery rate at which models alone may file leads.</summary>
    public const double DefaultQ = 0.10;

    private static readonly string[][] _sameFact =
    [
        ["COL-001", "COL-002"],
        ["REC-006", "REC-007"],
        ["REC-002", "REC-032"],
        ["SUB-001", "SUB-002"],
    ];

    /// <summary>Evidence of one item at its limit.</summary>
    public static double Item(bool deterministic, int severity) =>
        -Math.Log(1 - (deterministic ? _deterministic : _analytic)[Math.Clamp(severity, 1, 4) - 1]);

    /// <summary>Rules with the same answer look at the same fact; any other rule stands for itself.</summary>
    public static string FactOf(string ruleId) => _sameFact.FirstOrDefault(rules => rules.Contains(ruleId))?[0] ?? ruleId;
}
