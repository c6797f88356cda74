using System.Globalization;
using System.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// One section of a number format taken apart: texts (quoted, escaped, or as [$¥-804]) and places for digits. Colours, locales, blanks for alignment and fillings are passed over.
/// </summary>
internal sealed class FormatSection
{
    // Places among the texts; characters that no text means.
    internal const char Zero = '\uE000', Digit = '\uE001', Point = '\uE002', Comma = '\uE003', General = '\uE004', Other = '\uE005';

    private const string Places = "\uE000\uE001\uE002\uE004\uE005";

    private readonly StringBuilder _layout = new();

    /// <summary>Texts in front of the first place for a digit.</summary>
    public string Front { get; private set; } = "";

    /// <summary>From the first place to the last.</summary>
    public string Middle { get; private set; } = "";

    /// <summary>Texts behind the last place.</summary>
    public string Back { get; private set; } = "";

    /// <summary>&lt;, &lt;=, &lt;&gt;, =, &gt; or &gt;= and the number it compares with.</summary>
    public (string Sign, double With)? Condition { get; private set; }

    /// <summary>A currency that is named as such ([$€-1]) and is not yuan.</summary>
    public bool HasForeignCurrency { get; private set; }

    /// <summary>For texts: no number is shown by it.</summary>
    public bool IsForText { get; private set; }

    /// <summary>The point is a drawn one: 12345 in 0!.0000 is shown as 1.2345. Behind two zeros it parts a code (000!.00).</summary>
    public bool DrawsPoint => Middle.AsSpan().IndexOfAny('.', '．') >= 0 && !Middle.StartsWith("\uE000\uE000", StringComparison.Ordinal);

    /// <summary>Neither decimals nor thousands separators nor a fraction: numbers that may be keys.</summary>
    public bool IsWhole => Middle.AsSpan().IndexOfAny(Point, Comma, Other) < 0;

    /// <summary>The sections of a format, in its order.</summary>
    public static List<FormatSection> Parse(string code)
    {
        var sections = new List<FormatSection>();
        for (var at = 0; at <= code.Length; at++)
        {
            var section = new FormatSection();
            at = section.Read(code, at);
            sections.Add(section);
        }

        return sections;
    }

    // Up to the semicolon or the end.
    private int Read(string code, int at)
    {
        for (; at < code.Length && code[at] != ';'; at++)
        {
            var end = code[at] switch { '"' => code.IndexOf('"', at + 1), '[' => code.IndexOf(']', at + 1), _ => at };
            end = end < 0 ? code.Length : end;
            switch (code[at])
            {
                case '"':
                    Text(code[(at + 1)..end]);
                    break;
                case '[':
                    Brackets(code[(at + 1)..end]);
                    break;
                case '\\' or '!':
                    Text(code.Substring(at + 1, Math.Min(1, code.Length - at - 1)));
                    end = at + 1;
                    break;
                case '_' or '*':
                    _layout.Append(' ');
                    end = at + 1;
                    break;
                case '0':
                    _layout.Append(Zero);
                    break;
                case '#' or '?':
                    _layout.Append(Digit);
                    break;
                case '.':
                    _layout.Append(Point);
                    break;
                case ',':
                    _layout.Append(Comma);
                    break;
                case '@':
                    IsForText = true;
                    break;
                case '/':
                    _layout.Append(Other); // a fraction
                    break;
                case 'E' or 'e' when at + 1 < code.Length && code[at + 1] is '+' or '-':
                    _layout.Append(Other);
                    end = at + 1;
                    break;
                default:
                    var general = Array.Find(["General", "G/通用格式"], g => string.Compare(code, at, g, 0, g.Length, StringComparison.OrdinalIgnoreCase) == 0);
                    Text(general is null ? code.Substring(at, 1) : "");
                    _layout.Append(general is null ? "" : General.ToString());
                    end = at + Math.Max(0, (general?.Length ?? 1) - 1);
                    break;
            }

            at = end;
        }

        Part();
        return at;
    }

    private void Text(string text) => _layout.Append(Clean(text));

    // Half a character would stop those who look at the words.
    private static string Clean(string text) => string.Concat(text.Where(c => c is < Zero or > Other && !char.IsControl(c) && !char.IsSurrogate(c)));

    private void Brackets(string inside)
    {
        inside = Clean(inside);
        if (inside.StartsWith('$'))
        {
            var dash = inside.IndexOf('-', StringComparison.Ordinal);
            var (name, place) = dash < 0 ? (inside[1..], "") : (inside[1..dash], inside[(dash + 1)..]);
            var isYen = name is "¥" or "￥" && (place.EndsWith("411", StringComparison.Ordinal) || place.StartsWith("ja", StringComparison.OrdinalIgnoreCase)); // the sign of both is the same
            HasForeignCurrency |= isYen || FormatWords.IsForeign(name) || FormatWords.HasLatin(name); // złoty, Kč, R$: whatever is named here is a currency
            Text(isYen ? "JPY" : name);
        }
        else if (inside.AsSpan().IndexOfAnyExcept("<>=") is > 0 and var length && double.TryParse(inside.AsSpan(length), NumberStyles.Float, CultureInfo.InvariantCulture, out var with))
        {
            Condition = (inside[..length], with);
        }
    }

    private void Part()
    {
        var layout = _layout.ToString();
        var (first, last) = (layout.AsSpan().IndexOfAny(Places), layout.AsSpan().LastIndexOfAny(Places));
        Front = (first < 0 ? layout : layout[..first]).Replace(Comma.ToString(), "", StringComparison.Ordinal);
        Middle = first < 0 ? "" : layout[first..(last + 1)];
        Back = first < 0 ? "" : layout[(last + 1)..].Replace(Comma.ToString(), "", StringComparison.Ordinal);
    }
}
