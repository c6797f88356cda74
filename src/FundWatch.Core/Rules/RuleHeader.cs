namespace FundWatch.Core.Rules;

/// <summary>Exact test of a limit in a rule of law, or a comparison with peers and patterns that needs a person's judgement.</summary>
public enum RuleKind
{
    Deterministic,
    Analytic,
}

/// <summary>Which subjects are judged anew when records change.</summary>
public enum RuleRescore
{
    /// <summary>Those that the changed records name (see the table of touched subjects in the engine).</summary>
    Subject,

    /// <summary>All of them: the rule looks across subjects in a way that a changed record of one alters the result of another.</summary>
    All,
}

/// <summary>The head of a rule file: what the rule is called, on which law it rests, whom it judges and with which limits.</summary>
/// <param name="Id">Family and number, e.g. REC-001; also the file's name.</param>
/// <param name="Stream">The stream whose leads the rule feeds.</param>
/// <param name="Scheme">The scheme family: leads are one per subject and scheme.</param>
/// <param name="Subject">Subject kind: organisation, company, project, application or person.</param>
/// <param name="Severity">1 weak signal, 2 irregular, 3 clear breach, 4 critical.</param>
/// <param name="BasisChecked">False: the basis has not been held against the official text and is shown as 依据待核实.</param>
/// <param name="Requires">Columns (stream.column) without which the rule can say nothing.</param>
/// <param name="Groups">What a result rests on beside the subject's own records: those of others that have one of these values in common with one of its records.</param>
/// <param name="Figure">The model figure (feature_set.feature) that measures what the rule measures, in the same unit, so that a page can show both in one picture.</param>
/// <param name="Unit">Of value and threshold, where the threshold is computed and so not one of the parameters, which carry theirs.</param>
/// <param name="ReasonZh">Words for a flag, with {item}, {value}, {threshold}, {amount}, {event_on} and the keys of its detail.</param>
public sealed record RuleHeader(
    string Id, int Version, string TitleZh, string TitleEn,
    string Stream, string Scheme, string Subject, RuleKind Kind, int Severity,
    string BasisZh, string BasisEn, bool BasisChecked,
    IReadOnlyList<RequiredColumn> Requires, IReadOnlyList<RuleParameter> Parameters,
    string ReasonZh, string ReasonEn, RuleRescore Rescore, IReadOnlyList<RuleGroup> Groups, string? Figure = null, string? Unit = null)
{
    /// <summary>The kinds of subject a lead can be about.</summary>
    public static IReadOnlyList<string> SubjectKinds { get; } = ["organisation", "company", "project", "application", "person"];
}

/// <summary>Records of a stream that have a value of any of the expressions in common belong together: the same letter, the same account.</summary>
/// <param name="Expressions">SQL over the stream's columns; the values of all of them are one pool (a bureau that hosts and one that is hosted).</param>
public sealed record RuleGroup(string Stream, IReadOnlyList<string> Expressions);

/// <summary>A column of the data contract.</summary>
public sealed record RequiredColumn(string Stream, string Column)
{
    public override string ToString() => $"{Stream}.{Column}";
}

/// <summary>
/// A limit with its unit, the region in which it holds (a prefix of the GB/T 2260 code; empty is everywhere), the event dates for which it
/// holds (from the first day, up to and without the last) and the document it comes from.
/// </summary>
public sealed record RuleParameter(
    string Name, string RegionPrefix, decimal Value, string Unit, DateOnly? From, DateOnly? To,
    string? Source, string? Article, bool Checked, string TextZh, string TextEn);
