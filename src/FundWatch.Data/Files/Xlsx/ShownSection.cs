using System.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What a section of a format puts around a number, or between its digits, that must be read with it.</summary>
internal sealed class ShownSection
{
    private readonly byte[] _front = [], _back = [];
    private readonly string? _key;
    private readonly int _zeros;

    /// <param name="isNegative">Not for numbers above zero: a sign that it shows is the number's own, or none.</param>
    public ShownSection(FormatSection section, bool isNegative)
    {
        Condition = section.Condition;
        if (section.Middle.Length == 0)
        {
            return; // "-" for zero, or nothing at all
        }

        var front = isNegative ? section.Front.Trim('-', '(', ' ') : section.Front.Trim();
        IsForeign = section.HasForeignCurrency || FormatWords.IsForeign(front) || FormatWords.IsForeign(section.Back);
        if (IsForeign)
        {
            (_front, _back) = (Encoding.UTF8.GetBytes(front), Encoding.UTF8.GetBytes(isNegative ? section.Back.TrimEnd(')', ' ') : section.Back.TrimEnd()));
            return;
        }

        var unit = FormatWords.Unit(section.Back);
        _zeros = Zeros(section.Middle);
        var isKey = _zeros > 1 && !isNegative;
        var hasWords = isKey && (!FormatWords.IsOwn(front) || section.Middle.Length > _zeros);
        _key = isKey ? section.Middle : null;
        _front = Encoding.UTF8.GetBytes(hasWords || FormatWords.BelongsInFront(front, section.IsWhole) ? front : "");
        // Two zeros may be a count (00"页"); three are a number that somebody calls by its digits.
        _back = Encoding.UTF8.GetBytes(unit ?? (hasWords || (isKey && _zeros > 2) || FormatWords.Multiplies(section.Back) || (_front.Length > 0 && !isNegative) ? section.Back.TrimEnd() : ""));
    }

    public (string Sign, double With)? Condition { get; }

    public bool IsForeign { get; }

    /// <summary>True where the number alone is not what is seen.</summary>
    public bool IsNeeded => _front.Length + _back.Length > 0 || _key is not null;

    /// <summary>Bytes that it adds at most.</summary>
    public int Longest => _front.Length + _back.Length + 3 * (_key?.Length ?? 0);

    /// <param name="number">As it would be read by itself.</param>
    public int Write(ReadOnlySpan<byte> number, Span<byte> to)
    {
        _front.CopyTo(to);
        var length = _front.Length;
        if (_key is null || number.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            number.CopyTo(to[length..]);
            length += number.Length;
        }
        else
        {
            length += WriteKey(number, to[length..]);
        }

        _back.CopyTo(to[length..]);
        return length + _back.Length;
    }

    // 12 in 000-000 is 000-012; digits that have no place stand before the first.
    private int WriteKey(ReadOnlySpan<byte> digits, Span<byte> to)
    {
        int length = 0, left = _zeros;
        foreach (var rune in _key!.EnumerateRunes())
        {
            if (rune.Value != FormatSection.Zero)
            {
                length += rune.EncodeToUtf8(to[length..]);
                continue;
            }

            var taken = Math.Max(0, digits.Length - left + 1);
            left--;
            if (taken == 0)
            {
                to[length++] = (byte)'0';
            }

            digits[..taken].CopyTo(to[length..]);
            digits = digits[taken..];
            length += taken;
        }

        return length;
    }

    // How many zeros, where there is no other place for a digit and none of them is parted from the next as amounts are (0"万"0000); else 0.
    private static int Zeros(string middle) => middle.AsSpan().IndexOfAny("万亿,，") >= 0 || middle.AsSpan().ContainsAnyInRange(FormatSection.Digit, FormatSection.Other) ? 0 : middle.Count(c => c == FormatSection.Zero);
}
