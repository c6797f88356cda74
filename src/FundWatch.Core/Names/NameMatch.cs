namespace FundWatch.Core.Names;

/// <summary>An organisation of a reference stream.</summary>
/// <param name="Region">Null where the register does not say.</param>
public sealed record Registered(string Code, string Name, string? Region);

/// <summary>How a written name was found to be a registered one.</summary>
public enum MatchMethod
{
    /// <summary>The same name, but for width, brackets, blanks and capitals.</summary>
    Exact,
    /// <summary>The same firm, its form of law written short or long.</summary>
    Firm,
    /// <summary>A usual short form in its place: 县卫健局.</summary>
    Abbreviation,
    /// <summary>One or two characters differ.</summary>
    Near,
    /// <summary>A usual short form that says no place, in the place of the row that it stands in: the row does not say where the body is.</summary>
    OwnPlace,
}

/// <summary>The one registered name that fits a written one.</summary>
/// <param name="Confidence">0 to 1: 1 exact, 0.95 firm, 0.9 short form (0.6 in a place that is only supposed), below that the share of characters that agree. An order, not a probability.</param>
public sealed record NameMatch(Registered Registered, MatchMethod Method, decimal Confidence);

/// <summary>What came of looking for a written name.</summary>
/// <param name="Candidates">Where there is no match: the registered names among which it cannot be told which one is meant; none where nothing fits.</param>
public sealed record NameAnswer(NameMatch? Match, IReadOnlyList<Registered> Candidates)
{
    public static NameAnswer NotFound { get; } = new(null, []);
}
