using System.Buffers;

namespace FundWatch.Data.Files;

/// <summary>
/// A text that begins like a formula is one when a spreadsheet opens the file, and whoever wrote the record would have it run on the
/// auditor's machine: such a text gets an apostrophe in front (OWASP, CSV injection).
/// </summary>
internal static class SafeText
{
    private static readonly SearchValues<char> _figures = SearchValues.Create("0123456789.,");

    public static string Of(string text) => IsFormula(text) ? "'" + text : text;

    /// <summary>The same for a cell that may be an amount: a number with its sign stays one.</summary>
    public static string OfCell(string cell) => IsNumber(cell) ? cell : Of(cell);

    /// <summary>What a cell was before <see cref="Of"/>; of any other, the cell itself.</summary>
    public static string Undo(string cell) => cell.StartsWith('\'') && IsFormula(cell[1..]) ? cell[1..] : cell;

    private static bool IsFormula(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠';

    private static bool IsNumber(string text) => text.Length > 1 && text[0] is '+' or '-' && char.IsAsciiDigit(text[1]) && !text.AsSpan(1).ContainsAnyExcept(_figures);
}
