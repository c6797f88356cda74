using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Records;
using FundWatch.Core.Rules;
using FundWatch.Data.Features;
using FundWatch.Data.Rules;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Rules;

/// <summary>Every rule file there is, held to the same: complete, does what its page says on its own sample, and writes the same twice.</summary>
public sealed class RuleFilesTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // Words of law belong to what a person has found, never to a doubt a machine has raised.
    private static readonly string[] _verdicts = ["骗取", "挪用", "虚报冒领", "贪污", "侵占", "套取", "受贿", "违法", "违纪"];

    private static readonly string[] _headings =
        ["What it asks", "Method", "Worked example", "Why it matters", "Parameters", "What is not a hit", "Assumptions"];

    private static readonly string[] _registers = ["company", "organisation", "personnel"];

    private static readonly RuleCatalogue _catalogue = RuleCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "rules"));

    public static TheoryData<string> Ids => new(_catalogue.Rules.Select(r => r.Header.Id));

    [Fact]
    public void No_rule_file_is_broken() => _catalogue.Errors.Select(e => e.Message).Should().BeEmpty();

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_has_all_its_headings_and_says_how_far_the_law_was_checked(string id)
    {
        var rule = _catalogue.Get(id);
        var page = File.ReadAllText(rule.PagePath);
        var headings = page.Split('\n').Where(line => line.StartsWith("## ", StringComparison.Ordinal)).ToList();
        foreach (var heading in _headings)
        {
            headings.Should().Contain(line => line.Contains(heading, StringComparison.OrdinalIgnoreCase), "{0} needs a heading '{1}'", id, heading);
        }

        page.Should().StartWith($"# {id} ");
        if (!rule.Header.BasisChecked)
        {
            page.Should().Contain("依据待核实");
        }

        foreach (var parameter in rule.Header.Parameters)
        {
            page.Should().Contain(parameter.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_gives_the_limits_of_the_rule(string id) => RulePage.Differences(_catalogue.Get(id)).Should().BeEmpty();

    [Fact]
    public void A_rules_figure_is_one_that_the_models_have_for_the_same_kind_of_subject()
    {
        var figures = FeatureCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "features")).Sets
            .SelectMany(set => set.Features.Select(f => (Name: $"{set.Name}.{f.Name}", set.SubjectKind))).ToList();
        foreach (var rule in _catalogue.Rules.Where(r => r.Header.Figure is not null))
        {
            figures.Should().Contain((rule.Header.Figure!, rule.Header.Subject), "{0} names it", rule.Header.Id);
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_words_of_a_flag_are_a_doubt_in_both_languages(string id)
    {
        var header = _catalogue.Get(id).Header;
        header.ReasonZh.Should().Contain("疑似").And.Contain("需核实");
        header.ReasonEn.Should().MatchRegex("(?i)suspected").And.MatchRegex("(?i)to be verified");
        header.ReasonZh.Should().NotContainAny(_verdicts);
        header.TitleZh.Should().NotContainAny(_verdicts);
        Shared(header.ReasonEn).Should().BeEquivalentTo(Shared(header.ReasonZh));

        // what_zh and what_en are one thing in two languages.
        static IEnumerable<string> Shared(string template) => ReasonTemplate.Names(template).Select(n => n.EndsWith("_zh", StringComparison.Ordinal) || n.EndsWith("_en", StringComparison.Ordinal) ? n[..^3] : n);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_sample_gives_what_the_author_expects(string id)
    {
        var rule = _catalogue.Get(id);

        var result = await SampleCheck.RunAsync(database.App, rule);

        result.Differences.Should().BeEmpty();
        result.Items.Select(i => i.State).Should().Contain("triggered").And.Contain(s => s != "triggered");
        foreach (var item in result.Items.Where(i => i.State == "triggered"))
        {
            var flag = new Flag(id, rule.Header.Version, true, rule.Header.Severity, item.ItemKey, item.Value, item.Threshold, item.Amount, item.EventOn, item.Evidence, item.Detail);
            foreach (var (template, chinese) in new[] { (rule.Header.ReasonZh, true), (rule.Header.ReasonEn, false) })
            {
                ReasonTemplate.Fill(template, flag, chinese)
                    .Should().NotContain(ReasonTemplate.Missing, "a reason must find every figure it names");
            }

            item.Evidence.Should().NotBeEmpty().And.OnlyContain(e => e.Contains(':'));
            item.Amount.GetValueOrDefault().Should().BeGreaterThanOrEqualTo(0);
        }

        Assert.All(result.Items.Where(i => i.State == "insufficient_data"),
            i => i.Detail.GetProperty("missing").GetArrayLength().Should().BePositive("insufficient data names the columns that were absent"));
    }

    [Theory]
    [InlineData("SUB-001", "91990101000040010Q", 800_000)] // two applications that repeat a third
    [InlineData("SUB-002", "91990101000040010Q", 120_000)]
    [InlineData("FIN-014", "A1", 61_702.70)] // one document paid three times
    public async Task What_an_item_only_repeats_takes_nothing_from_its_amount(string id, string subject, double atStake)
    {
        var rule = _catalogue.Get(id);
        var found = (await SampleCheck.RunAsync(database.App, rule)).Items.Where(i => i.State == "triggered").ToList();

        var flags = found.Where(i => i.SubjectCode == subject)
            .Select(i => new Flag(id, rule.Header.Version, true, rule.Header.Severity, i.ItemKey, i.Value, i.Threshold, i.Amount, i.EventOn, i.Evidence, i.Detail)).ToList();

        AmountAtStake.Of(flags).Should().Be(flags.Sum(f => f.Amount!.Value)).And.Be((decimal)atStake);
        Assert.All(flags, f => f.AmountRows.Should().ContainSingle().Which.Should().BeOneOf(f.Evidence));
    }

    /// <summary>Else a sum over several records would lie on one of them (or on a register's row), and what another rule finds in the rest would be added to it.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_item_that_is_a_record_among_others_says_which_of_them_hold_its_amount(string id)
    {
        var rule = _catalogue.Get(id);
        var items = (await SampleCheck.RunAsync(database.App, rule)).Items.Where(i => i.State == "triggered" && i.Amount > 0 && !i.Detail.TryGetProperty("amount_rows", out _));
        foreach (var item in items)
        {
            foreach (var stream in item.Evidence.Where(e => e.EndsWith(':' + item.ItemKey, StringComparison.Ordinal)).Select(StreamOf))
            {
                _registers.Should().NotContain(stream, "a register's row holds no money: {0} must say where that of {1} lies", id, item.ItemKey);
                item.Evidence.Select(StreamOf).Should().ContainSingle(s => s == stream, "{0} must say which of these records hold the amount of {1}", id, item.ItemKey);
            }
        }

        static string StreamOf(string record) => record[..record.IndexOf(':', StringComparison.Ordinal)];
    }

    [Theory]
    [InlineData("REC-014", "11430301MB1Q00001A", "reception:R2", 2730)] // three claims of one chain, whose key is the first
    [InlineData("SCH-007", "SCH10", "meal_purchase:K281", 9000)] // the register's row beside the purchases, whose key is the supplier's code
    public async Task What_another_rule_finds_in_one_of_an_items_records_is_not_added_to_their_sum(string id, string subject, string record, decimal atStake)
    {
        var rule = _catalogue.Get(id);
        var item = (await SampleCheck.RunAsync(database.App, rule)).Items.Single(i => i.State == "triggered" && i.SubjectCode == subject);
        var flag = new Flag(id, rule.Header.Version, false, rule.Header.Severity, item.ItemKey, item.Value, item.Threshold, item.Amount, item.EventOn, item.Evidence, item.Detail);
        var other = flag with { RuleId = "ANY-001", ItemKey = record[(record.IndexOf(':', StringComparison.Ordinal) + 1)..], Amount = 300, Evidence = [record], Detail = default };

        AmountAtStake.Of([flag, other]).Should().Be(atStake);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_engine_finds_the_same_under_the_read_only_role_and_a_second_run_writes_nothing(string id)
    {
        var rule = _catalogue.Get(id);
        await ClearAsync();
        await LoadAsync(rule);
        var expected = (await SampleCheck.RunAsync(database.App, rule)).Items.CountBy(i => i.State).ToDictionary();
        var engine = new RuleEngine(database.Store, RuleCatalogue.Of(rule), TimeProvider.System);

        var run = (await engine.RunAsync(new RuleScope())).Single();
        var first = await database.HashTablesAsync("rule", "record", "history");
        await engine.RunAsync(new RuleScope());
        await engine.RunAsync(new RuleScope(Full: true));

        run.Message.Should().BeNull();
        run.Triggered.Should().Be(expected.GetValueOrDefault("triggered"));
        run.NotTriggered.Should().Be(expected.GetValueOrDefault("not_triggered"));
        run.InsufficientData.Should().Be(expected.GetValueOrDefault("insufficient_data"));
        run.NotApplicable.Should().Be(expected.GetValueOrDefault("not_applicable"));
        run.FlagsRaised.Should().Be(expected.GetValueOrDefault("triggered"));
        (await database.HashTablesAsync("rule", "record", "history")).Should().Equal(first);
    }

    // One store for all rules: a fresh one for each would take longer than the rules do.
    private async Task ClearAsync()
    {
        var tables = RecordStreams.All.SelectMany(s => new[] { $"record.{s.Name}", $"history.{s.Name}" });
        await using var command = database.Owner.CreateCommand(
            $"truncate {string.Join(", ", tables)}, rule.catalogue, rule.parameter, rule.progress, rule.state, rule.flag");
        await command.ExecuteNonQueryAsync();
    }

    private async Task LoadAsync(RuleFile rule)
    {
        await using var connection = await database.App.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await SampleLoader.LoadAsync(connection, rule, default);
        await transaction.CommitAsync();
    }
}
