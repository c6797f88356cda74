using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Parses a cell that holds something, by the kind of its column, and writes the field; says what is wrong with it.</summary>
internal sealed class FieldWriter(RecordStream stream, ColumnSource source, CellKind kind, CodeList? codes)
{
    /// <summary>In bytes: a longer text is refused.</summary>
    public const int LongestText = 1024 * 1024;

    private const int LongestKey = 500;
    private static readonly int _epoch = new DateOnly(2000, 1, 1).DayNumber;

    private readonly int _longest = stream.Key.Contains(source.Column) ? LongestKey : LongestText;
    private readonly bool _isPartition = stream.PartitionColumn == source.Column;

    private readonly bool _isAsPriced = source.PriceTimes == 1;

    // The contract's, where it gives the column one.
    private readonly string? _unit = kind == CellKind.Decimal ? Measure.Of(source.Column) : null;

    // Accounts, telephones and addresses are personal too, but no number in them is a resident's.
    private readonly bool _isPerson = source.Column.Note.Contains("person", StringComparison.Ordinal) && !source.Column.Note.Contains("personal data", StringComparison.Ordinal);

    /// <summary>Writes a text or code that can be taken as it is; false, and nothing written, where it must be looked at.</summary>
    /// <param name="cell">Valid UTF-8.</param>
    public bool TryWritePlain(ReadOnlySpan<byte> cell, PgBlock row)
    {
        // A spreadsheet leaves errors behind a #, marks before a code; what it damages begins with a digit. A long number may be a person's.
        if (cell.Length > _longest || PersonalNumbers.MayHold(cell)
            || !(kind == CellKind.Text ? CellText.IsPlain(cell) && cell[0] != '#'
                : kind == CellKind.CodeText && CellText.IsPlainCode(cell) && cell[0] is not ((byte)'#' or (byte)'=' or (byte)'\'' or (byte)'.' or (>= (byte)'0' and <= (byte)'9'))))
        {
            return false;
        }

        row.Bytes(cell);
        return true;
    }

    public CellIssue Write(ReadOnlySpan<byte> cell, PgBlock row, RowContext context)
    {
        if (kind == CellKind.Text)
        {
            var text = CellText.Clean(cell, context.Room(cell.Length));
            return HasToken(text, PersonalNumbers.FindInText, row, context) || HasWideToken(text, row, context) ? CellIssue.PersonalNumberInText : WriteText(text, row);
        }

        if (cell.Length > LongestText)
        {
            return CellIssue.TextTooLong;
        }

        var folded = CellText.Fold(cell, context.Room(cell.Length));
        if (folded.Length != cell.Length && CellText.IsEmpty(folded))
        {
            row.Null(); // nothing but what cannot be seen
            return source.Column.IsRequired ? CellIssue.MissingValue : CellIssue.None;
        }

        switch (kind)
        {
            case CellKind.Money:
            {
                var issue = ParseAmount(folded, out var value);
                if (source.Currency is { } code)
                {
                    issue = InCurrency(folded, code, issue, ref value);
                }

                row.Numeric(value, 2);
                return issue;
            }

            case CellKind.Decimal:
            {
                var issue = source.Measure is null ? NumberCell.Parse(folded, 4, source.Factor, out var value) : Measure.ParseBare(folded, source.Measure, _unit!, 4, out value);
                if (issue == CellIssue.BadNumber && (_unit ?? context.Unit?.Invoke()) is { Length: > 0 } unit)
                {
                    issue = Measure.Parse(folded, unit, 4, out value);
                    context.ExpectedUnit = unit;
                }

                row.Numeric(value, 4);
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
                var issue = kind == CellKind.Month ? MonthCell.Parse(folded, out var date)
                    : source.Formats is null ? DateCell.Parse(folded, out date) : DateCell.Parse(folded, source.Formats, out date);
                row.Int32(date.DayNumber - _epoch);
                KeepMonth(context, date, issue);
                return issue;
            }

            case CellKind.Timestamp:
            {
                var issue = source.Formats is null ? TimestampCell.Parse(folded, out var moment) : TimestampCell.Parse(folded, source.Formats, out moment);
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
                var issue = RegionCell.Parse(folded, kind == CellKind.RegionPrefix, out var code);
                row.Bytes(code);
                return issue;
            }

            case CellKind.CodeText:
                return WriteCode(folded, row, context);

            case CellKind.List:
                if (codes!.TryFind(cell, out var listed) || codes.TryFind(folded, out listed))
                {
                    row.Bytes(listed);
                    return CellIssue.None;
                }

                if (HasToken(cell, PersonalNumbers.FindInText, row, context))
                {
                    return source.Column.IsRequired ? CellIssue.UnknownCode : CellIssue.PersonalNumberInText;
                }

                row.Bytes(cell);
                return source.Column.IsRequired ? CellIssue.UnknownCode : CellIssue.UnlistedCode;

            case CellKind.CreditCode:
                return PersonalCells.WriteCreditCode(folded, row, context);

            case CellKind.Personal:
                return PersonalCells.WritePersonal(cell, folded, _isPerson, row, context);

            case CellKind.CodeOrPersonal:
                return PersonalCells.WriteCodeOrPersonal(cell, folded, row, context);

            default:
                return PersonalCells.WriteList(cell, row, context);
        }
    }

    /// <summary>First day of the month that an encoded date or moment lies in.</summary>
    /// <param name="field">Its length included.</param>
    public static DateOnly MonthOf(ReadOnlySpan<byte> field)
    {
        var date = field.Length == 8 ? DateOnly.FromDayNumber(BinaryPrimitives.ReadInt32BigEndian(field[4..]) + _epoch)
            : TimestampCell.DayInShanghai(BinaryPrimitives.ReadInt64BigEndian(field[4..]));
        return date.AddDays(1 - date.Day);
    }

    // Of an amount in another currency than yuan: its own name may stand beside it, and that of yuan may not.
    private CellIssue InCurrency(ReadOnlySpan<byte> cell, string code, CellIssue asYuan, ref long cents)
    {
        if (asYuan is not (CellIssue.None or CellIssue.Rounded or CellIssue.BadNumber))
        {
            return asYuan;
        }

        var text = Encoding.UTF8.GetString(cell);
        if (asYuan != CellIssue.BadNumber)
        {
            return ForeignMoney.NamesYuan(text, code) ? CellIssue.YuanAmongOthers : asYuan;
        }

        return ForeignMoney.WithoutName(text, code) is { } amount ? ParseAmount(Encoding.UTF8.GetBytes(amount), out cents) : asYuan;
    }

    private CellIssue ParseAmount(ReadOnlySpan<byte> cell, out long cents) =>
        _isAsPriced ? NumberCell.Parse(cell, 2, source.Factor, out cents) : NumberCell.ParseTimes(cell, 2, source.Factor, source.PriceTimes, out cents);

    private CellIssue WriteCode(ReadOnlySpan<byte> code, PgBlock row, RowContext context)
    {
        if (ExcelDamage.IsScientific(code))
        {
            return CellIssue.DamagedByExcel;
        }

        if (HasToken(code, PersonalNumbers.FindInIdentifier, row, context))
        {
            return CellIssue.ResidentIdAsCode;
        }

        var issue = WriteText(code, row);
        return issue == CellIssue.None && ExcelDamage.HasLostDigits(code) ? CellIssue.LostDigits : issue;
    }

    // Writes the text where it holds a number of a person, with a token in its place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool HasToken(ReadOnlySpan<byte> text, PersonalCells.FindNumber find, PgBlock row, RowContext context) =>
        PersonalNumbers.IsWorthALook(text) && text.Length <= _longest && PersonalCells.WriteWithTokens(text, find, row, context);

    // The same where its digits are of full width: then all of the text is folded, since a token has no place in it otherwise.
    private bool HasWideToken(ReadOnlySpan<byte> text, PgBlock row, RowContext context) =>
        PersonalNumbers.HasWideDigits(text) && HasToken(CellText.Fold(text, new byte[text.Length]), PersonalNumbers.FindInText, row, context);

    private CellIssue WriteText(ReadOnlySpan<byte> text, PgBlock row)
    {
        if (text.Length > _longest)
        {
            return CellIssue.TextTooLong;
        }

        if (text.Length == 0)
        {
            row.Null(); // nothing but zero-width characters
            return source.Column.IsRequired ? CellIssue.MissingValue : CellIssue.None;
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
}
