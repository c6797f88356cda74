using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>Where the value of one contract column comes from in a file.</summary>
/// <param name="Cells">Positions of the cells, joined where there are several; empty for a constant or an absent column.</param>
/// <param name="Factor">Multiplies amounts: 10,000 for 万元.</param>
public sealed record ColumnSource(Column Column, int[] Cells, string? Constant = null, long Factor = 1)
{
    /// <summary>The unit of weight or land that the header states, where it is not the contract's own: 公顷.</summary>
    public string? Measure { get; init; }

    /// <summary>Of a price: what it is multiplied by where it is for another weight than the contract's, 2 for 元/斤, 0.001 for 元/吨.</summary>
    public decimal PriceTimes { get; init; } = 1;

    /// <summary>Between joined cells.</summary>
    public string Separator { get; init; } = "|";

    /// <summary>Text in which {0}, {1}, … are replaced by the cells; null to join them.</summary>
    public string? Template { get; init; }

    /// <summary>.NET date formats to try first; null for the forms every office writes.</summary>
    public string[]? Formats { get; init; }

    /// <summary>Further texts that mean "nothing".</summary>
    public string[] Empty { get; init; } = [];

    /// <summary>Of the cells that a key, or a reference to one, is joined from: those that may be empty, where the mapping says so.</summary>
    public int[] MayBeEmpty { get; init; } = [];

    /// <summary>Texts to take out of the cell before it is read, e.g. a currency sign.</summary>
    public string[] Remove { get; init; } = [];

    /// <summary>Of amounts that a mapping takes in another currency (ISO 4217): they may name it; null for yuan.</summary>
    public string? Currency { get; init; }

    /// <summary>Codes of the source and what they mean here.</summary>
    public IReadOnlyDictionary<string, string> Codes { get; init; } = new Dictionary<string, string>();

    /// <summary>True where the cell can be parsed as it stands.</summary>
    public bool IsPlain => Cells.Length == 1 && Template is null && Formats is null && Empty.Length == 0 && Remove.Length == 0 && Codes.Count == 0;
}
