namespace FundWatch.Samples.Rows;

/// <summary>Says that a row belongs to a planted scheme or to an honest look-alike.</summary>
/// <param name="Story">The scheme or look-alike it belongs to.</param>
/// <param name="SubjectKind">organisation, company, project or application.</param>
/// <param name="SubjectCode">Null where the subject is the row's own project or application.</param>
public sealed record Mark(Story Story, string SubjectKind, string? SubjectCode);

/// <summary>One planted scheme, or one honest look-alike.</summary>
/// <param name="Kind">Such as <c>over_standard_reception</c>.</param>
/// <param name="Id">Unique within a prefecture.</param>
/// <param name="IsScheme">False for a look-alike.</param>
/// <param name="Note">What was done, in one sentence.</param>
public sealed record Story(string Kind, string Id, bool IsScheme, string Note);
