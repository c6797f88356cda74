using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What the texts of a number format say about money.</summary>
internal static partial class FormatWords
{
    /// <summary>A currency that is not yuan: $, US$, €, 港币, USD.</summary>
    public static bool IsForeign(string text)
    {
        var words = WithoutOwn(text);
        return words.Any(c => char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol) || MoneyUnit.Parse(words.Trim('(', ')', '-', '整', '正'))?.Currency is not null;
    }

    /// <summary>The unit of money that a cell of text would state behind its number, as it is written; null for none.</summary>
    public static string? Unit(string back)
    {
        var words = WithoutOwn(back).Trim('(', ')');
        var unit = BeforeSlash(words).TrimEnd('整', '正');
        // 元/公斤 is what the column's own header says too; a text of it would be refused.
        return !OwnUnit().IsMatch(unit) || (unit is "元" or "圆" && words.Contains('/')) ? null : unit;
    }

    /// <summary>Texts behind a number that make it another: 万人, 万亩, 000; they are read as a text is, or refused as one.</summary>
    public static bool Multiplies(string back) => Multiple().IsMatch(WithoutOwn(back));

    /// <summary>Texts in front of a number without which it is not what is seen: a minus, 万元, of whole numbers the letters and digits of a key.</summary>
    public static bool BelongsInFront(string front, bool isWhole) => InFront().IsMatch(WithoutOwn(front)) || (isWhole && OfKeys().IsMatch(WithoutOwn(front)));

    /// <summary>True of letters that are no name of yuan.</summary>
    public static bool HasLatin(string text) => WithoutOwn(text).Any(c => char.IsLetter(c) && c < '\u2E80');

    /// <summary>True where nothing is left but the signs and names of yuan.</summary>
    public static bool IsOwn(string text) => WithoutOwn(text).Length == 0;

    // ¥ and 人民币 say nothing that would change a number, nor do blanks.
    private static string WithoutOwn(string text) => Own().Replace(text.Normalize(NormalizationForm.FormKC), "");

    private static string BeforeSlash(string text) => text.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? text[..slash] : text;

    [GeneratedRegex(@"人民币|CN¥|CNY|YUAN|RMB|¥|￥|\s|:|\(大写\)", RegexOptions.IgnoreCase)]
    private static partial Regex Own();

    [GeneratedRegex(@"^(?:[十百千万亿]+[元圆]?|[元圆]|角)$")]
    private static partial Regex OwnUnit();

    [GeneratedRegex(@"^(?:[十百千]?[万亿]|[0-9][0-9.]*$)")]
    private static partial Regex Multiple();

    [GeneratedRegex(@"[万亿]|千元|^[-(]$")]
    private static partial Regex InFront();

    [GeneratedRegex("[A-Za-z0-9第字号]")]
    private static partial Regex OfKeys();
}
