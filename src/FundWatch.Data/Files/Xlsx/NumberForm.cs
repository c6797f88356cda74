using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>How a style shows a number: its look, and what it writes around the digits that changes their meaning. 1.2 with the format 0.0"万元" is shown, and read, as 1.2万元.</summary>
/// <param name="Before">A currency other than yuan in front of the digits; null for none.</param>
/// <param name="After">A unit of money, or a currency, behind them; null for none.</param>
/// <param name="Digits">Of a format of zeros alone (00000000): as many are shown; else 0.</param>
internal sealed record NumberForm(NumberLook Look, byte[]? Before = null, byte[]? After = null, int Digits = 0)
{
    public static readonly NumberForm Plain = new(NumberLook.Plain);

    /// <summary>True where the number is its own text.</summary>
    public bool IsBare { get; } = Before is null && After is null && Digits == 0;

    /// <summary>Bytes that may come to those of the number.</summary>
    public int Extra { get; } = (Before?.Length ?? 0) + (After?.Length ?? 0) + Digits;

    /// <summary>Reads a format code, ECMA-376 18.8.31.</summary>
    public static NumberForm Of(string code)
    {
        var look = CellStyles.Shows(code);
        if (look != NumberLook.Plain)
        {
            return new NumberForm(look); // of 0.0,"万" the number is the amount, and what is shown is less
        }

        var zeros = code.Trim();
        if (zeros.Length is > 1 and <= 15 && !zeros.AsSpan().ContainsAnyExcept('0'))
        {
            return new NumberForm(look, Digits: zeros.Length);
        }

        var (before, after) = Literals(code);
        return new NumberForm(look, Foreign(before), Foreign(after) ?? Unit(after));
    }

    // Of the section for positive numbers, what stands before the first digit and behind the last. A section with a condition ([>=10000]) shows some numbers so and others not: nothing is said of them.
    private static (string Before, string After) Literals(string code)
    {
        var (before, after) = (new StringBuilder(), new StringBuilder());
        var seesDigits = false;
        for (var i = 0; i < code.Length && code[i] != ';'; i++)
        {
            var to = seesDigits ? after : before;
            switch (code[i])
            {
                case '"':
                    var close = code.IndexOf('"', i + 1) is >= 0 and var at ? at : code.Length;
                    to.Append(code.AsSpan(i + 1, close - i - 1));
                    i = close;
                    break;
                case '[':
                    var end = code.IndexOf(']', i + 1) is >= 0 and var there ? there : code.Length;
                    var inside = code[(i + 1)..end];
                    if (inside.Length > 0 && inside[0] is '<' or '>' or '=')
                    {
                        return ("", "");
                    }

                    to.Append(Currency(inside));
                    i = end;
                    break;
                case '\\' or '!' when i + 1 < code.Length:
                    to.Append(code[++i]);
                    break;
                case '_' or '*':
                    i++;
                    break;
                case 'G' or 'g' when code.AsSpan(i).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    i += 6;
                    seesDigits = true;
                    break;
                case '0' or '#' or '?':
                    seesDigits = true;
                    after.Clear(); // between digits a literal is a mark of theirs
                    break;
                default:
                    to.Append(code[i]);
                    break;
            }
        }

        return (Word(before), Word(after));
    }

    // [$€-1] and [$USD] write the currency; what follows the dash is a language. ¥ is the yen's sign in Japan's.
    private static string Currency(string inside)
    {
        if (!inside.StartsWith('$'))
        {
            return "";
        }

        var dash = inside.IndexOf('-', StringComparison.Ordinal);
        var sign = dash < 0 ? inside[1..] : inside[1..dash];
        return sign is "¥" or "￥" && inside.EndsWith("-411", StringComparison.Ordinal) ? "JPY" : sign;
    }

    private static string Word(StringBuilder text) => text.ToString().Trim(' ', '\u00A0', '(', ')', '（', '）', '+', '-', ',', '.', '%', '@');

    private static byte[]? Foreign(string word) => ForeignMoney.CodeOf(word) is null ? null : Encoding.UTF8.GetBytes(word);

    // Yuan themselves change nothing.
    private static byte[]? Unit(string word) => Units.Factor(word) is > 1 || Units.IsUnknown(word) ? Encoding.UTF8.GetBytes(word) : null;
}
