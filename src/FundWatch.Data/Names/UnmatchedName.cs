namespace FundWatch.Data.Names;

/// <summary>A written name that could not be linked, as people may see it: a person's is masked.</summary>
/// <param name="Candidates">The registered names that it may mean, at most six.</param>
public sealed record UnmatchedName(string Kind, string Name, string? Region, long Rows, IReadOnlyList<NameCandidate> Candidates);

/// <summary>A registered name that a written one may mean.</summary>
public sealed record NameCandidate(string Code, string Name, string? Region);

/// <summary>How many names could not be linked.</summary>
/// <param name="SearchedAt">When names were last looked for; null where they never were.</param>
/// <param name="NotFound">Names that fit no registered one.</param>
/// <param name="Ambiguous">Names that fit several.</param>
public sealed record UnmatchedSum(DateTimeOffset? SearchedAt, long NotFound, long Ambiguous)
{
    /// <summary>All of them.</summary>
    public long Names => NotFound + Ambiguous;
}
