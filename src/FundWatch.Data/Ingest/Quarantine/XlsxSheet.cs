using DocumentFormat.OpenXml.Spreadsheet;
using FundWatch.Data.Files.Xlsx;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>XLSX, every cell a text (a long number must not be damaged while it is being corrected), wrong cells coloured, their reasons behind them in grey.</summary>
internal sealed class XlsxSheet(Stream output) : ISheetWriter
{
    private const uint AsText = 49; // the built-in number format '@'
    private readonly SheetFile _sheet = new(output, "更正", Styles());

    public Task WriteAsync(IReadOnlyList<SheetCell> row, CancellationToken ct)
    {
        _sheet.Row(row.Select(cell =>
        {
            var text = SheetFile.Printable(cell.Text);
            var written = SheetFile.Text(text.Length <= SheetFile.CellLimit ? text : text[..SheetFile.CellLimit]);
            written.StyleIndex = cell.IsHead ? 3u : cell.IsWrong ? 1u : cell.IsReason ? 2u : 0u;
            return written;
        }));
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _sheet.Dispose();
        return ValueTask.CompletedTask;
    }

    // 0 text, 1 wrong, 2 reason, 3 header. The first two fills are the format's own.
    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Color { Rgb = "FF7A4A00" }), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            new Fill(new PatternFill(new ForegroundColor { Rgb = "FFFFE2A8" }) { PatternType = PatternValues.Solid })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat { NumberFormatId = AsText, ApplyNumberFormat = true },
            new CellFormat { NumberFormatId = AsText, ApplyNumberFormat = true, FillId = 2, ApplyFill = true },
            new CellFormat { NumberFormatId = AsText, ApplyNumberFormat = true, FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = AsText, ApplyNumberFormat = true, FontId = 2, ApplyFont = true }));
}
