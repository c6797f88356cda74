using System.Buffers.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// One sheet of an .xlsx file, streamed: no sheet is ever held in memory, so a cell in the last corner costs nothing. Formulas give their cached value,
/// dates are recognised by their style (1900 and 1904 calendars) and given as ISO text; numbers lose the noise beyond Excel's 15 digits.
/// </summary>
public sealed class XlsxReader : RowReader
{
    /// <summary>Cells further right belong to no table of records.</summary>
    private const int WidestRow = 2_048;

    private readonly Workbook _workbook;
    private readonly XmlScanner _xml;
    private readonly long _length;
    private byte[] _type = new byte[16];
    private bool _ended;

    /// <param name="path">For messages.</param>
    /// <param name="content">Where the file lies.</param>
    /// <param name="sheet">Null for the first that holds a row.</param>
    /// <exception cref="FileRefused">Truncated, damaged, a bomb, or without such a sheet.</exception>
    public XlsxReader(string path, string content, string? sheet)
    {
        _workbook = new Workbook(path, content);
        try
        {
            Sheet = sheet ?? FirstWithRows();
            (_xml, _length) = _workbook.OpenSheet(Sheet);
        }
        catch (FormatException e)
        {
            _workbook.Dispose();
            throw _workbook.Damaged(e);
        }
        catch
        {
            _workbook.Dispose();
            throw;
        }

        Buffer = new byte[8 * 1024];
    }

    public override bool HasFixedWidth => false;
    public override string Format => "xlsx";
    public override string? Sheet { get; }
    public override double Progress => Math.Min(1, (double)_xml.Position / _length);

    /// <summary>Names of the sheets that a person sees.</summary>
    public static IReadOnlyList<string> Sheets(string path, string content)
    {
        using var workbook = new Workbook(path, content);
        return [.. workbook.Sheets];
    }

    public override bool Read()
    {
        try
        {
            while (!_ended)
            {
                var token = _xml.Next();
                if (token == XmlToken.Start && _xml.Name.SequenceEqual("row"u8))
                {
                    ReadRow();
                    if (RowIssue != CellIssue.None || !IsBlank())
                    {
                        return true;
                    }
                }
                else if (token == XmlToken.EndOfFile || (token == XmlToken.End && _xml.Name.SequenceEqual("sheetData"u8)))
                {
                    _ended = true;
                    _xml.Drain();
                }
            }

            return false;
        }
        catch (FormatException e)
        {
            throw _workbook.Damaged(e);
        }
    }

    public override void Dispose()
    {
        _xml.Dispose();
        _workbook.Dispose();
    }

    private string FirstWithRows()
    {
        foreach (var name in _workbook.Sheets)
        {
            using var xml = _workbook.OpenSheet(name).Xml;
            while (xml.Next() is not XmlToken.EndOfFile and var token)
            {
                if (token == XmlToken.Start && xml.Name.SequenceEqual("c"u8) && !xml.IsEmpty)
                {
                    return name;
                }
            }
        }

        return _workbook.Sheets.FirstOrDefault() ?? throw new FormatException("it has no visible sheet");
    }

    private void ReadRow()
    {
        Begin();
        LineNumber = Utf8Parser.TryParse(_xml.Attribute("r"u8), out int number, out _) ? number : LineNumber + 1;
        if (_xml.IsEmpty)
        {
            return;
        }

        var next = 0;
        while (true)
        {
            switch (_xml.Next())
            {
                case XmlToken.Start when _xml.Name.SequenceEqual("c"u8):
                    ReadCell(ref next);
                    break;
                case XmlToken.End when _xml.Name.SequenceEqual("row"u8):
                    return;
                case XmlToken.EndOfFile:
                    throw new FormatException("a row that breaks off");
            }
        }
    }

    private void ReadCell(ref int next)
    {
        var column = ColumnOf(_xml.Attribute("r"u8)) ?? next;
        next = column + 1;
        if (_xml.IsEmpty)
        {
            return;
        }

        var type = _xml.Attribute("t"u8);
        var look = type.Length == 0 || type.SequenceEqual("n"u8) ? _workbook.Styles.Look(_xml.Attribute("s"u8)) : NumberLook.Plain;
        var typeLength = Math.Min(type.Length, _type.Length);
        type[..typeLength].CopyTo(_type);
        var start = Used;
        ReadValue(_type.AsSpan(0, typeLength), look);
        if (Used == start)
        {
            return;
        }

        if (column >= WidestRow)
        {
            RowIssue = CellIssue.RowWidth;
            return;
        }

        while (Count <= column)
        {
            Add(start, start);
        }

        (Starts[column], Ends[column]) = (start, Used);
        if (typeLength == 1 && _type[0] == 'e')
        {
            Mark(column, CellIssue.ExcelError);
        }
    }

    // <v> holds the value, <is> inline text; <f> (the formula) and phonetic runs are none of it.
    private void ReadValue(ReadOnlySpan<byte> type, NumberLook look)
    {
        while (true)
        {
            switch (_xml.Next())
            {
                case XmlToken.Start when _xml.Name.SequenceEqual("f"u8) || _xml.Name.SequenceEqual("rPh"u8):
                    _xml.SkipElement();
                    break;
                case XmlToken.Text:
                    Take(type, look);
                    break;
                case XmlToken.End when _xml.Name.SequenceEqual("c"u8):
                    return;
                case XmlToken.EndOfFile:
                    throw new FormatException("a cell that breaks off");
            }
        }
    }

    private void Take(ReadOnlySpan<byte> type, NumberLook look)
    {
        if (type.Length == 1 && type[0] == 's')
        {
            if (!Utf8Parser.TryParse(_xml.RawText.Trim(" \t\r\n"u8), out int index, out _))
            {
                throw new FormatException("a shared text without a number");
            }

            Put(_workbook.Strings[index]);
        }
        else if (type.Length == 0 || type.SequenceEqual("n"u8))
        {
            TakeNumber(_xml.RawText.Trim(" \t\r\n"u8), look);
        }
        else if (type.SequenceEqual("b"u8))
        {
            Put(_xml.RawText.SequenceEqual("1"u8) ? "TRUE"u8 : "FALSE"u8);
        }
        else
        {
            // str (a formula's text), inlineStr, e (an error), d (an ISO date)
            Used += _xml.Text(Room(_xml.TextLength));
        }
    }

    private void TakeNumber(ReadOnlySpan<byte> number, NumberLook look)
    {
        if (look == NumberLook.Date)
        {
            Used += SheetNumber.Date(number, _workbook.Is1904, Room(Math.Max(SheetNumber.Longest, number.Length)));
        }
        else if (look == NumberLook.Percent && SheetNumber.Percent(number) is { } percent)
        {
            Put(System.Text.Encoding.ASCII.GetBytes(percent));
        }
        else if (number.Length <= 15 && !number.ContainsAny("eE"u8))
        {
            Put(number);
        }
        else
        {
            Put(System.Text.Encoding.UTF8.GetBytes(SheetNumber.Plain(System.Text.Encoding.UTF8.GetString(number))));
        }
    }

    // "BC12" is column 54.
    private static int? ColumnOf(ReadOnlySpan<byte> reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (c is < (byte)'A' or > (byte)'Z')
            {
                break;
            }

            column = Math.Min(column * 26 + c - 'A' + 1, 1_000_000);
        }

        return column == 0 ? null : column - 1;
    }
}
