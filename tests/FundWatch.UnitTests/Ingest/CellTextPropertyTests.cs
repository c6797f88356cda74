using System.Text;
using FluentAssertions;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

/// <summary>The quick ways through <see cref="CellText"/> against the same rules written plainly, over seeded mixtures of everything that offices paste.</summary>
public sealed class CellTextPropertyTests
{
    private static readonly string[] _pieces =
    [
        " ", "\t", "\r\n", "\u00A0", "\u3000", "\u200B", "\u200F", "\u2060", "\uFEFF", "\u0001", "\u007F", "a", "Z", "7", "-", "县", "局", "鿕", "〔", "〕", "（", "）", "；", "０", "Ａ", "～",
        "−", "—", "é", "€", "𠮷", "\u4000", "\u3FFF", "龘",
    ];

    [Fact]
    public void Trim_Fold_and_Clean_do_as_their_rules_say()
    {
        var random = new Random(20_251_123);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => _pieces[random.Next(_pieces.Length)]));
            var cell = CellText.Trim(Encoding.UTF8.GetBytes(text));
            Encoding.UTF8.GetString(cell).Should().Be(Trimmed(text), "{0}", Escaped(text));
            Encoding.UTF8.GetString(CellText.Fold(cell, new byte[cell.Length])).Should().Be(Trimmed(Folded(Trimmed(text))), "{0}", Escaped(text));
            Encoding.UTF8.GetString(CellText.Clean(cell, new byte[cell.Length])).Should().Be(Trimmed(Replaced(Trimmed(text), ideographicSpace: false)), "{0}", Escaped(text));
        }
    }

    private static bool IsZeroWidth(char c) => c is (>= '\u200B' and <= '\u200F') or '\u2060' or '\uFEFF';

    private static bool IsBlank(char c) => c <= ' ' || c is '\u00A0' or '\u3000' || IsZeroWidth(c);

    private static string Trimmed(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static string Folded(string text) => string.Concat(Replaced(text, ideographicSpace: true).Select(c =>
        c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c is '\u2212' or '\u2500' or (>= '\u2010' and <= '\u2015') ? '-' : c));

    private static string Replaced(string text, bool ideographicSpace) => string.Concat(text
        .Where(c => !IsZeroWidth(c) && (c >= ' ' || c is '\t' or '\n' or '\r') && c != '\u007F')
        .Select(c => c is '\t' or '\n' or '\r' or '\u00A0' || (ideographicSpace && c == '\u3000') ? ' ' : c));

    private static string Escaped(string text) => string.Concat(text.Select(c => $"\\u{(int)c:X4}"));
}
