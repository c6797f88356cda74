namespace FundWatch.Core.Ingest;

/// <summary>Currencies other than yuan as headers and captions of tables name them: 美元, 万美元, HK$, 港币, EUR.</summary>
public static class ForeignMoney
{
    private static readonly (string Word, long Times)[] _times = [("百万", 1_000_000), ("千万", 10_000_000), ("十万", 100_000), ("万", 10_000), ("千", 1_000), ("百", 100), ("亿", 100_000_000)];

    private static readonly Dictionary<string, string> _codes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["美元"] = "USD", ["美金"] = "USD", ["usd"] = "USD", ["us$"] = "USD", ["$"] = "USD", ["港元"] = "HKD", ["港币"] = "HKD", ["港幣"] = "HKD", ["hkd"] = "HKD", ["hk$"] = "HKD",
        ["澳门元"] = "MOP", ["澳门币"] = "MOP", ["mop"] = "MOP", ["新台币"] = "TWD", ["台币"] = "TWD", ["twd"] = "TWD", ["nt$"] = "TWD", ["欧元"] = "EUR", ["eur"] = "EUR", ["€"] = "EUR",
        ["英镑"] = "GBP", ["gbp"] = "GBP", ["£"] = "GBP", ["日元"] = "JPY", ["日圆"] = "JPY", ["jpy"] = "JPY", ["韩元"] = "KRW", ["krw"] = "KRW", ["卢布"] = "RUB", ["rub"] = "RUB",
        ["澳元"] = "AUD", ["澳大利亚元"] = "AUD", ["aud"] = "AUD", ["加元"] = "CAD", ["加拿大元"] = "CAD", ["cad"] = "CAD", ["新加坡元"] = "SGD", ["新元"] = "SGD", ["sgd"] = "SGD",
        ["瑞士法郎"] = "CHF", ["chf"] = "CHF", ["泰铢"] = "THB", ["thb"] = "THB",
    };

    /// <summary>The currency (ISO 4217) that a unit of money is in, and how many of it: USD and 10,000 of 万美元; null for yuan, and for what is no unit of money.</summary>
    public static (string Code, long Times)? Of(string unit)
    {
        var name = unit.Trim().Replace('萬', '万').Replace('億', '亿');
        var (word, times) = Array.Find(_times, t => name.Length > t.Word.Length && name.StartsWith(t.Word, StringComparison.Ordinal));
        return _codes.TryGetValue(name[(word?.Length ?? 0)..], out var code) ? (code, word is null ? 1 : times) : null;
    }

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
