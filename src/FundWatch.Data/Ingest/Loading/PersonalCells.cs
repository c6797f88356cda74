using System.Buffers;
using FundWatch.Core.Ingest;
using FundWatch.Data.Ingest.Privacy;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Columns that hold organisations, persons or either: codes stay clear, persons become tokens; so do their numbers where they stand in other columns.</summary>
internal static class PersonalCells
{
    private static readonly SearchValues<byte> _codeCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    public static CellIssue WriteCreditCode(ReadOnlySpan<byte> folded, PgBlock row, RowContext context)
    {
        if (ExcelDamage.IsScientific(folded))
        {
            return CellIssue.DamagedByExcel;
        }

        if (folded.Length > 64)
        {
            return CellIssue.TextTooLong;
        }

        Span<byte> code = stackalloc byte[folded.Length];
        code = code[..Compact(folded, code)];
        if (CreditCode.IsValid(code) && !PersonalNumbers.IsRatherResident(code))
        {
            row.Bytes(code);
            return CellIssue.None;
        }

        // A wrong check character and three zeros at the end: the three that a spreadsheet did not keep.
        if (code.Length == 18 && ExcelDamage.HasLostDigits(code) && !ResidentId.IsValid(code))
        {
            return CellIssue.DamagedByExcel;
        }

        if (PersonalNumbers.IsResident(code))
        {
            row.Bytes(context.TokenOf(code));
            return CellIssue.ResidentIdAsCode;
        }

        if (WriteWithTokens(code, PersonalNumbers.FindInText, row, context))
        {
            return CellIssue.ResidentIdAsCode;
        }

        row.Bytes(code);
        return CellIssue.BadCreditCode;
    }

    public delegate int FindNumber(ReadOnlySpan<byte> text, out int start);

    /// <summary>Writes a text with a token for each number of a person in it; false, and nothing written, where there is none.</summary>
    public static bool WriteWithTokens(ReadOnlySpan<byte> text, FindNumber find, PgBlock row, RowContext context)
    {
        if (find(text, out var start) is not (> 0 and var length))
        {
            return false;
        }

        var joined = context.JoinedRoom(text.Length * 2);
        var at = 0;
        for (; length > 0; length = find(text, out start))
        {
            Put(text[..start], joined, ref at);
            Put(context.TokenOf(text.Slice(start, length)), joined, ref at);
            text = text[(start + length)..];
        }

        Put(text, joined, ref at);
        row.Bytes(joined[..at]);
        return true;
    }

    private static void Put(ReadOnlySpan<byte> part, Span<byte> to, ref int at)
    {
        if (at > 0 && part.Length > 0 && Tokens.MayNotTouch((char)to[at - 1]) && Tokens.MayNotTouch((char)part[0]))
        {
            to[at++] = (byte)' ';
        }

        part.CopyTo(to[at..]);
        at += part.Length;
    }

    /// <param name="isPerson">True where the column identifies people, false for accounts, telephones and addresses.</param>
    public static CellIssue WritePersonal(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> folded, bool isPerson, PgBlock row, RowContext context)
    {
        if (ExcelDamage.IsScientific(folded))
        {
            return CellIssue.DamagedByExcel;
        }

        if (cell.Length > 4096)
        {
            return CellIssue.TextTooLong;
        }

        var issue = Doubt(folded, isPerson);
        if (!CellIssues.IsRefusal(issue))
        {
            row.Bytes(context.TokenOf(cell));
        }

        return issue;
    }

    public static CellIssue WriteCodeOrPersonal(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> folded, PgBlock row, RowContext context)
    {
        if (TryCode(folded, row, out var issue))
        {
            return issue;
        }

        issue = WritePersonal(cell, folded, isPerson: true, row, context);
        return issue == CellIssue.None && IsLikeCode(folded) ? CellIssue.BadCreditCode : issue;
    }

    // A code of an organisation with a slip in it, or one of an older kind: it may still be a person's number, and is kept as one, but not without a word.
    private static bool IsLikeCode(ReadOnlySpan<byte> folded)
    {
        if (folded.Length is < 9 or > 40)
        {
            return false;
        }

        Span<byte> code = stackalloc byte[folded.Length];
        code = code[..Compact(folded, code)];
        if (code.Length is not (9 or 15 or 18) || code.IndexOfAnyExcept(_codeCharacters) >= 0 || code.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 || PersonalNumbers.IsResident(code))
        {
            return false;
        }

        var letters = code.IndexOfAnyInRange((byte)'0', (byte)'9');
        return code.Length != 9 || letters is not (1 or 2) || code[letters..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0; // a passport's number
    }

    // A number whose check character is wrong is kept with a warning, unless a spreadsheet took its last three digits.
    private static CellIssue Doubt(ReadOnlySpan<byte> folded, bool isPerson)
    {
        var lost = ExcelDamage.HasLostDigits(folded);
        if (isPerson && folded.Length == 18 && ResidentId.Judge(folded) is var verdict and not ResidentIdVerdict.BadForm)
        {
            return verdict switch
            {
                ResidentIdVerdict.BadCheck => lost ? CellIssue.DamagedByExcel : CellIssue.BadResidentId,
                ResidentIdVerdict.Valid or ResidentIdVerdict.CountyYoungerThanHolder => CellIssue.None,
                _ => lost ? CellIssue.LostDigits : CellIssue.None, // some other number of 18 digits
            };
        }

        return lost ? CellIssue.LostDigits : CellIssue.None;
    }

    /// <summary>Several, separated by ; ； 、 or a line break.</summary>
    public static CellIssue WriteList(ReadOnlySpan<byte> cell, PgBlock row, RowContext context)
    {
        var parts = new List<Range>();
        var start = 0;
        for (var i = 0; i <= cell.Length; i++)
        {
            var separator = i == cell.Length ? 1 : cell[i] is (byte)';' or (byte)'\n' ? 1 : cell[i..].StartsWith("；"u8) || cell[i..].StartsWith("、"u8) ? 3 : 0;
            if (separator == 0)
            {
                continue;
            }

            if (!CellText.IsEmpty(CellText.Trim(cell[start..i])))
            {
                parts.Add(start..i);
            }

            i += separator - 1;
            start = i + 1;
        }

        var at = row.BeginTextArray(parts.Count);
        var worst = CellIssue.None;
        foreach (var part in parts)
        {
            var value = CellText.Trim(cell[part]);
            var folded = CellText.Fold(value, context.Room(value.Length));
            var issue = WriteCodeOrPersonal(value, folded, row, context);
            worst = CellIssues.IsRefusal(worst) || issue == CellIssue.None ? worst : issue;
        }

        row.EndArray(at);
        return worst;
    }

    // A code whose check character is wrong stays clear where it cannot be a person's number; all else is treated as personal.
    private static bool TryCode(ReadOnlySpan<byte> folded, PgBlock row, out CellIssue issue)
    {
        issue = CellIssue.None;
        if (folded.Length is < 18 or > 40)
        {
            return false;
        }

        Span<byte> code = stackalloc byte[folded.Length];
        code = code[..Compact(folded, code)];
        var isValid = CreditCode.IsValid(code) && !PersonalNumbers.IsRatherResident(code);
        if (!isValid && (!CreditCode.LooksMeant(code) || ResidentId.IsValid(code)))
        {
            return false;
        }

        row.Bytes(code);
        issue = isValid ? CellIssue.None : CellIssue.BadCreditCode;
        return true;
    }

    // Capitals, without blanks and hyphens.
    private static int Compact(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var length = 0;
        foreach (var b in from)
        {
            if (b is not ((byte)' ' or (byte)'-'))
            {
                to[length++] = b is >= (byte)'a' and <= (byte)'z' ? (byte)(b - 32) : b;
            }
        }

        return length;
    }
}
