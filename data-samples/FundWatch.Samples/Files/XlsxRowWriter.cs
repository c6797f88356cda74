using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.Samples.Files;

/// <summary>
/// A spreadsheet as an office keeps it (ECMA-376, the least that a reader needs): a merged title row and a row of remarks above the header,
/// dates as serial numbers, money as numbers. Rows stream to the file; nothing is held but the last one.
/// </summary>
public sealed class XlsxRowWriter : RowWriter
{
    private const int DateFormat = 1;
    private const int TimeFormat = 2;
    private static readonly DateTimeOffset _stamp = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTime _serialZero = new(1899, 12, 30);

    private readonly ZipArchive _archive;
    private readonly StreamWriter _sheet;
    private readonly bool[] _tenThousands;
    private readonly StringBuilder _cells = new();
    private readonly int _columns;
    private string _lastCells = "";
    private int _line;
    private int _column;
    private (int Column, string Text)? _broken;

    public XlsxRowWriter(string path, RecordStream stream, FileStyle style, string title)
    {
        _columns = stream.Columns.Count;
        _tenThousands = stream.Columns.Select(c => Headers.InTenThousands(c, style)).ToArray();
        _archive = new ZipArchive(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16), ZipArchiveMode.Create);
        Part("[Content_Types].xml", XlsxParts.ContentTypes);
        Part("_rels/.rels", XlsxParts.Relations);
        Part("xl/workbook.xml", XlsxParts.Workbook);
        Part("xl/_rels/workbook.xml.rels", XlsxParts.WorkbookRelations);
        Part("xl/styles.xml", XlsxParts.Styles);
        _sheet = Open("xl/worksheets/sheet1.xml");
        _sheet.Write(XlsxParts.SheetStart);
        Text(title);
        Finish();
        Text("填报单位（盖章）：");
        Text(null);
        Text("单位：元（另有注明的除外）");
        Finish();
        for (var i = 0; i < _columns; i++)
        {
            Text(Headers.Of(stream.Columns[i], i, style));
        }

        Finish();
    }

    public override void Text(string? value)
    {
        value = Broken() ?? value;
        if (value is not null)
        {
            Cell("t=\"inlineStr\"", $"<is><t xml:space=\"preserve\">{SecurityElement.Escape(value)}</t></is>");
        }

        _column++;
    }

    public override void Date(DateOnly? value) => Value(value?.ToDateTime(TimeOnly.MinValue).Subtract(_serialZero).TotalDays.ToString(CultureInfo.InvariantCulture), DateFormat);

    public override void Time(DateTime? value) => Value(value?.Subtract(_serialZero).TotalDays.ToString("0.##########", CultureInfo.InvariantCulture), TimeFormat);

    public override void Month(DateOnly value) => Text(value.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public override void Money(decimal? value) =>
        Value((value / (_tenThousands[_column] ? 10_000m : 1m))?.ToString("0.######", CultureInfo.InvariantCulture), 0);

    public override void Number(decimal? value) => Value(value?.ToString("0.####", CultureInfo.InvariantCulture), 0);

    public override void Count(int? value) => Value(value?.ToString(CultureInfo.InvariantCulture), 0);

    public override void BreakCell(int column, string text) => _broken = (column, text);

    public override void EndRow()
    {
        _lastCells = _cells.ToString();
        Finish();
        Rows++;
        _broken = null;
    }

    public override void RepeatLastRow()
    {
        _cells.Append(_lastCells.Replace("\u0001", (_line + 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        Finish();
        Rows++;
    }

    public override void Dispose()
    {
        _sheet.Write($"</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A1:{ColumnName(_columns - 1)}1\"/></mergeCells></worksheet>");
        _sheet.Dispose();
        _archive.Dispose();
    }

    private void Finish()
    {
        _line++;
        var line = _line.ToString(CultureInfo.InvariantCulture);
        _sheet.Write($"<row r=\"{line}\">{_cells.Replace("\u0001", line)}</row>");
        _cells.Clear();
        _column = 0;
    }

    private void Value(string? number, int format)
    {
        if (_broken is { } broken && broken.Column == _column)
        {
            Text(null);
            return;
        }

        if (number is not null)
        {
            Cell(format == 0 ? "" : $"s=\"{format}\"", $"<v>{number}</v>");
        }

        _column++;
    }

    // The line number is not known to a row that may be repeated: \u0001 stands for it until the row is written.
    private void Cell(string attributes, string content) => _cells.Append($"<c r=\"{ColumnName(_column)}\u0001\" {attributes}>{content}</c>");

    private string? Broken() => _broken is { } broken && broken.Column == _column ? broken.Text : null;

    private static string ColumnName(int index) => index < 26 ? ((char)('A' + index)).ToString() : $"{(char)('A' + (index / 26) - 1)}{(char)('A' + (index % 26))}";

    private void Part(string name, string xml)
    {
        using var part = Open(name);
        part.Write(xml);
    }

    private StreamWriter Open(string name)
    {
        var entry = _archive.CreateEntry(name, CompressionLevel.Fastest);
        entry.LastWriteTime = _stamp;
        return new StreamWriter(entry.Open(), new UTF8Encoding(false));
    }
}
