using System.Text.Json;
using CsCheck;
using FundWatch.Core.Leads;

namespace FundWatch.UnitTests.Leads;

public sealed class LeadFusionTests
{
    private static readonly RuleWords _words = new("题", "Title", "{item}", "{item}", "");

    private static readonly string[] _rules = ["REC-001", "REC-006", "REC-007", "COL-001", "COL-002", "PRO-005"];

    private static readonly Gen<Flag> _flag = Gen.Select(Gen.Bool, Gen.Int[1, 4], Gen.Decimal[0.1m, 50m], Gen.Decimal[0.1m, 50m], Gen.Int[0, 1000])
        .Select((d, severity, value, threshold, n) => Flag("REC-001", d, severity, value, threshold, $"i{n}"));

    private static readonly Gen<RuleSignal[]> _signals = Gen.Select(Gen.Int[0, 5].Select(i => _rules[i]), _flag.Array[1, 6])
        .Select((id, flags) => new RuleSignal(id, _words, flags.Select(f => f with { RuleId = id, IsDeterministic = flags[0].IsDeterministic }).ToList()))
        .Array[1, 6].Select(signals => signals.DistinctBy(s => s.RuleId).OrderBy(s => s.RuleId, StringComparer.Ordinal).ToArray());

    private static readonly Gen<ModelSignal?> _model = Gen.Select(Gen.Bool, Gen.Double[1e-9, 1]).Select((none, p) => none ? null : Model(p));

    [Fact]
    public void Adding_an_item_never_lowers_the_score() => Gen.Select(_signals, _model, _flag, Gen.Int[0, 5]).Sample((signals, model, flag, at) =>
    {
        var i = at % signals.Length;
        var more = signals.ToArray();
        more[i] = more[i] with { Flags = [.. more[i].Flags, flag with { RuleId = more[i].RuleId, IsDeterministic = more[i].IsDeterministic }] };
        return LeadFusion.Fuse(more, model).RiskScore >= LeadFusion.Fuse(signals, model).RiskScore;
    });

    [Fact]
    public void Adding_a_rule_never_lowers_the_score() => Gen.Select(_signals, _model).Sample((signals, model) =>
        LeadFusion.Fuse(signals, model).RiskScore >= LeadFusion.Fuse(signals[1..], model).RiskScore);

    [Fact]
    public void Raising_a_severity_or_a_strength_never_lowers_the_score() => Gen.Select(_signals, _model, Gen.Int[0, 5], Gen.Bool).Sample((signals, model, at, severity) =>
    {
        var i = at % signals.Length;
        var graver = signals.ToArray();
        graver[i] = graver[i] with
        {
            Flags = [.. graver[i].Flags.Select((f, n) => n > 0 ? f
                : severity ? f with { Severity = Math.Min(4, f.Severity + 1) }
                : f.Value >= f.Threshold ? f with { Value = f.Value * 1.5m } : f with { Value = f.Value / 1.5m })],
        };
        return LeadFusion.Fuse(graver, model).RiskScore >= LeadFusion.Fuse(signals, model).RiskScore;
    });

    [Fact]
    public void A_smaller_p_value_never_lowers_the_score() => Gen.Select(_signals, Gen.Double[1e-9, 1], Gen.Double[0.01, 1]).Sample((signals, p, factor) =>
        LeadFusion.Fuse(signals, Model(p * factor)).RiskScore >= LeadFusion.Fuse(signals, Model(p)).RiskScore);

    [Fact]
    public void Parts_add_up_to_the_score_exactly() => Gen.Select(_signals, _model).Sample((signals, model) =>
    {
        var fused = LeadFusion.Fuse(signals, model);
        return fused.RuleParts.Sum() + (fused.ModelPart ?? 0) == fused.RiskScore && fused.RuleParts.All(p => p >= 0) && fused.RiskScore is >= 0 and <= 99.99m;
    });

    [Fact]
    public void Two_hundred_items_of_one_rule_do_not_drown_the_others()
    {
        var many = new RuleSignal("REC-001", _words, Enumerable.Range(0, 200).Select(i => Flag("REC-001", true, 3, 9, 3, $"i{i}")).ToList());
        var one = new RuleSignal("PRO-005", _words, [Flag("PRO-005", true, 3, 9, 3, "x")]);
        var parts = LeadFusion.Fuse([many, one], null).RuleParts;
        (parts[0] / parts[1]).Should().BeInRange(2, 3);
    }

    [Fact]
    public void The_order_of_items_does_not_change_the_score() => Gen.Select(_signals, _model).Sample((signals, model) =>
        LeadFusion.Fuse(signals, model) is var a && LeadFusion.Fuse([.. signals.Select(s => s with { Flags = [.. s.Flags.Reverse()] })], model).RiskScore is var b && Math.Abs(a.RiskScore - b) <= 0.01m);

    [Theory]
    [InlineData(null, 3.0, 0)]
    [InlineData(3.0, null, 0)]
    [InlineData(5.0, 0.0, 0)]
    [InlineData(3.0, 3.0, 0)]
    [InlineData(6.0, 3.0, 0.5)]
    [InlineData(1.5, 3.0, 0.5)]
    [InlineData(300.0, 3.0, 1)]
    [InlineData(0.0, 20.0, 1)]
    [InlineData(-4.0, 3.0, 1)]
    public void Strength_is_the_distance_from_the_limit_on_a_ratio_scale(double? value, double? threshold, double expected) =>
        Strength.Of((decimal?)value, (decimal?)threshold).Should().BeApproximately(expected, 1e-9);

    internal static Flag Flag(string rule, bool deterministic, int severity, decimal? value, decimal? threshold, string item, decimal? amount = 100, params string[] evidence) =>
        new(rule, 1, deterministic, severity, item, value, threshold, amount, new DateOnly(2025, 3, 2), evidence.Length > 0 ? evidence : [$"reception:{item}"], JsonDocument.Parse("{}").RootElement);

    internal static ModelSignal Model(double p, double q = 0.05) => new("set", p, q, 1 - p, "peers", 41, 5000, ["set/x@1"], [], []);
}
