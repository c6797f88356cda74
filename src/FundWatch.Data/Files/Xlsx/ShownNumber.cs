using System.Buffers.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// A format that shows more than the number: 1.2 in 0.0"万元", 100 in [$$-409]0, 12 in 00000. What is read is what is seen, as if somebody had typed it as a text; whether
/// that is an amount, another currency or a key is then for the cell parsers to say.
/// </summary>
internal sealed class ShownNumber
{
    private const int LongestCode = 255, LongestNumber = 64; // Excel's own limit

    private readonly ShownSection[] _sections;

    private ShownNumber(ShownSection[] sections)
    {
        _sections = sections;
        Longest = LongestNumber + sections.Max(s => s.Longest);
    }

    /// <summary>Bytes that a number needs at most.</summary>
    public int Longest { get; }

    /// <summary>What such a code is for those who read its numbers, and how these are shown where that matters.</summary>
    public static (NumberLook Look, ShownNumber? Number) Of(string code)
    {
        var look = CellStyles.Shows(code);
        if (look is NumberLook.Date or NumberLook.Time or NumberLook.Elapsed or NumberLook.Percent || code.Length > LongestCode)
        {
            return (look, null);
        }

        var parsed = FormatSection.Parse(code);
        parsed.RemoveAll(s => s.IsForText);
        var sections = parsed.Take(3).Select((s, i) => new ShownSection(s, isNegative: i > 0 || s.Condition is { Sign: ['<', ..] })).ToArray();
        // A number shown as less than it is holds its unit already, whatever stands behind it; another currency stays another.
        if (!Array.Exists(sections, s => s.IsForeign) && (look == NumberLook.Scaled || parsed.Exists(s => s.DrawsPoint)))
        {
            return (NumberLook.Scaled, null);
        }

        return Array.Exists(sections, s => s.IsNeeded) ? (NumberLook.Shown, new ShownNumber(sections)) : (look, null);
    }

    /// <summary>Writes the number with what is shown around it; returns the length.</summary>
    /// <param name="to">Of <see cref="Longest"/>; may begin where the value lies.</param>
    public int Write(ReadOnlySpan<byte> value, Span<byte> to)
    {
        Span<byte> number = stackalloc byte[LongestNumber];
        var length = value.Length > LongestNumber / 2 ? 0 : SheetNumber.Write(value, NumberLook.Plain, false, number);
        if (length == 0 || !Utf8Parser.TryParse(number[..length], out double size, out var used) || used != length)
        {
            value.CopyTo(to); // no number
            return value.Length;
        }

        return Section(size).Write(number[..length], to);
    }

    private ShownSection Section(double number)
    {
        for (var i = 0; i < _sections.Length - 1; i++)
        {
            if (_sections[i].Condition is { } condition ? Holds(condition, number) : i == 0 ? number > 0 || (number == 0 && _sections.Length < 3) : number < 0)
            {
                return _sections[i];
            }
        }

        return _sections[^1];
    }

    private static bool Holds((string Sign, double With) condition, double number) => condition.Sign switch
    {
        "<" => number < condition.With,
        "<=" => number <= condition.With,
        ">" => number > condition.With,
        ">=" => number >= condition.With,
        "=" => number == condition.With,
        _ => number != condition.With,
    };
}
