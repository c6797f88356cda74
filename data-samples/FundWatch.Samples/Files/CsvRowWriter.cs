using System.Globalization;
using System.IO.Compression;
using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.Samples.Files;

/// <summary>CSV, compressed or not, in the encoding of the style. Holds one row at a time.</summary>
public sealed class CsvRowWriter : RowWriter
{
    private readonly FileStyle _style;
    private readonly bool[] _tenThousands;
    private readonly StringBuilder _row = new();
    private readonly TextWriter _file;
    private int _column;
    private (int Column, string Text)? _broken;

    public CsvRowWriter(string path, RecordStream stream, FileStyle style)
    {
        _style = style;
        _tenThousands = stream.Columns.Select(c => Headers.InTenThousands(c, style)).ToArray();
        Stream file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16);
        if (style.Container == Container.CsvGz)
        {
            file = new GZipStream(file, CompressionLevel.Fastest);
        }

        _file = new StreamWriter(file, EncodingOf(style.Encoding), 1 << 14) { NewLine = "\r\n" };
        for (var i = 0; i < stream.Columns.Count; i++)
        {
            Cell(Headers.Of(stream.Columns[i], i, style));
        }

        WriteRow();
        _row.Clear();
        _column = 0;
    }

    public override void Text(string? value) => Cell(value);

    public override void Date(DateOnly? value) => Cell(value is { } date ? DateText.Of(date, _style.Dates, Rows + _column) : null);

    public override void Time(DateTime? value) => Cell(value is { } time ? DateText.Of(time, _style.Dates, Rows + _column) : null);

    public override void Month(DateOnly value) => Cell(value.ToString("yyyy-MM", CultureInfo.InvariantCulture));

    public override void Money(decimal? value) => Cell(value is not { } yuan ? null
        : _tenThousands[_column] ? (yuan / 10_000m).ToString("0.######", CultureInfo.InvariantCulture)
        : yuan.ToString(_style.Money == MoneyStyle.Thousands ? "#,##0.00" : "0.00", CultureInfo.InvariantCulture));

    public override void Number(decimal? value) => Cell(value?.ToString("0.####", CultureInfo.InvariantCulture));

    public override void Count(int? value) => Cell(value?.ToString(CultureInfo.InvariantCulture));

    public override void BreakCell(int column, string text) => _broken = (column, text);

    public override void EndRow()
    {
        WriteRow();
        Rows++;
        _lastRow.Clear().Append(_row);
        _row.Clear();
        _column = 0;
        _broken = null;
    }

    public override void RepeatLastRow()
    {
        _file.WriteLine(_lastRow);
        Rows++;
    }

    public override void Dispose() => _file.Dispose();

    private readonly StringBuilder _lastRow = new();

    private void WriteRow() => _file.WriteLine(_row);

    private void Cell(string? text)
    {
        if (_broken is { } broken && broken.Column == _column)
        {
            text = broken.Text;
        }

        if (_column++ > 0)
        {
            _row.Append(',');
        }

        if (text is null)
        {
            return;
        }

        if (text.AsSpan().IndexOfAny(",\"\r\n") < 0)
        {
            _row.Append(text);
        }
        else
        {
            _row.Append('"').Append(text.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        }
    }

    private static Encoding EncodingOf(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Gb18030 => CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!,
        TextEncoding.Utf8WithBom => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
    };
}
