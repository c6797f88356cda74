using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A row on its way into quarantine.</summary>
/// <param name="Column">The first column that is wrong, or null where it is the row as a whole.</param>
/// <param name="Raw">Encrypted.</param>
/// <param name="Cells">Every cell that is wrong; empty where it is the row as a whole.</param>
public sealed record RefusedRow(long Line, string? Column, string Code, string Chinese, string English, byte[] Raw, IReadOnlyList<CellReason>? Cells = null)
{
    /// <summary>Its place among the rows of its chunk, from 1. A line does not tell rows apart: a release has many on one.</summary>
    internal int Place { get; init; }

    internal string? CellsJson => Cells is { Count: > 0 } cells ? CellReason.Write(cells) : null;
}

/// <summary>What is wrong with one cell of a refused row.</summary>
public sealed record CellReason(string Column, string Code, string Zh, string En)
{
    private static readonly JsonSerializerOptions _json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Write(IReadOnlyList<CellReason> cells) => JsonSerializer.Serialize(cells, _json);

    internal static IReadOnlyList<CellReason> Read(string json) => JsonSerializer.Deserialize<CellReason[]>(json, _json) ?? [];
}
