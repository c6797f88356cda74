namespace FundWatch.Core.Review;

/// <summary>What a move must bring.</summary>
[Flags]
public enum Needs
{
    None = 0,
    Note = 1,
    Outcome = 2,
    DueDate = 4,
    Assignee = 8,
    ParkedUntil = 16,
    DismissReason = 32,
}

/// <summary>What a person can do with a lead.</summary>
/// <param name="Name">Stable: the API's word and the trail's event.</param>
public sealed record ReviewAction(string Name, string Chinese, string English);

/// <summary>One row of the transition table.</summary>
/// <param name="Roles">Who may.</param>
/// <param name="OtherPerson">Neither the assignee nor whoever verified may do it.</param>
public sealed record Transition(string From, ReviewAction Action, string To, IReadOnlyList<string> Roles, Needs Needs = Needs.None, bool OtherPerson = false);
