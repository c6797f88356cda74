using static FundWatch.Core.Review.LeadStatus;

namespace FundWatch.Core.Review;

/// <summary>
/// The review process as a table: (from, action) -> (to, who may, what it needs, must the person differ). Pages draw their buttons from it, the API its
/// checks, the tests all pairs. What is not in the table cannot happen.
/// </summary>
public static class Transitions
{
    public static readonly ReviewAction Claim = new("claim", "认领研判", "Claim");
    public static readonly ReviewAction Assign = new("assign", "分办", "Assign");
    public static readonly ReviewAction Start = new("start", "开始核查", "Start verification");
    public static readonly ReviewAction Park = new("park", "暂存待查", "Park");
    public static readonly ReviewAction Resume = new("resume", "恢复研判", "Resume");
    public static readonly ReviewAction Dismiss = new("dismiss", "予以了结", "Dismiss");
    public static readonly ReviewAction Conclude = new("conclude", "核实结论", "Conclude");
    public static readonly ReviewAction Rectify = new("rectify", "责令整改", "Order rectification");
    public static readonly ReviewAction Close = new("close", "销号", "Close");
    public static readonly ReviewAction Reopen = new("reopen", "重新打开", "Reopen");
    public static readonly ReviewAction Note = new("note", "批注", "Note");

    public static IReadOnlyList<ReviewAction> Actions { get; } = [Claim, Assign, Start, Park, Resume, Dismiss, Conclude, Rectify, Close, Reopen, Note];

    private static readonly string[] _both = [ReviewRole.Auditor, ReviewRole.Supervisor];
    private static readonly string[] _auditor = [ReviewRole.Auditor];
    private static readonly string[] _supervisor = [ReviewRole.Supervisor];

    public static IReadOnlyList<Transition> All { get; } =
    [
        new(New, Claim, Triage, _auditor),
        new(New, Assign, Assigned, _both, Needs.Assignee),
        new(New, Park, Parked, _both, Needs.Note | Needs.ParkedUntil),
        new(New, Dismiss, Dismissed, _both, Needs.Note | Needs.DismissReason),

        new(Triage, Assign, Assigned, _both, Needs.Assignee),
        new(Triage, Start, Verifying, _auditor),
        new(Triage, Park, Parked, _both, Needs.Note | Needs.ParkedUntil),
        new(Triage, Dismiss, Dismissed, _both, Needs.Note | Needs.DismissReason),

        new(Assigned, Start, Verifying, _auditor),
        new(Assigned, Assign, Assigned, _supervisor, Needs.Assignee),
        new(Assigned, Park, Parked, _both, Needs.Note | Needs.ParkedUntil),
        new(Assigned, Dismiss, Dismissed, _both, Needs.Note | Needs.DismissReason),

        new(Verifying, Conclude, Verified, _both, Needs.Note | Needs.Outcome, OtherPerson: true),
        new(Verifying, Assign, Assigned, _supervisor, Needs.Assignee | Needs.Note),
        new(Verifying, Park, Parked, _both, Needs.Note | Needs.ParkedUntil),
        new(Verifying, Dismiss, Dismissed, _both, Needs.Note | Needs.DismissReason, OtherPerson: true),

        new(Parked, Resume, Triage, _both),
        new(Parked, Dismiss, Dismissed, _both, Needs.Note | Needs.DismissReason),

        new(Verified, Rectify, Rectifying, _both, Needs.Note | Needs.DueDate),
        new(Verified, Close, Closed, _both, Needs.Note, OtherPerson: true),
        new(Verified, Reopen, Triage, _supervisor, Needs.Note),

        new(Rectifying, Close, Closed, _both, Needs.Note, OtherPerson: true),
        new(Rectifying, Reopen, Triage, _supervisor, Needs.Note),

        new(Dismissed, Reopen, Triage, _both, Needs.Note),
        new(Closed, Reopen, Triage, _supervisor, Needs.Note),

        .. LeadStatus.All.Select(s => new Transition(s, Note, s, _both, Needs.Note)),
    ];

    private static readonly Dictionary<(string, string), Transition> _table = All.ToDictionary(t => (t.From, t.Action.Name));

    public static Transition? Find(string from, string action) => _table.GetValueOrDefault((from, action));

    public static ReviewAction? Find(string action) => Actions.FirstOrDefault(a => a.Name == action);

    public static IEnumerable<Transition> From(string status) => All.Where(t => t.From == status);
}
