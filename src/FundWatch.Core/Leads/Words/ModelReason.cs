namespace FundWatch.Core.Leads.Words;

/// <summary>A model's score in auditors' words: the features that made it, each against the median of its peers.</summary>
public static class ModelReason
{
    private const int Features = 3;

    // A feature behind the first is told only where it adds something that a person would call unusual.
    private const double Worth = 0.25, Notable = 1.2;

    /// <summary>The features of a model that can be told: of records in several currencies, none that is money.</summary>
    public static IEnumerable<ModelPart> Sayable(ModelSignal model) => Currencies.AreSeveral(model.Currency) ? model.Parts.Where(p => !UnitOfMoney.Is(p.Unit)) : model.Parts;

    public static string Write(ModelSignal model, string subjectKind, bool chinese)
    {
        var telling = Sayable(model).Where(p => p.Contribution > 0).OrderByDescending(p => p.Contribution).ThenBy(p => p.Feature, StringComparer.Ordinal).ToList();
        var told = telling.Where((p, i) => i == 0 || p.Contribution >= Worth * telling[0].Contribution && Differs(p)).Take(Features)
            .Select(p => Feature(p, SubjectKind.Peers(subjectKind, model.FeatureSet, chinese), chinese, model.Currency));
        if (model.Currency is { } currency && Currencies.AreSeveral(currency))
        {
            told = told.Append(Currencies.NotAdded(currency, chinese));
        }

        return chinese
            ? $"与同类相比数据异常：{string.Join("；", told)}，需核实"
            : $"Unusual among its peers: {string.Join("; ", told)}; to be verified";
    }

    /// <summary>人均餐费 128 元，3.2 倍于 41 个同类单位的中位数（40 元） / meal cost per head 128 yuan, 3.2 times the median of 41 similar bureaus (40 yuan).</summary>
    /// <param name="whom">What the peers are called.</param>
    public static string Feature(ModelPart part, string whom, bool chinese, string? currency = null)
    {
        var peers = chinese ? $"{part.PeerCount} {Measure(whom)}同类{whom}" : $"{part.PeerCount} similar {whom}";
        var title = chinese ? part.TitleZh : part.TitleEn;
        if (part.Value is not { } value)
        {
            return chinese ? $"{title}缺失（{peers}中少见）" : $"{title} is missing (rare among {peers})";
        }

        var unit = UnitOf(part);
        var of = $"{title} {Figure(value, unit, chinese, currency)}";
        if (part.Median is not { } median)
        {
            return of;
        }

        var middle = Figure(median, unit, chinese, currency);
        return (value, median) switch
        {
            ( > 0, > 0) when value / median is var ratio && ratio >= 1.05 => chinese
                ? $"{of}，{PeopleFormat.Ratio(ratio)} 倍于 {peers}的中位数（{middle}）"
                : $"{of}, {PeopleFormat.Ratio(ratio)} times the median of {peers} ({middle})",
            ( > 0, > 0) when value / median <= 0.95 => chinese
                ? $"{of}，仅为 {peers}中位数（{middle}）的 {PeopleFormat.Percent((decimal)(value / median))}"
                : $"{of}, only {PeopleFormat.Percent((decimal)(value / median))} of the median of {peers} ({middle})",
            _ => chinese ? $"{of}（{peers}的中位数为 {middle}）" : $"{of} (median of {peers}: {middle})",
        };
    }

    private static string Measure(string whom) => whom == "学校" ? "所" : "个";

    private static bool Differs(ModelPart part) =>
        part is not { Value: > 0, Median: > 0 } || part.Value / part.Median is >= Notable or <= 1 / Notable;

    private static string UnitOf(ModelPart part) => UnitOf(part.Unit, part.TitleZh);

    /// <summary>Shares and rates come without a unit; their names say what they are.</summary>
    public static string UnitOf(string? unit, string titleZh) => string.IsNullOrEmpty(unit)
        && (titleZh.Contains('占') || titleZh.EndsWith('率') || titleZh.EndsWith("比例", StringComparison.Ordinal)) ? "share" : unit ?? "";

    private static string Figure(double value, string unit, bool chinese, string? currency)
    {
        var number = Math.Abs(value) < 7e27 ? (decimal)value : 0;
        return unit switch
        {
            "%" or "share" => PeopleFormat.Percent(number),
            "yuan" or "元" => PeopleFormat.Money(number) + " " + (currency ?? (chinese ? "元" : "yuan")),
            _ => PeopleFormat.Number(number),
        };
    }
}
