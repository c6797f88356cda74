using System.Buffers;
using System.Buffers.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// One sheet of an .xlsx file, streamed: no sheet is ever held in memory, so a cell in the last corner costs nothing. Formulas give their cached value,
/// dates are recognised by their style (1900 and 1904 calendars) and given as ISO text; numbers lose the noise beyond Excel's 15 digits.
/// </summary>
public sealed class XlsxReader : RowReader
{
    private readonly Workbook _workbook;
    private readonly bool _isOwner;
    private readonly XmlScanner _xml;
    private readonly long _length;
    private IReadOnlyList<CellRange> _merged = [];
    private int[] _scaled = [];
    private readonly ArrayBufferWriter<byte> _far = new();
    private int _next; // column behind the cell that is being read, or was last
    private bool _ended;

    /// <param name="path">For messages.</param>
    /// <param name="content">Where the file lies.</param>
    /// <param name="sheet">Null for the first that holds a row.</param>
    /// <exception cref="FileRefused">Truncated, damaged, a bomb, or without such a sheet.</exception>
    public XlsxReader(string path, string content, string? sheet)
        : this(new Workbook(path, content), sheet, isOwner: true)
    {
    }

    /// <param name="isOwner">True where the workbook ends with this reader.</param>
    internal XlsxReader(Workbook workbook, string? sheet, bool isOwner)
    {
        (_workbook, _isOwner) = (workbook, isOwner);
        try
        {
            Sheet = sheet ?? FirstWithRows();
            (_xml, _length) = _workbook.OpenSheet(Sheet);
        }
        catch (FileDamage e)
        {
            Leave();
            throw _workbook.Damaged(e);
        }
        catch
        {
            Leave();
            throw;
        }

        Buffer = new byte[8 * 1024];
    }

    public override bool HasFixedWidth => false;
    public override string Format => "xlsx";
    public override string? Sheet { get; }
    public override bool Is1904 => _workbook.Is1904;
    public override bool HasShownNumbers => _workbook.Styles.HasShown;
    public override IReadOnlyList<CellRange> Merged => _merged;
    public override IReadOnlyList<ScaledCells> Scaled => [.. _scaled.Select((cells, column) => new ScaledCells(column, cells)).Where(s => s.Cells > 0)];
    public override double Progress => Math.Min(1, (double)_xml.Position / _length);

    /// <summary>The sheets, and which of them a person does not see.</summary>
    public static IReadOnlyList<FilePart> Sheets(string path, string content)
    {
        using var workbook = new Workbook(path, content);
        return [.. workbook.Sheets.Select(s => new FilePart(s)), .. workbook.HiddenSheets.Select(s => new FilePart(s) { IsHidden = true })];
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
                    AddFar();
                    MoveSerials();
                    if (RowIssue != CellIssue.None || !IsBlank())
                    {
                        return true;
                    }
                }
                else if (token == XmlToken.EndOfFile || (token == XmlToken.End && _xml.Name.SequenceEqual("sheetData"u8)))
                {
                    _ended = true;
                    _merged = token == XmlToken.EndOfFile ? [] : MergedCells.Read(_xml);
                    _xml.Drain();
                }
            }

            return false;
        }
        catch (FileDamage e)
        {
            throw _workbook.Damaged(e, Sheet, Here);
        }
    }

    public override void Dispose()
    {
        _xml.Dispose();
        Leave();
    }

    // As the sheet names its cells.
    private (string Zh, string En) Here
    {
        get
        {
            var letters = _next > 0 ? ColumnLetters.Of(_next - 1) : "";
            return LineNumber == 0 ? ("", "") : letters.Length == 0 ? ($"，第 {LineNumber} 行附近", $", near row {LineNumber}") : ($"，{letters}{LineNumber} 附近", $", near {letters}{LineNumber}");
        }
    }

    private void Leave()
    {
        if (_isOwner)
        {
            _workbook.Dispose();
        }
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

        return _workbook.Sheets.FirstOrDefault() ?? throw new FileDamage(DamageKind.PartMissing, "没有可见的工作表", "it has no visible sheet");
    }

    private void ReadRow()
    {
        Begin();
        _next = 0;
        LineNumber = Utf8Parser.TryParse(_xml.Attribute("r"u8), out int number, out _) ? number : LineNumber + 1;
        IsHidden = _xml.Attribute("hidden"u8) is [(byte)'1'] or [(byte)'t', ..];
        if (_xml.IsEmpty)
        {
            return;
        }

        while (true)
        {
            var ahead = _xml.Ahead;
            if (PlainCell.TryRead(ahead, out var cell))
            {
                Take(cell);
                _xml.Pass(cell.Length);
                continue;
            }

            if (ahead.StartsWith("</row>"u8))
            {
                _xml.Pass(6);
                return;
            }

            switch (_xml.Next())
            {
                case XmlToken.Start when _xml.Name.SequenceEqual("c"u8):
                    ReadCell();
                    break;
                case XmlToken.End when _xml.Name.SequenceEqual("row"u8):
                    return;
                case XmlToken.EndOfFile:
                    throw _xml.Damage(DamageKind.BrokenXml, "内容在一行中途结束", "it ends within a row");
            }
        }
    }

    private void Take(in PlainCell cell)
    {
        var column = cell.Column < 0 ? _next : cell.Column;
        _next = column + 1;
        var start = Used;
        var look = cell.Form == CellForm.Number ? _workbook.Styles.Look(cell.Style) : NumberLook.Plain;
        switch (cell.Form)
        {
            case CellForm.Number:
                Number(cell.Value, look, cell.Style);
                break;
            case CellForm.SharedText:
                Put(_workbook.Strings[cell.Index]);
                break;
            case CellForm.Text when cell.Value.ContainsAny((byte)'&', (byte)'_'):
                Used += XmlScanner.Decode(cell.Value, Room(cell.Value.Length));
                break;
            case CellForm.Text:
                Put(cell.Value);
                break;
        }

        if (Place(column, start) && look == NumberLook.Scaled)
        {
            CountScaled(column);
        }
    }

    private void CountScaled(int column)
    {
        if (_scaled.Length <= column)
        {
            Array.Resize(ref _scaled, Math.Max(column + 1, 2 * _scaled.Length));
        }

        _scaled[column]++;
    }

    // Token by token: what PlainCell leaves.
    private void ReadCell()
    {
        var column = ColumnOf(_xml.Attribute("r"u8)) ?? _next;
        _next = column + 1;
        if (_xml.IsEmpty)
        {
            return;
        }

        var form = CellForms.Of(_xml.Attribute("t"u8));
        var style = CellStyles.Index(_xml.Attribute("s"u8));
        var look = form == CellForm.Number ? _workbook.Styles.Look(style) : NumberLook.Plain;
        var start = Used;
        var hasFormula = ReadValue();
        if (hasFormula && Used == start && form != CellForm.Text && column < WidestRow)
        {
            while (Count <= column)
            {
                Add(start, start);
            }

            Mark(column, CellIssue.FormulaWithoutValue);
            return;
        }

        if (Used > start && form is not (CellForm.Text or CellForm.Error))
        {
            var value = Buffer.AsSpan(start, Used - start).Trim(" \t\r\n"u8);
            Used = start;
            Interpret(value, form, look, style);
        }

        if (!Place(column, start))
        {
            return;
        }

        if (form == CellForm.Error)
        {
            Mark(column, CellIssue.ExcelError);
        }
        else if (look == NumberLook.Scaled)
        {
            CountScaled(column);
        }
    }

    // <v> holds the value, <is> an inline text in one or several <t>; the formula (<f>) and how a word is pronounced (<rPh>) are none of it. True where there is a formula.
    private bool ReadValue()
    {
        bool isText = false, hasFormula = false;
        while (true)
        {
            switch (_xml.Next())
            {
                case XmlToken.Start when _xml.Name.SequenceEqual("f"u8) || _xml.Name.SequenceEqual("rPh"u8):
                    hasFormula |= _xml.Name.SequenceEqual("f"u8);
                    _xml.SkipElement();
                    break;
                case XmlToken.Start:
                    isText = !_xml.IsEmpty && (_xml.Name.SequenceEqual("v"u8) || _xml.Name.SequenceEqual("t"u8));
                    break;
                case XmlToken.Text when isText:
                    Used += _xml.Text(Room(_xml.TextLength));
                    break;
                case XmlToken.End when _xml.Name.SequenceEqual("c"u8):
                    return hasFormula;
                case XmlToken.End:
                    isText = false;
                    break;
                case XmlToken.EndOfFile:
                    throw _xml.Damage(DamageKind.BrokenXml, "内容在一个单元格中途结束", "it ends within a cell");
            }
        }
    }

    // The value lies where its reading is going to be written: it is read whole before.
    private void Interpret(ReadOnlySpan<byte> value, CellForm form, NumberLook look, int style)
    {
        switch (form)
        {
            case CellForm.SharedText:
                Put(_workbook.Strings[Utf8Parser.TryParse(value, out int index, out _) ? index : throw new FileDamage(DamageKind.WrongStructure, $"共享文本的编号应为数字，实为“{FileDamage.FirstOf(value)}”", $"the number of a shared text was expected, '{FileDamage.FirstOf(value)}' found")]);
                break;
            case CellForm.Boolean:
                Put(value.SequenceEqual("1"u8) || value.SequenceEqual("true"u8) ? "TRUE"u8 : "FALSE"u8);
                break;
            default:
                Number(value, look, style);
                break;
        }
    }

    private void Number(ReadOnlySpan<byte> number, NumberLook look, int style)
    {
        if (look is NumberLook.Plain or NumberLook.Scaled && SheetNumber.IsAsShown(number))
        {
            Put(number);
        }
        else if (look == NumberLook.Shown)
        {
            var shown = _workbook.Styles.Number(style);
            Used += shown.Write(number, Room(Math.Max(shown.Longest, number.Length)));
        }
        else
        {
            Used += SheetNumber.Write(number, look, _workbook.Is1904, Room(Math.Max(SheetNumber.Longest, number.Length)));
        }
    }

    /// <returns>False where there is nothing to place.</returns>
    private bool Place(int column, int start)
    {
        if (Used == start)
        {
            return false;
        }

        if (column >= WidestRow)
        {
            KeepFar(column, start);
            return false;
        }

        while (Count <= column)
        {
            Add(start, start);
        }

        (Starts[column], Ends[column]) = (start, Used);
        return true;
    }

    private void KeepFar(int column, int start)
    {
        var value = CellText.Trim(Buffer.AsSpan(start, Used - start));
        if (value.Length > 0)
        {
            _far.Write(System.Text.Encoding.UTF8.GetBytes($"{(_far.WrittenCount > 0 ? "; " : "")}{ColumnLetters.Of(column)}{LineNumber}: "));
            _far.Write(value);
        }

        Used = start;
    }

    private void AddFar()
    {
        if (_far.WrittenCount == 0)
        {
            return;
        }

        RowIssue = CellIssue.RowWidth;
        while (Count < WidestRow)
        {
            Add(Used, Used);
        }

        var start = Used;
        Put(_far.WrittenSpan);
        Add(start, Used);
        _far.ResetWrittenCount();
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
