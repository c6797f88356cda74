namespace FundWatch.Core.Ingest;

/// <summary>Currencies other than yuan by the names that tables give them: 美元, HK$, 港币, EUR.</summary>
public static class ForeignMoney
{
    private static readonly Dictionary<string, string> _codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["美元"] = "USD", ["美金"] = "USD", ["usd"] = "USD", ["us$"] = "USD", ["$"] = "USD", ["港元"] = "HKD", ["港币"] = "HKD", ["hkd"] = "HKD", ["hk$"] = "HKD",
        ["澳门元"] = "MOP", ["澳门币"] = "MOP", ["mop"] = "MOP", ["新台币"] = "TWD", ["台币"] = "TWD", ["twd"] = "TWD", ["nt$"] = "TWD", ["欧元"] = "EUR", ["eur"] = "EUR", ["€"] = "EUR",
        ["英镑"] = "GBP", ["gbp"] = "GBP", ["£"] = "GBP", ["日元"] = "JPY", ["jpy"] = "JPY", ["韩元"] = "KRW", ["krw"] = "KRW", ["卢布"] = "RUB", ["rub"] = "RUB",
        ["澳元"] = "AUD", ["澳大利亚元"] = "AUD", ["aud"] = "AUD", ["加元"] = "CAD", ["加拿大元"] = "CAD", ["cad"] = "CAD", ["新加坡元"] = "SGD", ["新元"] = "SGD", ["sgd"] = "SGD",
        ["瑞士法郎"] = "CHF", ["chf"] = "CHF", ["泰铢"] = "THB", ["thb"] = "THB", ["越南盾"] = "VND", ["vnd"] = "VND", ["印尼盾"] = "IDR", ["idr"] = "IDR", ["林吉特"] = "MYR", ["马币"] = "MYR",
        ["印度卢比"] = "INR", ["蒙古图格里克"] = "MNT", ["图格里克"] = "MNT", ["坚戈"] = "KZT",
    };

    /// <summary>Names, signs and codes of currencies.</summary>
    public static IReadOnlyCollection<string> Names => _codes.Keys;

    /// <summary>Their codes (ISO 4217), each once.</summary>
    public static IReadOnlyCollection<string> Codes { get; } = [.. _codes.Values.Distinct()];

    /// <summary>The code (ISO 4217) of a currency's name, sign or code; null where it is none that is known.</summary>
    public static string? CodeOf(string name) => _codes.GetValueOrDefault(name);

    /// <summary>True of a text with the form of a code of ISO 4217: of far more currencies than have a name here.</summary>
    public static bool IsCode(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>True of an amount that names yuan, in a place where the currency is another one: 300元, 人民币300, CNY 300, ￥300 (but for yen, whose sign it is too).</summary>
    public static bool NamesYuan(string amount, string code) =>
        amount.Contains('元', StringComparison.Ordinal) || amount.Contains('圆', StringComparison.Ordinal) || amount.Contains("人民币", StringComparison.Ordinal)
        || amount.Contains("CNY", StringComparison.OrdinalIgnoreCase) || amount.Contains("RMB", StringComparison.OrdinalIgnoreCase) || (code != "JPY" && amount.AsSpan().ContainsAny('¥', '￥'));

    /// <summary>An amount without the name or sign of its own currency in front or behind: $100, -$100, 100 美元; null where it has none.</summary>
    public static string? WithoutName(string amount, string code)
    {
        foreach (var name in _codes.Where(c => c.Value == code).Select(c => c.Key).Append(code).OrderByDescending(n => n.Length))
        {
            var at = amount.IndexOf(name, StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && amount[..at].Trim() is var before && amount[(at + name.Length)..].Trim() is var behind && (before is "" or "-" or "+" or "(" || behind is "" or ")"))
            {
                return before + behind;
            }
        }

        return null;
    }
}
