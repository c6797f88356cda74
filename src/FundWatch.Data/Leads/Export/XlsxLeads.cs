using System.Globalization;
using DocumentFormat.OpenXml.Spreadsheet;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;

namespace FundWatch.Data.Leads.Export;

/// <summary>An XLSX of one sheet, written element by element. Texts are inline strings: nothing in them can be a formula.</summary>
internal sealed class XlsxLeads : ILeadWriter
{
    private readonly SheetFile _sheet;

    public XlsxLeads(Stream output)
    {
        _sheet = new SheetFile(output, "leads");
        Row(LeadColumns.All.Select(c => (object?)c.Name));
    }

    public Task WriteAsync(IReadOnlyList<object?> values, CancellationToken ct)
    {
        Row(values);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _sheet.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Row(IEnumerable<object?> values) => _sheet.Row(values.Select(value => value switch
    {
        null => new Cell(),
        string text => SheetFile.Text(Fit(text)),
        _ => new Cell { DataType = CellValues.Number, CellValue = new CellValue(Convert.ToString(value, CultureInfo.InvariantCulture)!) },
    }));

    private static string Fit(string text)
    {
        var clean = SafeText.Of(SheetFile.Printable(text));
        return clean.Length <= SheetFile.CellLimit ? clean : clean[..(SheetFile.CellLimit - 1)] + "…";
    }
}
