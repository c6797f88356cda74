using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>XLSX, every cell a text (a long number must not be damaged while it is being corrected), wrong cells coloured, their reasons behind them in grey.</summary>
internal sealed class XlsxSheet : ISheetWriter
{
    private const int CellLimit = 32767; // of the format
    private const uint AsText = 49; // the built-in number format '@'
    private readonly SpreadsheetDocument _document;
    private readonly OpenXmlWriter _sheet;

    public XlsxSheet(Stream output)
    {
        _document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = _document.AddWorkbookPart();
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var part = book.AddNewPart<WorksheetPart>();
        book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = "更正" }));
        _sheet = OpenXmlWriter.Create(part);
        _sheet.WriteStartElement(new Worksheet());
        _sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        _sheet.WriteStartElement(new SheetData());
    }

    public Task WriteAsync(IReadOnlyList<SheetCell> row, CancellationToken ct)
    {
        _sheet.WriteStartElement(new Row());
        foreach (var cell in row)
        {
            var text = string.Concat(cell.Text.Where(c => !char.IsControl(c) || c is '\n' or '\t'));
            _sheet.WriteElement(new Cell
            {
                DataType = CellValues.InlineString, StyleIndex = cell.IsHead ? 3u : cell.IsWrong ? 1u : cell.IsReason ? 2u : 0u,
                InlineString = new InlineString(new Text(text.Length <= CellLimit ? text : text[..CellLimit]) { Space = SpaceProcessingModeValues.Preserve }),
            });
        }

        _sheet.WriteEndElement();
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _document.Dispose();
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
