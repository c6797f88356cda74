using FundWatch.Core.Ingest;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>What spreadsheets leave in exported cells: error values, the #### of a column too narrow, and the marks that kept a number as text ('0123, ="0123").</summary>
internal static class SheetLeftovers
{
    /// <summary>Takes the marks off a cell that begins with #, = or an apostrophe; says what is wrong with it, if anything.</summary>
    public static CellIssue Of(ref ReadOnlySpan<byte> cell, CellKind kind)
    {
        if (cell[0] == '#')
        {
            return cell.Length >= 3 && cell.IndexOfAnyExcept((byte)'#') < 0 ? CellIssue.ColumnTooNarrow : IsError(cell) ? CellIssue.ExcelError : CellIssue.None;
        }

        if (kind == CellKind.Text)
        {
            return CellIssue.None; // a sentence may begin with anything
        }

        if (cell is [(byte)'=', (byte)'"', .., (byte)'"'])
        {
            cell = CellText.Trim(cell[2..^1]);
        }
        else if (cell[0] == '\'')
        {
            cell = CellText.Trim(cell[1..]);
        }

        return CellIssue.None;
    }

    private static bool IsError(ReadOnlySpan<byte> cell) =>
        cell.SequenceEqual("#N/A"u8) || cell.SequenceEqual("#REF!"u8) || cell.SequenceEqual("#VALUE!"u8) || cell.SequenceEqual("#DIV/0!"u8)
        || cell.SequenceEqual("#NAME?"u8) || cell.SequenceEqual("#NUM!"u8) || cell.SequenceEqual("#NULL!"u8);
}
