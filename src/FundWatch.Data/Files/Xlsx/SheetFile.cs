using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>A workbook of one sheet whose first row stays in view, written element by element: memory does not grow with its rows.</summary>
internal sealed class SheetFile : IDisposable
{
    /// <summary>Characters in a cell, by the format; a longer text would make the file unreadable.</summary>
    public const int CellLimit = 32767;

    private readonly SpreadsheetDocument _document;
    private readonly OpenXmlWriter _sheet;

    public SheetFile(Stream output, string name, Stylesheet? styles = null)
    {
        _document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = _document.AddWorkbookPart();
        if (styles is not null)
        {
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = styles;
        }

        var part = book.AddNewPart<WorksheetPart>();
        book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = name }));
        _sheet = OpenXmlWriter.Create(part);
        _sheet.WriteStartElement(new Worksheet());
        _sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        _sheet.WriteStartElement(new SheetData());
    }

    public void Row(IEnumerable<Cell> cells)
    {
        _sheet.WriteStartElement(new Row());
        foreach (var cell in cells)
        {
            _sheet.WriteElement(cell);
        }

        _sheet.WriteEndElement();
    }

    /// <summary>A cell of text. An inline string: nothing in it can be a formula.</summary>
    public static Cell Text(string text) => new()
    {
        DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve }),
    };

    /// <summary>Without the control characters that XML does not allow.</summary>
    public static string Printable(string text) => string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t'));

    public void Dispose()
    {
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _document.Dispose();
    }
}
