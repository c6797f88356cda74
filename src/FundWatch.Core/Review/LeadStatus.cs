namespace FundWatch.Core.Review;

/// <summary>Where the work on a lead is. What was found is its <see cref="LeadOutcome"/>.</summary>
public static class LeadStatus
{
    public const string New = "new";
    public const string Triage = "triage";
    public const string Assigned = "assigned";
    public const string Verifying = "verifying";
    public const string Parked = "parked";
    public const string Verified = "verified";
    public const string Dismissed = "dismissed";
    public const string Rectifying = "rectifying";
    public const string Closed = "closed";

    public static readonly IReadOnlyList<string> All = [New, Triage, Assigned, Verifying, Parked, Verified, Dismissed, Rectifying, Closed];

    /// <summary>Nobody has found anything yet.</summary>
    public static readonly IReadOnlyList<string> Open = [New, Triage, Assigned, Verifying, Parked];

    /// <summary>The work is done; only new evidence or a person brings it back.</summary>
    public static bool IsClosed(string status) => status is Dismissed or Closed;

    public static string Chinese(string status) => status switch
    {
        New => "待研判", Triage => "研判中", Assigned => "已分办", Verifying => "核查中", Parked => "暂存待查",
        Verified => "已核实", Dismissed => "予以了结", Rectifying => "整改中", Closed => "已销号", _ => status,
    };

    public static string English(string status) => status switch
    {
        New => "New", Triage => "In triage", Assigned => "Assigned", Verifying => "Being verified", Parked => "Parked",
        Verified => "Verified", Dismissed => "Dismissed", Rectifying => "Being rectified", Closed => "Closed", _ => status,
    };
}
