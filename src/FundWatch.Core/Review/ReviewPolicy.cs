namespace FundWatch.Core.Review;

/// <summary>
/// Every limit of the review process, in one place for the domain, the pages and the tests. Days are calendar days. Sources: rules for handling reports
/// and leads (处理检举控告工作规则, 监督执纪工作规则) as far as seen; where no text was confirmed the value is a working default.
/// </summary>
public static class ReviewPolicy
{
    /// <summary>From claim or assignment to a proposed disposal: one month (article unconfirmed).</summary>
    public const int DisposalDays = 30;

    /// <summary>From the order to the end of a rectification; widely used, no confirmed article.</summary>
    public const int RectificationDays = 60;

    /// <summary>A lead may be parked at most so long before it comes back for triage.</summary>
    public const int LongestParkingDays = 180;

    /// <summary>An open lead that nobody has touched for so long is called stale.</summary>
    public const int StaleDays = 90;

    /// <summary>Reminders start so many days before a deadline.</summary>
    public const int ReminderDays = 5;

    /// <summary>A due date lies no further ahead than this: a mistyped year must not put off a lead for ever.</summary>
    public const int FurthestDueDays = 730;

    public const int LongestNote = 4000;
}
