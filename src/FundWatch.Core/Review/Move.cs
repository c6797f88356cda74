namespace FundWatch.Core.Review;

/// <summary>Who does something. Both must be known: what nobody did does not happen.</summary>
public sealed record Actor(string Login, string Role);

/// <summary>What somebody asks for.</summary>
/// <param name="Version">The lead's version that the person saw.</param>
public sealed record MoveRequest(
    long LeadId, string Action, int Version, string? Note = null, string? Outcome = null, string? Assignee = null,
    DateOnly? DueOn = null, DateOnly? ParkedUntil = null, string? DismissReason = null);

/// <summary>What a move reads and changes of a lead.</summary>
/// <param name="Verifier">Who last started its verification; from the trail.</param>
public sealed record LeadState(
    string Status, int Version, string? Assignee = null, string? Verifier = null, string? Outcome = null,
    DateOnly? DueOn = null, DateOnly? ParkedUntil = null, string? DismissReason = null);

/// <summary>What became of a move.</summary>
public abstract record MoveResult
{
    private MoveResult()
    {
    }

    /// <summary>Done, and in the trail.</summary>
    public sealed record Moved(string Status, int Version) : MoveResult;

    /// <summary>Somebody else was quicker: the lead is no longer as the person saw it. Nothing has changed.</summary>
    public sealed record Stale(string Status, int Version) : MoveResult;

    /// <summary>Not allowed as asked. Nothing has changed.</summary>
    /// <param name="Code">Stable, for machines.</param>
    public sealed record Refused(string Code, string Zh, string En) : MoveResult;
}
