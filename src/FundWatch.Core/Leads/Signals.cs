using System.Text.Json;

namespace FundWatch.Core.Leads;

/// <summary>疑点: one item of a subject that triggered a rule, as the rules engine stored it.</summary>
/// <param name="Severity">1 (context only) to 4 (critical).</param>
/// <param name="Value">What was measured, in the rule's unit; null where the rule only says yes or no.</param>
/// <param name="Threshold">The limit valid on the event's date in the subject's region.</param>
/// <param name="Amount">Money at stake, in the currency of the evidence.</param>
/// <param name="Evidence">stream:natural_key of the rows behind it.</param>
/// <param name="Detail">Figures and names that the reason's words use.</param>
/// <param name="Currency">Of the evidence (<see cref="Currencies"/>); null: yuan.</param>
/// <param name="Limit">What the amounts were held against, where that is in another currency than they are; there is then no <paramref name="Threshold"/>, for the two have no ratio.</param>
public sealed record Flag(
    string RuleId, int RuleVersion, bool IsDeterministic, int Severity, string ItemKey, decimal? Value, decimal? Threshold,
    decimal? Amount, DateOnly? EventOn, IReadOnlyList<string> Evidence, JsonElement Detail, string? Currency = null, Stake? Limit = null)
{
    // Beyond, the next one adds nothing that would show.
    private const int MostObservations = 100;

    /// <summary>
    /// How many findings of their own the item stands for (detail observations), each of which is beyond the limit: the weeks of a price that stays too high are one item, and
    /// must not weigh less than as many items would.
    /// </summary>
    public int Observations => (int)Math.Clamp(Figure("observations") ?? 1, 1, MostObservations);

    /// <summary>
    /// The records that hold <see cref="Amount"/>: those the rule names (detail amount_rows), else the item itself where it is one of the records, else all of the evidence.
    /// What else the evidence shows only proves it: two rules that rest on different bids of one project speak of one award.
    /// </summary>
    public IReadOnlyList<string> AmountRows => Detail.ValueKind == JsonValueKind.Object && Detail.TryGetProperty("amount_rows", out var rows) && rows.ValueKind == JsonValueKind.Array
        ? [.. rows.EnumerateArray().Select(r => r.GetString()!)]
        : Evidence.FirstOrDefault(IsItem) is { } item ? [item] : Evidence;

    private bool IsItem(string record) => record.IndexOf(':', StringComparison.Ordinal) == record.Length - ItemKey.Length - 1 && record.EndsWith(ItemKey, StringComparison.Ordinal);

    /// <summary>The unit of value and threshold where the items of a rule measure different things (detail value_unit).</summary>
    public string? Unit => Text("value_unit");

    /// <summary>What can be said of it where its evidence is in several currencies: the rule has added or compared their amounts, which is none.</summary>
    /// <param name="unit">Of value and threshold.</param>
    /// <param name="isOfMoney">Whether its shares are of amounts: they are as little a figure.</param>
    public Flag WithoutMoney(string? unit, bool isOfMoney = false) =>
        UnitOfMoney.IsIn(Unit ?? unit) || (isOfMoney && (Unit ?? unit) is "share" or "ratio" or "percent" or "%") ? this with { Amount = null, Value = null, Threshold = null } : this with { Amount = null };

    /// <summary>The stream of prices or standards that the limit comes from (detail standard_from); null where the rule has it from elsewhere.</summary>
    public string? StandardFrom => Text("standard_from");

    /// <summary>What can be said of it where its limit is in another currency than its records.</summary>
    /// <param name="isBeyondLimit">False where the limit is the least that is looked at: what was found does not hang on it.</param>
    public Flag HeldAgainst(string? currency, bool isBeyondLimit) => this with { Limit = new Stake(Threshold!.Value, currency), Threshold = null, Amount = isBeyondLimit ? null : Amount };

    /// <summary>A number in <see cref="Detail"/>; null where there is none of the name.</summary>
    internal decimal? Figure(string name) =>
        Detail.ValueKind == JsonValueKind.Object && Detail.TryGetProperty(name, out var figure) && figure.ValueKind == JsonValueKind.Number ? figure.GetDecimal() : null;

    // A rule of somebody's own may give anything there.
    private string? Text(string name) => Detail.ValueKind == JsonValueKind.Object && Detail.TryGetProperty(name, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
}

/// <summary>What a rule says of itself, for the words of a lead.</summary>
/// <param name="Unit">Of value and threshold; empty where the rule names none.</param>
/// <param name="IsOfMoney">Whether the rule requires an amount: what it divides is then amounts.</param>
public sealed record RuleWords(string TitleZh, string TitleEn, string ReasonZh, string ReasonEn, string Unit, bool IsOfMoney = false)
{
    /// <summary>Whether the reason tells the limit; where it does not, that is only the least that is looked at.</summary>
    public bool TellLimit => Leads.Words.ReasonTemplate.Names(ReasonZh).Contains("threshold");
}

/// <summary>Units of rules and features that are money; their words are kept where the money is in another currency.</summary>
public static class UnitOfMoney
{
    public static bool Is(string? unit) => unit is "yuan" or "元";

    /// <summary>Also money per something: yuan/kg, yuan per head.</summary>
    public static bool IsIn(string? unit) => Is(unit) || unit?.StartsWith("yuan", StringComparison.Ordinal) == true || unit?.StartsWith("元/", StringComparison.Ordinal) == true;
}

/// <summary>Everything one rule found about one subject in records of one currency, or across the same ones.</summary>
/// <param name="LimitsIn">The currency of the rule's limits, as a code, where that is another one than its records have; null where it is the same.</param>
public sealed record RuleSignal(string RuleId, RuleWords Words, IReadOnlyList<Flag> Flags, string? LimitsIn = null)
{
    public bool IsDeterministic => Flags[0].IsDeterministic;

    public int Severity => Flags.Max(f => f.Severity);

    /// <summary>Of its flags; null: yuan.</summary>
    public string? Currency => Flags[0].Currency;

    /// <summary>
    /// True where the rule, which tests many subjects at once, bounds its false alarms: it gives an item's rate after Benjamini and Hochberg (detail q_value)
    /// and that rate is within the share its parameter allows (detail false_share).
    /// </summary>
    public bool IsWithinFalseShare => Flags.Any(f => f.Figure("q_value") is { } q && q <= (f.Figure("false_share") ?? (decimal)FusionWeights.DefaultQ));
}

/// <summary>How the models of one feature set see one subject.</summary>
/// <param name="PValue">Calibrated: the chance of a figure at least as strange among ordinary peers.</param>
/// <param name="QValue">The false-discovery rate at which this subject would just be selected (Benjamini-Hochberg).</param>
/// <param name="Amount">Money that passed through the subject; null where that is in several currencies.</param>
/// <param name="Versions">name@version of every model that took part.</param>
/// <param name="Currency">Of the subject's records that the figures are made of (<see cref="Currencies"/>); null: yuan.</param>
public sealed record ModelSignal(
    string FeatureSet, double PValue, double QValue, double Score, string PeerGroup, int PeerCount, decimal? Amount,
    IReadOnlyList<string> Versions, IReadOnlyList<ModelPart> Parts, IReadOnlyList<string> Evidence, string? Currency = null);

/// <summary>One feature's share in a model's score; contributions of a score's parts add up to the score.</summary>
public sealed record ModelPart(string Feature, string TitleZh, string TitleEn, string Unit, double? Value, double? Median, double Contribution, int PeerCount);
