using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest;

/// <summary>A row that a dry run would have refused. It is kept nowhere, so this is all that can be shown of it; the words are those of the quarantine, personal data masked.</summary>
/// <param name="Column">Canonical name of the column, where one cell is to blame.</param>
public sealed record TriedRow(string File, string? Sheet, long Line, string? Column, string Code, string MessageZh, string MessageEn)
{
    /// <summary>In the reader's language; set by whoever shows it.</summary>
    public string? Message { get; init; }
}

/// <summary>What a dry run refused: the first rows as they stand in the file, and how many there are of each reason.</summary>
internal sealed class TriedRows(string file, string? sheet)
{
    /// <summary>Enough to see what is wrong; the load itself keeps them all.</summary>
    internal const int Shown = 20;

    private readonly List<TriedRow> _first = [];
    private readonly Dictionary<string, long> _codes = [];

    public IReadOnlyList<TriedRow>? First => _first.Count > 0 ? [.. _first.OrderBy(r => r.Line).Take(Shown)] : null;

    public IReadOnlyDictionary<string, long>? Codes => _codes.Count > 0 ? _codes : null;

    public void Add(IReadOnlyList<RefusedRow> rows)
    {
        foreach (var row in rows)
        {
            _codes[row.Code] = _codes.GetValueOrDefault(row.Code) + 1;
        }

        _first.AddRange(rows.Take(Shown - _first.Count).Select(r => new TriedRow(file, sheet, r.Line, r.Column, r.Code, r.Chinese, r.English)));
    }

    /// <summary>Rows whose key came before with other words. They are known last, and stand among the others.</summary>
    /// <param name="count">How many there are; <paramref name="rows"/> are the first.</param>
    public void AddRepeated(string keyColumn, IReadOnlyList<(long Line, string Key)> rows, long count)
    {
        if (count == 0)
        {
            return;
        }

        var code = CellIssues.Code(CellIssue.DuplicateKey);
        _codes[code] = _codes.GetValueOrDefault(code) + count;
        foreach (var (line, key) in rows)
        {
            var (zh, en) = CellIssues.Describe(CellIssue.DuplicateKey, "", key);
            _first.Add(new TriedRow(file, sheet, line, keyColumn, code, zh, en));
        }
    }
}
