namespace FundWatch.Core.Review;

/// <summary>What verification found.</summary>
public static class LeadOutcome
{
    public const string Substantiated = "substantiated";
    public const string Partly = "partly";
    public const string Unsubstantiated = "unsubstantiated";

    public static readonly IReadOnlyList<string> All = [Substantiated, Partly, Unsubstantiated];

    public static string Chinese(string outcome) => outcome switch { Substantiated => "属实", Partly => "部分属实", Unsubstantiated => "不实", _ => outcome };

    public static string English(string outcome) => outcome switch
    {
        Substantiated => "Substantiated", Partly => "Partly substantiated", Unsubstantiated => "Unsubstantiated", _ => outcome,
    };
}
