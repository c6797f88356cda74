using System.Globalization;
using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;

namespace FundWatch.UnitTests.Leads;

public sealed class LeadRulesTests
{
    private static readonly RuleWords _words = new("题", "Title", "{item}", "{item}", "");
    private static readonly Scheme _scheme = Schemes.Find("reception.standard")!;

    [Theory]
    [InlineData(true, 2, 3, true)]      // a hard limit broken
    [InlineData(true, 1, 3, false)]     // context only
    [InlineData(false, 3, 3, true)]     // a pattern with no ordinary explanation
    [InlineData(false, 2, 3, false)]    // a screen at its limit
    [InlineData(false, 2, 6, true)]     // the same, twice beyond it
    [InlineData(false, 1, 300, false)]
    public void One_signal_makes_a_lead_when_it_is_deterministic_or_very_strong(bool deterministic, int severity, int value, bool expected) =>
        Admission.IsLead([Signal("REC-001", deterministic, severity, value)], null, false).Should().Be(expected);

    [Fact]
    public void Two_independent_analytic_signals_make_a_lead_and_two_views_of_one_fact_do_not()
    {
        Admission.IsLead([Signal("REC-007", false, 2, 3), Signal("REC-010", false, 2, 3)], null, false).Should().BeTrue();
        Admission.IsLead([Signal("COL-001", false, 1, 3), Signal("COL-002", false, 1, 3)], null, false).Should().BeFalse();
    }

    [Theory]
    [InlineData(2, """{"q_value": 0.04}""", true)]                         // as models: one false alarm in ten at most
    [InlineData(2, """{"q_value": 0.11}""", false)]
    [InlineData(2, """{"q_value": 0.04, "false_share": 0.01}""", false)]   // an office that wants fewer
    [InlineData(1, """{"q_value": 0.0001}""", false)]                      // context stays context
    public void A_rule_that_bounds_its_false_alarms_needs_no_company(int severity, string detail, bool expected)
    {
        var signal = Signal("ENG-016", false, severity, 3);
        var flags = signal.Flags.Select(f => f with { Detail = JsonDocument.Parse(detail).RootElement }).ToList();
        Admission.IsLead([signal with { Flags = flags }], null, false).Should().Be(expected);
    }

    [Theory]
    [InlineData(2, """{"observations": 1}""", false)]
    [InlineData(2, """{"observations": 3}""", true)]      // as three items at their limit
    [InlineData(2, """{"observations": "3"}""", false)]
    [InlineData(2, """{"observations": -3}""", false)]
    [InlineData(1, """{"observations": 100000}""", false)] // context stays context
    public void An_item_weighs_as_much_as_the_findings_that_it_stands_for(int severity, string detail, bool expected)
    {
        var signal = Signal("SCH-003", false, severity, 3);
        var flags = signal.Flags.Select(f => f with { Threshold = f.Value, Detail = JsonDocument.Parse(detail).RootElement }).ToList();
        Admission.IsLead([signal with { Flags = flags }], null, false).Should().Be(expected);
    }

    [Fact]
    public void A_strong_p_value_or_a_hard_hit_elsewhere_is_company_for_an_analytic_signal()
    {
        var weak = new[] { Signal("REC-007", false, 2, 3) };
        Admission.IsLead(weak, LeadFusionTests.Model(0.04), false).Should().BeTrue();
        Admission.IsLead(weak, LeadFusionTests.Model(0.2), false).Should().BeFalse();
        Admission.IsLead(weak, null, deterministicElsewhere: true).Should().BeTrue();
    }

    [Fact]
    public void Models_alone_file_a_lead_only_within_the_false_discovery_rate()
    {
        Case([], LeadFusionTests.Model(1e-4, 0.09)).Leads().Should().ContainSingle().Which.Scheme.Name.Should().Be("reception.anomaly");
        Case([], LeadFusionTests.Model(1e-4, 0.11)).Leads().Should().BeEmpty();
        Case([Signal("REC-001", true, 3, 9)], LeadFusionTests.Model(1e-4, 0.01)).Leads().Should().ContainSingle().Which.Model.Should().NotBeNull();
    }

    [Fact]
    public void A_bidders_model_belongs_to_its_project_lead()
    {
        var found = new SubjectCase("company", "C", [(Schemes.Find("project.collusion")!, Signal("COL-001", true, 4, 9))], [("bid", LeadFusionTests.Model(1e-4))]);
        found.Leads().Should().ContainSingle().Which.Model.Should().NotBeNull();
    }

    [Fact]
    public void Money_of_one_row_is_counted_once() => AmountAtStake.Of(
    [
        LeadFusionTests.Flag("REC-001", true, 3, 9, 3, "a", 1000, "reception:R1"),
        LeadFusionTests.Flag("REC-006", true, 3, 9, 3, "b", 600, "reception:R1"),
        LeadFusionTests.Flag("REC-014", true, 3, 9, 3, "c", 900, "reception:R1", "reception:R2", "reception:R3"),
    ]).Should().Be(1000 + 600);

    [Fact]
    public void Rows_that_only_prove_the_money_of_others_take_nothing_from_it() => AmountAtStake.Of(
    [
        LeadFusionTests.Flag("SUB-002", true, 3, 1, 0, "A", 121_305.89m, "subsidy:A", "fund_use:A1", "fund_use:B1", "subsidy:B") with { Detail = Rows("subsidy:A") },
        LeadFusionTests.Flag("SUB-002", true, 3, 1, 0, "C", 16_332.42m, "subsidy:C", "fund_use:C1", "fund_use:B1", "subsidy:B") with { Detail = Rows("subsidy:C") },
    ]).Should().Be(137_638.31m);

    [Fact]
    public void Rules_that_rest_on_different_bids_of_a_project_speak_of_one_award() => AmountAtStake.Of(
    [
        LeadFusionTests.Flag("COL-001", true, 4, 2, 2, "P06", 4_020_000, "project:P06", "bid:B1", "bid:B2"),
        LeadFusionTests.Flag("COL-007", true, 4, 2, 2, "P06", 4_020_000, "project:P06", "bid:B3", "bid:B4", "bid:B5"),
        LeadFusionTests.Flag("COL-011", true, 4, 2, 2, "P06|x", 1_000, "bid:P06|x:1", "bid:B7"),
    ]).Should().Be(4_020_000 + 1_000);

    private static System.Text.Json.JsonElement Rows(string row) => System.Text.Json.JsonSerializer.SerializeToElement(new { amount_rows = new[] { row } });

    [Fact]
    public void Q_values_follow_Benjamini_and_Hochberg()
    {
        var family = new BenjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.5, 0.04]);
        family.QValue(0.005).Should().BeApproximately(0.03, 1e-12);
        family.QValue(0.01).Should().BeApproximately(0.03, 1e-12);
        family.QValue(0.03).Should().BeApproximately(0.048, 1e-12);
        family.QValue(0.04).Should().BeApproximately(0.048, 1e-12);
        family.QValue(0.5).Should().Be(0.5);
    }

    [Fact]
    public void A_fingerprint_is_for_ever() => Fingerprint.Of("reception.standard", "organisation", "11450100007565025K").Should().Be("057fe6e25b5aa5c67d22a5e09838f2d7");

    [Theory]
    [InlineData(64.5, 1200000, 3, "2025-06-01")]
    [InlineData(0, 0, 1, null)]
    public void The_factors_of_a_priority_multiply_to_it(double risk, int amount, int severity, string? day)
    {
        var priority = Priority.Of((decimal)risk, [new Stake(amount, null)], severity, day is null ? null : DateOnly.Parse(day, null));
        var parts = Priority.PartsOf(priority, (decimal)risk, [new Stake(amount, null)], severity);
        (100 * parts.Chance * parts.Money * parts.Gravity * parts.Freshness).Should().BeApproximately((double)priority, 1e-3);
    }

    [Fact]
    public void The_factors_that_are_shown_multiply_to_the_priority_that_is_shown()
    {
        for (var i = 0; i < 2_000; i++)
        {
            var (risk, amount, severity, day) = (37 * i % 10_001 / 100m, 7_919m * i * i, 1 + i % 4, new DateOnly(2015, 1, 1).AddDays(3 * i));
            var priority = Priority.Of(risk, [new Stake(amount, null)], severity, day);

            var shown = PriorityFactors.Of(Priority.PartsOf(priority, risk, [new Stake(amount, null)], severity), priority).Select(f => decimal.Parse(f, CultureInfo.InvariantCulture)).ToList();

            Math.Round(100 * shown[1] * shown[2] * shown[3] * shown[4], MidpointRounding.AwayFromZero).Should().Be(shown[0]);
        }
    }

    [Fact]
    public void The_same_money_in_another_currency_has_about_the_same_priority()
    {
        var yuan = Priority.Of(80, [new Stake(700_000, null)], 3, new DateOnly(2025, 1, 1));
        Priority.Of(80, [new Stake(100_000, "USD")], 3, new DateOnly(2025, 1, 1)).Should().BeApproximately(yuan, yuan * 0.01m);
        Priority.Of(80, [new Stake(40_000_000, "AMD")], 3, new DateOnly(2025, 1, 1)).Should().BeApproximately(yuan, yuan * 0.01m);
        Priority.Of(80, [new Stake(40_000_000, null)], 3, new DateOnly(2025, 1, 1)).Should().BeGreaterThan(yuan * 1.1m);
        Priority.PartsOf(yuan, 80, [new Stake(100_000, "USD")], 3).Freshness.Should().BeApproximately(Priority.PartsOf(yuan, 80, [new Stake(700_000, null)], 3).Freshness, 1e-6);
    }

    [Fact]
    public void The_order_of_two_leads_does_not_depend_on_the_day()
    {
        var old = Priority.Of(80, [new Stake(1000, null)], 3, new DateOnly(2022, 1, 1));
        Priority.Of(80, [new Stake(1000, null)], 3, new DateOnly(2025, 1, 1)).Should().BeApproximately(old * 2, 0.5m);
        Priority.Of(80, [new Stake(100_000_000, null)], 3, new DateOnly(2022, 1, 1)).Should().BeLessThan(old * 1.6m, "money sorts like with like and buries nobody");
    }

    private static SubjectCase Case(RuleSignal[] rules, ModelSignal model) =>
        new("organisation", "X", rules.Select(r => (_scheme, r)).ToList(), [("reception", model)]);

    private static RuleSignal Signal(string id, bool deterministic, int severity, decimal value) =>
        new(id, _words, [LeadFusionTests.Flag(id, deterministic, severity, value, 3, "i")]);
}
