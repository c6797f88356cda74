using System.Xml;
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
    private readonly XmlReader _xml;
    private readonly string _path;
    private readonly long _length;
    private readonly CountingStream _counter;
    private int _used;

    /// <exception cref="FileRefused">Truncated, damaged, a bomb, or without such a sheet.</exception>
    public XlsxReader(string path, string? sheet)
    {
        _path = path;
        _workbook = Workbook.Open(path);
        try
        {
            var entry = _workbook.SheetEntry(sheet, out var name);
            Sheet = name;
            _length = Math.Max(1, entry.Length);
            _counter = new CountingStream(new GuardedStream(entry.Open(), path, ArchiveScan.LargestPart));
            _xml = XmlReader.Create(_counter, Workbook.XmlSettings);
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
    public override double Progress => Math.Min(1, (double)_counter.Count / _length);

    public override bool Read()
    {
        try
        {
            while (_xml.Read())
            {
                if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName == "row")
                {
                    ReadRow();
                    if (RowIssue != CellIssue.None || !IsBlank())
                    {
                        return true;
                    }
                }
            }

            return false;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException or EndOfStreamException)
        {
            throw GuardedStream.Truncated(_path, e);
        }
    }

    public override void Dispose()
    {
        _xml.Dispose();
        _counter.Dispose();
        _workbook.Dispose();
    }

    private void ReadRow()
    {
        Count = 0;
        _used = 0;
        RowIssue = CellIssue.None;
        LineNumber = int.TryParse(_xml.GetAttribute("r"), out var number) ? number : LineNumber + 1;
        if (_xml.IsEmptyElement)
        {
            return;
        }

        var depth = _xml.Depth;
        var next = 0;
        while (_xml.Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            if (_xml.NodeType != XmlNodeType.Element || _xml.LocalName != "c")
            {
                continue;
            }

            var column = ColumnOf(_xml.GetAttribute("r")) ?? next;
            next = column + 1;
            var type = _xml.GetAttribute("t");
            var style = _xml.GetAttribute("s");
            var start = _used;
            ReadValue(type, style);
            if (_used == start)
            {
                continue;
            }

            if (column >= WidestRow)
            {
                RowIssue = CellIssue.RowWidth;
                continue;
            }

            while (Count < column)
            {
                Add(0, 0);
            }

            if (Count == column)
            {
                Add(start, _used);
            }
        }
    }

    private void ReadValue(string? type, string? style)
    {
        if (_xml.IsEmptyElement)
        {
            return;
        }

        var depth = _xml.Depth;
        while (_xml.Read() && !(_xml.NodeType == XmlNodeType.EndElement && _xml.Depth == depth))
        {
            // <v> holds the value, <is> inline text; <f> (the formula) and phonetic runs are none of it.
            if (_xml.NodeType == XmlNodeType.Element && _xml.LocalName is "f" or "rPh" && !_xml.IsEmptyElement)
            {
                SkipElement();
            }
            else if (_xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                Take(_xml.Value, type, style);
            }
        }
    }

    private void SkipElement()
    {
        var depth = _xml.Depth;
        while (_xml.Read() && _xml.Depth > depth)
        {
        }
    }

    private void Take(string value, string? type, string? style)
    {
        switch (type)
        {
            case "s":
                var text = int.TryParse(value, out var index) ? _workbook.Strings[index] : default;
                Ensure(text.Length);
                text.CopyTo(Buffer.AsSpan(_used));
                _used += text.Length;
                break;
            case "b":
                Put(value == "1" ? "TRUE" : "FALSE");
                break;
            case null or "n":
                Put(_workbook.Styles.IsDate(style) ? SheetNumber.Date(value, _workbook.Is1904) : SheetNumber.Plain(value));
                break;
            default: // str (a formula's text), inlineStr, e (an error), d (an ISO date)
                Put(value);
                break;
        }
    }

    private void Put(string text)
    {
        Ensure(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length));
        _used += System.Text.Encoding.UTF8.GetBytes(text, Buffer.AsSpan(_used));
    }

    private void Ensure(int more)
    {
        if (_used + more > Buffer.Length)
        {
            Array.Resize(ref Buffer, Math.Max(Buffer.Length * 2, _used + more));
        }
    }

    // "BC12" is column 54.
    private static int? ColumnOf(string? reference)
    {
        if (reference is null)
        {
            return null;
        }

        var column = 0;
        foreach (var c in reference)
        {
            if (c is < 'A' or > 'Z')
            {
                break;
            }

            column = Math.Min(column * 26 + c - 'A' + 1, 1_000_000);
        }

        return column == 0 ? null : column - 1;
    }
}
