using System.Text;
using System.Text.Unicode;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.Fuzz.Rows;

/// <summary>One row as it was read, its cells copied.</summary>
internal sealed record ReadRow(long Line, CellIssue Issue, IReadOnlyList<byte[]> Cells)
{
    /// <summary>The cells with which something is wrong.</summary>
    public IReadOnlyDictionary<int, CellIssue> Marks { get; init; } = new Dictionary<int, CellIssue>();

    public bool Is(ReadRow other) => Line == other.Line && Issue == other.Issue && Cells.Count == other.Cells.Count && Marks.OrderBy(m => m.Key).SequenceEqual(other.Marks.OrderBy(m => m.Key))
        && Cells.Zip(other.Cells).All(c => c.First.AsSpan().SequenceEqual(c.Second));

    public override string ToString() => $"line {Line}, {Issue}: {string.Join(" ¦ ", Cells.Select(c => Encoding.Latin1.GetString(c)))}";
}

/// <summary>All rows of a reader, and why it refused the rest, if it did. Nothing but a refusal may come out of a reader.</summary>
internal sealed record ReadRows(IReadOnlyList<ReadRow> Rows, string? Refusal)
{
    /// <param name="inOrder">False of a format whose rows may come in another order than they lie in the file.</param>
    /// <param name="most">Rows that are read; what follows is left.</param>
    public static ReadRows Of(Func<RowReader> open, bool inOrder = true, int most = int.MaxValue)
    {
        var rows = new List<ReadRow>();
        try
        {
            using var reader = open();
            long line = 0;
            while (rows.Count < most && reader.Read())
            {
                PromiseBroken.Unless(reader.LineNumber >= (inOrder ? line : 1), "line numbers do not fall");
                line = reader.LineNumber;
                var cells = new byte[reader.Count][];
                for (var i = 0; i < cells.Length; i++)
                {
                    cells[i] = reader[i].ToArray(); // throws where a cell reaches beyond the buffer
                    PromiseBroken.Unless(!reader.IsKnownValid || reader.IssueOf(i) == CellIssue.BadEncoding || Utf8.IsValid(cells[i]), "a reader that says its text is valid gives valid text");
                }

                PromiseBroken.Unless(reader.RowIssue == CellIssue.None || CellIssues.IsRefusal(reader.RowIssue), "what is wrong with a row refuses it");
                PromiseBroken.Unless(reader.Progress is >= 0 and <= 1, "progress is a share");
                rows.Add(new ReadRow(line, reader.RowIssue, cells) { Marks = Enumerable.Range(0, cells.Length).Where(i => reader.IssueOf(i) != CellIssue.None).ToDictionary(i => i, reader.IssueOf) });
            }

            PromiseBroken.Unless(rows.Count == most || !reader.Read(), "the end stays the end");
            return new ReadRows(rows, null);
        }
        catch (FileRefused refused)
        {
            PromiseBroken.Unless(refused.Code.Length > 0 && refused.Zh.Length > 0 && refused.En.Length > 0, "a refusal has a code and words in both languages");
            return new ReadRows(rows, refused.Code);
        }
    }

    /// <summary>However the bytes arrive, the rows are the same.</summary>
    public void MustBe(ReadRows other, string otherwise)
    {
        PromiseBroken.Unless(Refusal == other.Refusal, $"{otherwise}: refused with {other.Refusal ?? "nothing"} instead of {Refusal ?? "nothing"}");
        PromiseBroken.Unless(Rows.Count == other.Rows.Count, $"{otherwise}: {other.Rows.Count} rows instead of {Rows.Count}");
        for (var i = 0; i < Rows.Count; i++)
        {
            PromiseBroken.Unless(Rows[i].Is(other.Rows[i]), $"{otherwise}: [{other.Rows[i]}] instead of [{Rows[i]}]");
        }
    }
}
