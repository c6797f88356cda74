namespace FundWatch.Core.Review;

/// <summary>Whether a person may move a lead as asked, and what the lead is afterwards. Pure: the store applies it to the row it has read.</summary>
public static class MoveCheck
{
    /// <returns>Null where the move may be made.</returns>
    public static MoveResult.Refused? Refuse(LeadState lead, Actor? actor, MoveRequest move, DateOnly today)
    {
        if (actor is null || string.IsNullOrWhiteSpace(actor.Login) || string.IsNullOrWhiteSpace(actor.Role))
        {
            return new("no_actor", "操作人未知，不予办理。", "Nobody is signed in: nothing is changed.");
        }

        if (Transitions.Find(move.Action) is not { } action)
        {
            return new("unknown_action", $"没有“{move.Action}”这一操作。", $"There is no action '{move.Action}'.");
        }

        if (Transitions.Find(lead.Status, move.Action) is not { } transition)
        {
            return new("wrong_status", $"“{LeadStatus.Chinese(lead.Status)}”的线索不能{action.Chinese}。", $"A lead that is '{LeadStatus.English(lead.Status)}' does not allow '{action.English}'.");
        }

        if (!transition.Roles.Contains(actor.Role))
        {
            return new("wrong_role", $"您的角色不能{action.Chinese}。", $"Your role does not allow '{action.English}'.");
        }

        if (transition.OtherPerson && (actor.Login == lead.Assignee || actor.Login == lead.Verifier))
        {
            return new("second_person", $"{action.Chinese}须由承办人以外的第二人办理。", $"'{action.English}' needs a second person, not the one who worked on the lead.");
        }

        if (transition.Action == Transitions.Rectify && lead.Outcome == LeadOutcome.Unsubstantiated)
        {
            return new("nothing_to_rectify", "结论为不实，无需整改。", "The finding is 'unsubstantiated': there is nothing to rectify.");
        }

        return Missing(transition.Needs, move) ?? Implausible(transition.Needs, move, today);
    }

    /// <summary>The transitions that a person may make from here, for buttons.</summary>
    public static IEnumerable<Transition> Allowed(LeadState lead, Actor actor) => Transitions.From(lead.Status).Where(t =>
        t.Roles.Contains(actor.Role)
        && !(t.OtherPerson && (actor.Login == lead.Assignee || actor.Login == lead.Verifier))
        && !(t.Action == Transitions.Rectify && lead.Outcome == LeadOutcome.Unsubstantiated));

    /// <summary>The lead after a move that <see cref="Refuse"/> lets pass.</summary>
    public static LeadState Apply(LeadState lead, Actor actor, MoveRequest move, DateOnly today)
    {
        var transition = Transitions.Find(lead.Status, move.Action)!;
        var after = lead with { Status = transition.To, Version = lead.Version + 1 };
        return transition.Action.Name switch
        {
            "claim" => after with { Assignee = actor.Login, DueOn = today.AddDays(ReviewPolicy.DisposalDays) },
            "assign" => after with { Assignee = move.Assignee, DueOn = move.DueOn ?? today.AddDays(ReviewPolicy.DisposalDays) },
            "start" => after with { Assignee = lead.Assignee ?? actor.Login, Verifier = actor.Login, DueOn = lead.DueOn ?? today.AddDays(ReviewPolicy.DisposalDays) },
            "park" => after with { ParkedUntil = move.ParkedUntil, DueOn = null },
            "resume" => after with { ParkedUntil = null, DueOn = today.AddDays(ReviewPolicy.DisposalDays) },
            "dismiss" => after with { DismissReason = move.DismissReason, ParkedUntil = null, DueOn = null },
            "conclude" => after with { Outcome = move.Outcome, DueOn = null },
            "rectify" => after with { DueOn = move.DueOn },
            "close" => after with { DueOn = null },
            "reopen" => after with { Outcome = null, DismissReason = null, DueOn = today.AddDays(ReviewPolicy.DisposalDays) },
            _ => after,
        };
    }

    private static MoveResult.Refused? Missing(Needs needs, MoveRequest move)
    {
        if (needs.HasFlag(Needs.Note) && string.IsNullOrWhiteSpace(move.Note))
        {
            return new("note_required", "请写明理由。", "A note is needed.");
        }

        if (needs.HasFlag(Needs.Outcome) && (move.Outcome is null || !LeadOutcome.All.Contains(move.Outcome)))
        {
            return new("outcome_required", "请选择结论：属实、部分属实或不实。", $"An outcome is needed: {string.Join(", ", LeadOutcome.All)}.");
        }

        if (needs.HasFlag(Needs.Assignee) && string.IsNullOrWhiteSpace(move.Assignee))
        {
            return new("assignee_required", "请指定承办人。", "An assignee is needed.");
        }

        if (needs.HasFlag(Needs.DueDate) && move.DueOn is null)
        {
            return new("due_date_required", "请填写完成期限。", "A due date is needed.");
        }

        if (needs.HasFlag(Needs.ParkedUntil) && move.ParkedUntil is null)
        {
            return new("parked_until_required", "请填写暂存到哪一天。", "The day until which the lead is parked is needed.");
        }

        return needs.HasFlag(Needs.DismissReason) && (move.DismissReason is null || !DismissReasons.All.Contains(move.DismissReason))
            ? new("dismiss_reason_required", "请选择了结原因。", $"A reason is needed: {string.Join(", ", DismissReasons.All)}.")
            : null;
    }

    private static MoveResult.Refused? Implausible(Needs needs, MoveRequest move, DateOnly today)
    {
        if (move.Note?.Length > ReviewPolicy.LongestNote)
        {
            return new("note_too_long", $"理由不超过 {ReviewPolicy.LongestNote} 字。", $"A note has at most {ReviewPolicy.LongestNote} characters.");
        }

        if (move.DueOn is { } due && (due < today || due > today.AddDays(ReviewPolicy.FurthestDueDays)))
        {
            return new("due_date_implausible", "期限应在今天之后、两年之内。", "A due date lies between today and two years from now.");
        }

        return needs.HasFlag(Needs.ParkedUntil) && (move.ParkedUntil <= today || move.ParkedUntil > today.AddDays(ReviewPolicy.LongestParkingDays))
            ? new("parked_until_implausible", $"暂存不超过 {ReviewPolicy.LongestParkingDays} 天。", $"A lead is parked for at most {ReviewPolicy.LongestParkingDays} days.")
            : null;
    }
}
