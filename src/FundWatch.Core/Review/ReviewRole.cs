namespace FundWatch.Core.Review;

/// <summary>Roles that may move leads. Administrators and data staff may not (三员分立).</summary>
public static class ReviewRole
{
    public const string Auditor = "auditor";
    public const string Supervisor = "supervisor";
}
