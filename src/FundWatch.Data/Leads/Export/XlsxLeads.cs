using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace FundWatch.Data.Leads.Export;

/// <summary>An XLSX of one sheet, written element by element. Texts are inline strings: nothing in them can be a formula.</summary>
internal sealed class XlsxLeads : ILeadWriter
{
    private const int CellLimit = 32767; // of the format; a longer text would make the file unreadable
    private readonly SpreadsheetDocument _document;
    private readonly OpenXmlWriter _sheet;

    public XlsxLeads(Stream output)
    {
        _document = SpreadsheetDocument.Create(output, SpreadsheetDocumentType.Workbook);
        var book = _document.AddWorkbookPart();
        var part = book.AddNewPart<WorksheetPart>();
        book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = "leads" }));
        _sheet = OpenXmlWriter.Create(part);
        _sheet.WriteStartElement(new Worksheet());
        _sheet.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        _sheet.WriteStartElement(new SheetData());
        Row(LeadColumns.All.Select(c => (object?)c.Name));
    }

    public Task WriteAsync(IReadOnlyList<object?> values, CancellationToken ct)
    {
        Row(values);
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

    private void Row(IEnumerable<object?> values)
    {
        _sheet.WriteStartElement(new Row());
        foreach (var value in values)
        {
            _sheet.WriteElement(value switch
            {
                null => new Cell(),
                string text => new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(Fit(text)) { Space = SpaceProcessingModeValues.Preserve }) },
                _ => new Cell { DataType = CellValues.Number, CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!) },
            });
        }

        _sheet.WriteEndElement();
    }

    private static string Fit(string text)
    {
        var clean = SafeText.Of(string.Concat(text.Where(c => !char.IsControl(c) || c is '\n' or '\t')));
        return clean.Length <= CellLimit ? clean : clean[..(CellLimit - 1)] + "…";
    }
}
