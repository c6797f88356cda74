using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Records;

namespace FundWatch.Data.Leads;

/// <summary>A lead as its page shows it.</summary>
/// <param name="Version">Moves with every change; what a move must name (If-Match).</param>
/// <param name="Content">SHA-256 of all that the last scoring run computed; empty once the evidence has gone.</param>
public sealed record LeadPage(
    LeadRow Lead, decimal Priority, int Version, string? DismissReason, DateOnly? ParkedUntil, string Content,
    IReadOnlyList<LeadPart> Parts, IReadOnlyList<EvidenceRow> Evidence, int EvidenceTotal)
{
    /// <summary>What the priority was made of.</summary>
    public PriorityParts PriorityParts => Core.Leads.Priority.PartsOf(Priority, Lead.RiskScore, Lead.Stakes, Severity);

    /// <summary>Keys among those whose rows were asked for of which there is no record any more.</summary>
    public IReadOnlyList<string> EvidenceGone { get; init; } = [];

    /// <summary>Of the subject's own figures in the lead's stream (<see cref="Currencies"/>); null: yuan.</summary>
    public string? FiguresCurrency { get; init; }

    // Of the gravest signal; a model has none and counts as 1.
    private int Severity => Parts.Select(p =>
    {
        using var detail = JsonDocument.Parse(p.Detail);
        return detail.RootElement.TryGetProperty("severity", out var severity) ? severity.GetInt32() : 1;
    }).DefaultIfEmpty(1).Max();
}

/// <summary>A record behind a lead, as label and value. Personal data is masked.</summary>
/// <param name="Key">Natural key within the stream; masked where it is a person's.</param>
/// <param name="Record">The record as the lead's evidence keys name it: a person's key is its token.</param>
public sealed record EvidenceRow(string Stream, string Key, IReadOnlyList<EvidenceCell> Cells, string Record);

/// <param name="Column">Canonical name.</param>
/// <param name="Zh">The header that finance systems export.</param>
/// <param name="Linked">The registered name behind a name that was written without a code; null where it is not linked.</param>
public sealed record EvidenceCell(string Column, string Zh, string En, string Value, bool IsPersonal, LinkedName? Linked = null)
{
    /// <summary>The Chinese header above a column of cells: it says 元 unless all are in the same other currency.</summary>
    public static string HeaderOf(Column column, IEnumerable<EvidenceCell> cells) =>
        cells.Where(c => c.Column == column.Name).Select(c => c.Zh).Distinct().ToList() is [var only] ? only : column.ChineseHeader;
}

/// <summary>A registered name, and how it was found: exact, firm, abbreviation or near.</summary>
public sealed record LinkedName(string Name, string Code, string Method);
