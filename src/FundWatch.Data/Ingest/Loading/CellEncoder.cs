using System.Text;
using System.Text.Unicode;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Reads the cell of one column and writes its field: the value, null, or (with a reason in the context) nothing of use.</summary>
internal sealed class CellEncoder
{
    private const int LongestKey = 500, LongestText = 1024 * 1024;
    private static readonly int _epoch = new DateOnly(2000, 1, 1).DayNumber;

    private readonly CellKind _kind;
    private readonly int _index, _cell;
    private readonly byte[]? _constant;
    private readonly CodeList? _codes;
    private readonly int _longest;
    private readonly bool _isPartition, _isPerson;
    private readonly MappedCell? _mapped;
    private CellMemo? _memo;

    public CellEncoder(RecordStream stream, ColumnSource source)
    {
        Source = source;
        _kind = CellKinds.Of(stream, source.Column);
        _codes = CodeList.Of(source.Column);
        _index = stream.Columns.ToList().IndexOf(source.Column);
        _cell = source.IsPlain ? source.Cells[0] : -1;
        _constant = source.Cells.Length == 0 ? Encoding.UTF8.GetBytes(source.Constant ?? "") : null;
        _mapped = source.IsPlain || _constant is not null ? null : new MappedCell(source);
        _longest = stream.Key.Contains(source.Column) ? LongestKey : LongestText;
        _isPerson = source.Column.Note.Contains("person", StringComparison.Ordinal) && !source.Column.Note.Contains("personal data", StringComparison.Ordinal);
        _isPartition = stream.PartitionColumn == source.Column;
        _memo = _cell >= 0 && !_isPartition && _kind is CellKind.Text or CellKind.CodeText or CellKind.List or CellKind.CreditCode or CellKind.Region or CellKind.RegionPrefix
            ? new CellMemo() : null;
    }

    public ColumnSource Source { get; }

    public void Encode(RowReader reader, PgBlock row, RowContext context)
    {
        if (reader.HasCellIssues && IssueOf(reader) is not CellIssue.None and var known)
        {
            Refuse(context, known, _cell >= 0 ? CellText.Trim(reader[_cell]) : default);
            row.Null();
            return;
        }

        if (_memo is null)
        {
            EncodeCell(_cell >= 0 ? reader[_cell] : _constant is not null ? _constant : _mapped!.Read(reader, context), row, context);
            return;
        }

        var raw = reader[_cell];
        if (_memo.TryWrite(raw, row))
        {
            return;
        }

        var (start, refusals, warnings) = (row.Length, context.Refusals.Count, context.Warnings.Count);
        EncodeCell(raw, row, context);
        if (!_memo.Pays)
        {
            _memo = null;
        }
        else if (context.Refusals.Count == refusals && context.Warnings.Count == warnings)
        {
            _memo.Keep(raw, row.Span(start, row.Length));
        }
    }

    private void EncodeCell(ReadOnlySpan<byte> raw, PgBlock row, RowContext context)
    {
        var cell = CellText.Trim(raw);
        if (CellText.IsEmpty(cell) || _mapped?.IsEmpty(cell) == true)
        {
            if (Source.Column.IsRequired)
            {
                Refuse(context, CellIssue.MissingValue, cell);
            }

            row.Null();
            return;
        }

        if (cell[0] is (byte)'#' or (byte)'=' or (byte)'\'' && SheetLeftovers.Of(ref cell, _kind) is var leftover and not CellIssue.None)
        {
            Refuse(context, leftover, cell);
            return;
        }

        if (context.ChecksUtf8 && (!Utf8.IsValid(cell) || cell.IndexOf("\uFFFD"u8) >= 0))
        {
            Refuse(context, CellIssue.BadEncoding, cell);
            return;
        }

        var issue = Write(cell, row, context);
        if (issue == CellIssue.None)
        {
            return;
        }

        if (CellIssues.IsWarning(issue))
        {
            // The code that was replaced stays with the row.
            context.Warnings.Add(issue is CellIssue.RegionMapped ? $"{CellIssues.Code(issue)}:{Source.Column.Name}:{Encoding.UTF8.GetString(cell)}" : $"{CellIssues.Code(issue)}:{Source.Column.Name}");
        }
        else
        {
            Refuse(context, issue, cell);
        }
    }

    private CellIssue IssueOf(RowReader reader)
    {
        foreach (var cell in Source.Cells)
        {
            if (reader.IssueOf(cell) is not CellIssue.None and var issue)
            {
                return issue;
            }
        }

        return CellIssue.None;
    }

    private CellIssue Write(ReadOnlySpan<byte> cell, PgBlock row, RowContext context)
    {
        if (_kind == CellKind.Text)
        {
            return WriteText(CellText.Clean(cell, context.Room(cell.Length)), row);
        }

        if (cell.Length > LongestText)
        {
            return CellIssue.TextTooLong;
        }

        var folded = CellText.Fold(cell, context.Room(cell.Length));
        if (folded.Length != cell.Length && CellText.IsEmpty(folded))
        {
            row.Null(); // nothing but what cannot be seen
            return Source.Column.IsRequired ? CellIssue.MissingValue : CellIssue.None;
        }

        switch (_kind)
        {
            case CellKind.Money:
            case CellKind.Decimal:
            {
                var scale = _kind == CellKind.Money ? 2 : 4;
                var issue = NumberCell.Parse(folded, scale, Source.Factor, out var value);
                row.Numeric(value, scale);
                return issue;
            }

            case CellKind.Percent:
            {
                var issue = PercentCell.Parse(folded, out var value);
                row.Numeric(value, 4);
                return issue;
            }

            case CellKind.Count:
            {
                var issue = CountCell.Parse(folded, out var value);
                row.Int32(value);
                return issue;
            }

            case CellKind.Date:
            case CellKind.Month:
            {
                var issue = _kind == CellKind.Month ? MonthCell.Parse(folded, out var date)
                    : Source.Formats is null ? DateCell.Parse(folded, out date) : DateCell.Parse(folded, Source.Formats, out date);
                row.Int32(date.DayNumber - _epoch);
                KeepMonth(context, date, issue);
                return issue;
            }

            case CellKind.Timestamp:
            {
                var issue = Source.Formats is null ? TimestampCell.Parse(folded, out var moment) : TimestampCell.Parse(folded, Source.Formats, out moment);
                row.Int64(moment);
                if (_isPartition && issue == CellIssue.None)
                {
                    KeepMonth(context, TimestampCell.DayInShanghai(moment), issue);
                }

                return issue;
            }

            case CellKind.Region:
            case CellKind.RegionPrefix:
            {
                var issue = RegionCell.Parse(folded, _kind == CellKind.RegionPrefix, out var code);
                row.Bytes(code);
                return issue;
            }

            case CellKind.CodeText:
                return WriteCode(folded, row);

            case CellKind.List:
                if (_codes!.TryFind(cell, out var listed) || _codes.TryFind(folded, out listed))
                {
                    row.Bytes(listed);
                    return CellIssue.None;
                }

                row.Bytes(cell);
                return Source.Column.IsRequired ? CellIssue.UnknownCode : CellIssue.UnlistedCode;

            case CellKind.CreditCode:
                return PersonalCells.WriteCreditCode(folded, row);

            case CellKind.Personal:
                return PersonalCells.WritePersonal(cell, folded, _isPerson, row, context);

            case CellKind.CodeOrPersonal:
                return PersonalCells.WriteCodeOrPersonal(cell, folded, row, context);

            default:
                return PersonalCells.WriteList(cell, row, context);
        }
    }

    private CellIssue WriteCode(ReadOnlySpan<byte> code, PgBlock row)
    {
        if (ExcelDamage.IsScientific(code))
        {
            return CellIssue.DamagedByExcel;
        }

        var issue = WriteText(code, row);
        return issue == CellIssue.None && ExcelDamage.HasLostDigits(code) ? CellIssue.LostDigits : issue;
    }

    private CellIssue WriteText(ReadOnlySpan<byte> text, PgBlock row)
    {
        if (text.Length > _longest)
        {
            return CellIssue.TextTooLong;
        }

        if (text.Length == 0)
        {
            row.Null(); // nothing but zero-width characters
            return Source.Column.IsRequired ? CellIssue.MissingValue : CellIssue.None;
        }

        row.Bytes(text);
        return CellIssue.None;
    }

    private void KeepMonth(RowContext context, DateOnly date, CellIssue issue)
    {
        if (_isPartition && issue == CellIssue.None)
        {
            context.Month = new DateOnly(date.Year, date.Month, 1);
        }
    }

    private void Refuse(RowContext context, CellIssue issue, ReadOnlySpan<byte> cell)
    {
        var found = Source.Column.IsPersonal ? PersonalValue.Mask(cell[..Math.Min(cell.Length, 200)]) : Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 200)]);
        context.Refusals.Add((_index, issue, found, _codes is null ? $"{cell.Length}" : string.Join(' ', _codes.Codes)));
    }
}
