namespace FundWatch.Data.Features;

/// <summary>Which side of the peers is suspicious.</summary>
public enum FeatureDirection
{
    Both,
    High,
    Low,
}

/// <summary>One figure per subject.</summary>
/// <param name="Unit">As shown to people; empty for a plain number or share.</param>
public sealed record FeatureColumn(string Name, string TitleZh, string TitleEn, string Unit, FeatureDirection Direction);

/// <summary>A feature file: what it says about itself, and its query of one row per subject.</summary>
/// <param name="Name">Also the file's name, e.g. <c>reception-organisation</c>.</param>
/// <param name="Version">Raised by hand when the meaning of a figure changes.</param>
/// <param name="Stream">The stream whose leads the scores feed.</param>
/// <param name="SubjectKind">organisation, company, project, application or person.</param>
/// <param name="Sha256">Of what the figures follow from: the query without its comments, the features' names and directions. A model names what it was trained on.</param>
/// <param name="FileSha256">Of the whole file, titles and comments with it: what stored scores were written from. Models of earlier programs name this one.</param>
public sealed record FeatureSet(
    string Name, int Version, string Stream, string SubjectKind, string TitleZh, string TitleEn,
    IReadOnlyList<FeatureColumn> Features, string Sql, string Sha256, string FileSha256);
