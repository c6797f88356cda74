using System.Text.Unicode;
using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Cells;

/// <summary>
/// Every parser of cells. None ever throws; what one accepts lies in its range, and printed plainly it is read back as the same value. Cells that
/// are no text are refused before any parser sees them, but must not break one either.
/// </summary>
internal static class CellTarget
{
    public static void Run(byte[] input)
    {
        // The first byte chooses among settings that a mapping or a header would give.
        var choice = input.Length == 0 ? (byte)0 : input[0];
        var raw = input.Length == 0 ? input : input[1..];
        var folded = TextPromises.Check(raw, Utf8.IsValid(raw));
        NumberPromises.Check(folded, choice);
        DatePromises.Check(folded, choice);
        CodePromises.Check(folded);
        PersonPromises.Check(raw, Utf8.IsValid(raw));
    }
}
