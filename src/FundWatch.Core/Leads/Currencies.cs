using System.Collections.Frozen;

namespace FundWatch.Core.Leads;

/// <summary>
/// The currencies of records (ISO 4217; null: yuan), and how several are written: CNY+HKD, yuan first. Amounts in several are never added up.
/// </summary>
public static class Currencies
{
    /// <summary>Yuan where a code must stand.</summary>
    public const string Yuan = "CNY";

    // About how many yuan a unit is, to one digit and for good. Only for the order of the queue, where money counts by its logarithm: a rate that is wrong by a factor of
    // two moves a priority by 3 %. No amount that anybody reads is ever converted.
    private static readonly FrozenDictionary<string, double> _yuan = new Dictionary<string, double>
    {
        ["AED"] = 2, ["AMD"] = 0.02, ["ARS"] = 0.007, ["AUD"] = 5, ["BDT"] = 0.06, ["BGN"] = 4, ["BRL"] = 1, ["CAD"] = 5, ["CHF"] = 8, ["CLP"] = 0.008,
        ["COP"] = 0.002, ["CZK"] = 0.3, ["DKK"] = 1, ["EGP"] = 0.1, ["EUR"] = 8, ["GBP"] = 9, ["GEL"] = 3, ["GHS"] = 0.5, ["HKD"] = 0.9, ["HNL"] = 0.3,
        ["HUF"] = 0.02, ["IDR"] = 0.0004, ["ILS"] = 2, ["INR"] = 0.08, ["JPY"] = 0.05, ["KES"] = 0.06, ["KGS"] = 0.08, ["KRW"] = 0.005, ["KZT"] = 0.01, ["MDL"] = 0.4,
        ["MNT"] = 0.002, ["MOP"] = 0.9, ["MXN"] = 0.4, ["MYR"] = 2, ["NGN"] = 0.005, ["NOK"] = 0.7, ["NPR"] = 0.05, ["NZD"] = 4, ["PEN"] = 2, ["PHP"] = 0.1,
        ["PKR"] = 0.03, ["PLN"] = 2, ["PYG"] = 0.001, ["RON"] = 2, ["RUB"] = 0.08, ["SAR"] = 2, ["SEK"] = 0.7, ["SGD"] = 5, ["THB"] = 0.2, ["TRY"] = 0.2,
        ["TWD"] = 0.2, ["UAH"] = 0.2, ["UGX"] = 0.002, ["USD"] = 7, ["UYU"] = 0.2, ["UZS"] = 0.0006, ["VND"] = 0.0003, ["ZAR"] = 0.4, ["ZMW"] = 0.3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <param name="currency">ISO 4217; null: yuan. One that is not known counts as yuan.</param>
    public static double RoughYuan(string? currency) => currency is null ? 1 : _yuan.GetValueOrDefault(currency, 1);

    /// <summary>The currencies of several records as one text: that of all of them, or the codes of all, CNY+HKD.</summary>
    public static string? Join(IEnumerable<string?> currencies)
    {
        var codes = currencies.SelectMany(Of).Distinct().Order(StringComparer.Ordinal).ToList(); // null before all others
        return codes.Count > 1 ? string.Join('+', codes.Select(c => c ?? Yuan)) : codes.FirstOrDefault();
    }

    /// <summary>Each of the currencies that <see cref="Join"/> has put together; null: yuan.</summary>
    public static IReadOnlyList<string?> Of(string? currency) => currency is null ? [null] : [.. currency.Split('+').Select(c => c == Yuan ? null : c)];

    public static bool AreSeveral(string? currency) => currency?.Contains('+', StringComparison.Ordinal) == true;

    /// <summary>What is said where records are in several: 证据涉及人民币和 HKD，金额未相加.</summary>
    public static string NotAdded(string currency, bool chinese)
    {
        var all = Named(currency, chinese);
        return chinese ? $"证据涉及{(char.IsAsciiLetter(all[0]) ? " " : "")}{all}，金额未相加" : $"the evidence is in {all}, whose amounts are not added up";
    }

    /// <summary>What is said where records are held against a limit in another currency: 限额以人民币计，记录以 HKD 计，未经换算，请人工比对.</summary>
    public static string NotConverted(string limits, string? records, bool chinese)
    {
        var (limit, record) = (Named(limits, chinese), Named(records ?? Yuan, chinese));
        return chinese
            ? $"限额以{Spaced(limit)}计，记录以{Spaced(record)}计，未经换算，请人工比对"
            : $"the limit is in {limit} and the records in {record}; nothing was converted, compare them by hand";
    }

    private static string Spaced(string name) => char.IsAsciiLetter(name[0]) ? $" {name} " : name;

    private static string Named(string currency, bool chinese)
    {
        var names = Of(currency).Select(c => c ?? (chinese ? "人民币" : "yuan")).ToList();
        return names.Count == 1 ? names[0] : string.Join(chinese ? "、" : ", ", names.SkipLast(1)) + (!chinese ? " and " : char.IsAsciiLetter(names[^2][0]) ? " 和 " : "和 ") + names[^1];
    }
}
