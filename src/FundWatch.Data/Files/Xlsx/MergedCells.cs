using System.Buffers.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What a sheet says behind its rows of cells that it shows as one.</summary>
internal static class MergedCells
{
    /// <summary>Ranges kept of a sheet; there is no end to how many a hostile one may list.</summary>
    internal const int Most = 20_000;

    /// <summary>The ranges of more than one row.</summary>
    /// <param name="xml">Stands behind the sheet's rows.</param>
    public static IReadOnlyList<CellRange> Read(XmlScanner xml)
    {
        var merged = new List<CellRange>();
        try
        {
            while (merged.Count < Most && xml.Next() is not XmlToken.EndOfFile and var token)
            {
                if (token == XmlToken.Start && xml.Name.SequenceEqual("mergeCell"u8) && Parse(xml.Attribute("ref"u8)) is { RowsBelow: > 0 } range)
                {
                    merged.Add(range);
                }
                else if (token == XmlToken.End && xml.Name.SequenceEqual("mergeCells"u8))
                {
                    break;
                }
            }
        }
        catch (FileDamage)
        {
            // What stands behind the rows is no reason to refuse them; a part that breaks off is noticed by whoever reads it to its end.
        }

        return merged;
    }

    /// <summary>"E2:F4"; null for anything else.</summary>
    internal static CellRange? Parse(ReadOnlySpan<byte> reference) =>
        reference.IndexOf((byte)':') is > 0 and var colon && Place(reference[..colon]) is var (top, left) && Place(reference[(colon + 1)..]) is var (bottom, right) && top <= bottom && left <= right
            ? new CellRange(top, bottom, left, right) : null;

    private static (int Row, int Column)? Place(ReadOnlySpan<byte> cell)
    {
        var letters = 0;
        var column = 0;
        while (letters < cell.Length && letters < 3 && cell[letters] is >= (byte)'A' and <= (byte)'Z')
        {
            column = column * 26 + cell[letters++] - 'A' + 1;
        }

        return letters > 0 && Utf8Parser.TryParse(cell[letters..], out int row, out var used) && used == cell.Length - letters && row > 0 ? (row, column - 1) : null;
    }
}
