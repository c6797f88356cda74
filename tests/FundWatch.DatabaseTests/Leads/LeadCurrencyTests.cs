using System.Text;
using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Leads;
using FundWatch.Data.Leads.Export;
using FundWatch.Data.Queue;
using FundWatch.Data.Records;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Jobs.Scoring;

namespace FundWatch.DatabaseTests.Leads;

/// <summary>An amount is in the currency of the records that it rests on, whatever else its subject has; amounts in two currencies are never added up.</summary>
public sealed class LeadCurrencyTests : IngestTest
{
    private static readonly IReadOnlyList<Column> _columns = RecordStreams.Get("reception").Columns;

    [Fact]
    public async Task What_else_a_subject_has_changes_no_currency_and_its_withdrawal_gives_back_the_same_leads()
    {
        await InHongKongDollarsAsync();
        await ScoreAsync();
        var alone = await LeadsAsync();
        alone.Should().NotBeEmpty().And.OnlyContain(l => l.Currency == "HKD" && l.Amounts == null && !l.ReasonsZh.Contains('元') && !l.ReasonsEn.Contains("yuan"));
        var amounts = await AmountsAsync();
        amounts.Should().Contain("HKD:11100.00");

        await InYuanAsync(1, 100, letter: "函2号");
        await ScoreAsync();
        (await LeadsAsync()).Where(l => l.AmountAtStake > 0).Should().NotBeEmpty().And.OnlyContain(l => l.Currency == "HKD" && !l.ReasonsZh.Contains('元') && !l.ReasonsEn.Contains("yuan"));
        (await AmountsAsync()).Should().Be(amounts);

        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(2, "wrong file", "tester", false, null, default);
        await ScoreAsync();
        (await LeadsAsync()).Should().BeEquivalentTo(alone, o => o.Excluding(l => l.LastSeen));
    }

    [Fact]
    public async Task Amounts_in_two_currencies_stand_beside_each_other()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(3, 3000);
        await ScoreAsync();

        var lead = (await LeadsAsync()).Single(l => l.Scheme == "reception.standard");
        lead.Stakes.Should().Equal(new Stake(5100, null), new Stake(11100, "HKD"));
        lead.Should().BeEquivalentTo(new { Currency = "CNY+HKD", AmountAtStake = 0m, Amounts = new[] { 5100m, 11100m }, IsAbroad = false });
        lead.ReasonsZh.Should().EndWith("\n涉及金额 5,100.00 元、11,100.00 HKD，币种不同，未相加").And.Contain("超出 3,700.00 HKD").And.Contain("超出 1,700.00 元").And.NotContain("3,700.00 元");
        lead.ReasonsEn.Should().EndWith("\nAt stake: 5,100.00 yuan, 11,100.00 HKD; in different currencies, not added up").And.NotContain("3,700.00 yuan");
        lead.ReasonCodes.Should().OnlyHaveUniqueItems();

        var page = (await new LeadStore(Database.Store).ShowAsync(lead.LeadId))!;
        page.Parts.Where(p => p.Code == "REC-006").Select(p => (p.CurrencyIn(lead.Currency), p.Amount)).Should().BeEquivalentTo([((string?)null, (decimal?)5100m), ("HKD", 11100m)]);
        page.Parts.Sum(p => p.Contribution).Should().Be(lead.RiskScore);
        page.Priority.Should().Be(Priority.Of(lead.RiskScore, [new Stake(5100, null), new Stake(11100, "HKD")], 3, new DateOnly(2025, 3, 12)));
        page.PriorityParts.Money.Should().BeApproximately(1 + (Math.Log10(1 + ((5100 + (11100 * 0.9)) / 1000)) / 10), 1e-9);
        page.Evidence.ToDictionary(r => r.Key, r => r.Cells.Single(c => c.Column == "total_amount").Value).Should().Contain("H1", "5,000 HKD").And.Contain("C1", "3,000");

        var totals = await new QueueStore(Database.Store).TotalsAsync(new LeadFilter(Scheme: lead.Scheme));
        totals.Should().BeEquivalentTo(new { Leads = 1L, Amount = 5100m, Others = new[] { new Stake(11100, "HKD") } });
        (await new QueueStore(Database.Store).ListAsync(new LeadFilter(Scheme: lead.Scheme), null, 10)).Rows.Single().Stakes.Should().Equal(lead.Stakes);

        await ScoreAsync();
        (await LeadsAsync()).Single(l => l.LeadId == lead.LeadId).Should().BeEquivalentTo(lead);
        (await new LeadReplay(Database.Store, FundWatch.Data.Rules.RuleCatalogue.Installed(Database.Store.Directory), TimeProvider.System).ReplayAsync(lead.LeadId))!.Differences.Should().BeEmpty();
    }

    [Fact]
    public async Task What_a_rule_found_across_two_currencies_has_no_amount_and_says_so()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(3, 3000);
        await ScoreAsync();

        var parts = new List<LeadPart>();
        foreach (var lead in await LeadsAsync())
        {
            parts.AddRange((await new LeadStore(Database.Store).ShowAsync(lead.LeadId))!.Parts.Where(p => p.CurrencyIn(lead.Currency) == "CNY+HKD"));
        }

        parts.Should().Contain(p => p.Code == "REC-003", "one letter was used in both").And.OnlyContain(p => p.Amount == null);
        parts.Should().OnlyContain(p => p.ReasonZh.Contains("证据涉及人民币和 HKD，金额未相加") && p.ReasonEn.Contains("the evidence is in yuan and HKD, whose amounts are not added up"));
        parts.Select(p => p.ReasonZh + p.ReasonEn).Should().NotContainMatch("*元*").And.OnlyContain(r => !System.Text.RegularExpressions.Regex.IsMatch(r, @"\d (HKD|yuan)"));
    }

    [Fact]
    public async Task Exports_name_the_currencies_and_no_sum()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(3, 3000);
        await ScoreAsync();

        var csv = await ExportAsync("csv");
        csv.Should().Contain(",CNY+HKD,").And.Contain("5,100.00 元、11,100.00 HKD").And.NotContain("16200").And.NotContain("11,100.00 元");
        using var json = System.Text.Json.JsonDocument.Parse(await ExportAsync("json"));
        var lead = json.RootElement.GetProperty("leads").EnumerateArray().Single(l => l.GetProperty("scheme").GetString() == "reception.standard");
        lead.GetProperty("currency").GetString().Should().Be("CNY+HKD");
        lead.GetProperty("amount_at_stake").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        (await ExportAsync("csv")).Should().Be(csv);
    }

    [Fact]
    public async Task A_record_says_its_currency_unless_it_is_in_yuan()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(1, 100);
        (await TotalAsync("H1")).Should().Be("5,000 HKD");
        (await CellAsync("H1", "standard_per_head")).Zh.Should().Be("接待标准(HKD/人)");
        (await TotalAsync("C1")).Should().Be("100");
    }

    [Fact]
    public async Task Two_sources_may_use_the_same_number()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(3, 3000, bureau: "11450100007565026H", key: "H");
        await ScoreAsync();
        (await LeadsAsync()).Should().OnlyContain(l => l.Currency == (l.SubjectCode == Scene.Bureau ? "HKD" : null));
        foreach (var lead in await LeadsAsync())
        {
            var page = (await new LeadStore(Database.Store).ShowAsync(lead.LeadId))!;
            page.Evidence.Should().HaveCount(page.EvidenceTotal).And.OnlyContain(r => r.Cells.Single(c => c.Column == "org_code").Value == lead.SubjectCode);
            var sharing = (await new QueueStore(Database.Store).SharingAsync(lead.LeadId)).Select(s => s.LeadId);
            (await LeadsAsync()).Where(l => sharing.Contains(l.LeadId) && l.SubjectCode != lead.SubjectCode).Should().BeEmpty("numbers alone are no rows in common");
        }
    }

    [Fact]
    public async Task Two_records_of_a_subject_under_one_number_are_both_shown()
    {
        await InHongKongDollarsAsync();
        await InYuanAsync(3, 3000, key: "H");
        await ScoreAsync();
        var page = (await new LeadStore(Database.Store).ShowAsync((await LeadsAsync()).Single(l => l.Scheme == "reception.standard").LeadId))!;
        page.Evidence.Where(r => r.Key == "H1").Select(r => r.Cells.Single(c => c.Column == "total_amount").Value).Should().BeEquivalentTo("5,000 HKD", "3,000");
        page.EvidenceTotal.Should().Be(6);
        page.EvidenceGone.Should().BeEmpty();

        await ExecuteAsync($"update review.lead set evidence_keys = array['reception:H1', 'reception:H2', 'reception:H3'] || array(select 'reception:X' || i from generate_series(1, 200) i) where lead_id = {page.Lead.LeadId}");
        page = (await new LeadStore(Database.Store).ShowAsync(page.Lead.LeadId))!;
        page.Evidence.Should().HaveCount(6);
        page.EvidenceGone.Should().HaveCount(97, "three of the hundred keys have a record or more").And.Contain("reception:X97");
        (await new LeadStore(Database.Store).ShowAsync(page.Lead.LeadId, evidence: 5_000))!.EvidenceGone.Should().HaveCount(200);
    }

    [Fact]
    public async Task Of_a_register_the_newest_record_stands_for_a_key()
    {
        await InYuanAsync(3, 3000);
        await ScoreAsync();
        foreach (var name in new[] { "甲公司", "甲有限公司" })
        {
            await LoadedAsync(new IngestRequest([Write($"{name}.csv", $"company_code,company_name\n91450100000000001A,{name}\n")], Source: name, Mapping: Write("companies.json", MappingOf("company", "CNY", "company_code", "company_name"))), 1);
        }

        var lead = (await LeadsAsync())[0].LeadId;
        await ExecuteAsync($"update review.lead set evidence_keys = array['company:91450100000000001A', 'reception:C1'] where lead_id = {lead}");
        var page = (await new LeadStore(Database.Store).ShowAsync(lead))!;
        page.Evidence.Select(r => r.Cells.SingleOrDefault(c => c.Column == "company_name")?.Value).Should().Equal("甲有限公司", null);
        page.EvidenceTotal.Should().Be(2);
    }

    [Fact]
    public async Task Leads_about_one_subject_share_their_rows_without_a_look_at_the_records()
    {
        await InYuanAsync(3, 3000);
        await ScoreAsync();
        var leads = (await LeadsAsync()).Where(l => l.SubjectCode == Scene.Bureau && l.EvidenceKeys.Contains("reception:C1")).ToList();
        leads.Should().HaveCountGreaterThan(1);

        await ExecuteAsync("alter table record.reception rename to reception_away");
        (await new QueueStore(Database.Store).SharingAsync(leads[0].LeadId, most: 50)).Select(s => s.LeadId).Should().Contain(leads.Skip(1).Select(l => l.LeadId));
    }

    [Fact]
    public async Task A_limit_in_yuan_is_not_put_into_the_currency_of_the_records()
    {
        await StandardsAsync("yuan", "");
        await InHongKongDollarsAsync(2500, payee: "某饭店");
        await ScoreAsync();

        var lead = (await LeadsAsync()).Single(l => l.Scheme == "reception.standard");
        lead.Should().BeEquivalentTo(new { Currency = "HKD", AmountAtStake = 0m });
        lead.ReasonsZh.Should().Contain("人均 192.31 HKD，疑似超过标准 90.00 元，超出 —").And.Contain("限额以人民币计，记录以 HKD 计，未经换算，请人工比对");
        lead.ReasonsEn.Should().Contain("192.31 HKD a head, suspected above the standard of 90.00 yuan; — beyond").And.Contain("the limit is in yuan and the records in HKD");
        (await PartAsync(lead, "REC-006")).Should().BeEquivalentTo(new { Value = 192.31m, Threshold = (decimal?)null, Amount = (decimal?)null });

        var split = (await LeadsAsync()).Single(l => l.ReasonCodes.Contains("REC-014"));
        (await PartAsync(split, "REC-014")).ReasonZh.Should().Contain("共 7,500.00 HKD，单笔均不超过限额 5,000.00 元").And.Contain("未经换算");
        (await PartAsync(split, "REC-014")).Amount.Should().BeNull();
    }

    [Fact]
    public async Task A_standard_in_the_currency_of_the_records_is_compared_with_them()
    {
        await StandardsAsync("hk", "\"currency\": \"HKD\", ");
        await InHongKongDollarsAsync(2500);
        await ScoreAsync();
        var lead = (await LeadsAsync()).Single(l => l.Scheme == "reception.standard");
        lead.Should().BeEquivalentTo(new { Currency = "HKD", AmountAtStake = 3990m });
        lead.ReasonsZh.Should().Contain("标准 90.00 HKD，超出 1,330.00 HKD").And.NotContain("未经换算");

        await InYuanAsync(3, 2500, bureau: "11450100007565026H");
        await ScoreAsync();
        (await LeadsAsync()).Single(l => l.Scheme == "reception.standard" && l.Currency is null).ReasonsZh.Should().Contain("人均 192.31 元，疑似超过标准 90.00 HKD，超出 —").And.Contain("限额以 HKD 计，记录以人民币计");
    }

    [Theory]
    [InlineData("HKD", false)]
    [InlineData("CNY", true)]
    public async Task A_price_list_in_yuan_says_what_is_dear_in_yuan_alone(string currency, bool isCompared)
    {
        await IngestAsync(new IngestRequest([Write("prices.csv", "item_name,region_code,month,price_per_kg\n猪肉,450100,2025-03-01,20\n")], Source: "prices", Mapping: Write("prices.json", MappingOf("price_reference"))));
        var rows = Enumerable.Range(1, 4).Select(week => $"P{week},某校,S1,450103,2025-03-{(7 * week) - 4:D2},猪肉,30,10,kg,300,甲公司");
        await IngestAsync(new IngestRequest([Write("meals.csv", "purchase_id,school_name,school_code,region_code,purchased_on,item_name,unit_price,quantity,unit,amount,supplier_name\n" + string.Join('\n', rows) + "\n")],
            Source: "meals", Mapping: Write("meals.json", MappingOf("meal_purchase", currency, "purchase_id", "school_name", "school_code", "region_code", "purchased_on", "item_name", "unit_price", "quantity", "unit", "amount", "supplier_name"))));
        await ScoreAsync();

        await using var connection = await Database.Store.App.OpenConnectionAsync();
        var signals = new SignalStore(connection);
        await signals.OpenAsync(default);
        var rule = (await signals.CasesAsync(SubjectKind.Organisation, ["S1"], default)).Single().Case.Rules.Single(r => r.Signal.RuleId == "SCH-003").Signal;
        rule.Flags.Single().Should().BeEquivalentTo(new { Value = 30m, Threshold = isCompared ? 20m : (decimal?)null, Amount = isCompared ? 400m : (decimal?)null });
        var reason = FundWatch.Core.Leads.Words.RuleReason.Write(rule, "", chinese: true);
        reason.Should().Contain(isCompared ? "均价 30.00 元，比较价 20.00 元（每公斤），多付约 400.00 元" : "均价 30.00 HKD，比较价 20.00 元（每公斤），多付约 —");
        reason.Contains("未经换算").Should().Be(!isCompared);
    }

    [Fact]
    public async Task A_share_of_a_contract_in_another_currency_is_not_told()
    {
        await IngestAsync(new IngestRequest([Write("projects.csv", "project_id,project_name,owner_name,region_code,project_kind,contract_amount\nP1,某路,某局,450103,工程,1000000\n")], Source: "projects",
            Mapping: Write("projects.json", MappingOf("project", "CNY", "project_id", "project_name", "owner_name", "region_code", "project_kind", "contract_amount"))));
        await IngestAsync(new IngestRequest([Write("events.csv", "event_id,project_id,event_kind,event_on,amount\nE1,P1,变更,2025-03-01,160000\n")], Source: "events",
            Mapping: Write("events.json", MappingOf("project_event", "HKD", "event_id", "project_id", "event_kind", "event_on", "amount"))));
        await ScoreAsync();

        await using var connection = await Database.Store.App.OpenConnectionAsync();
        var signals = new SignalStore(connection);
        await signals.OpenAsync(default);
        var rule = (await signals.CasesAsync(SubjectKind.Project, ["P1"], default)).Single().Case.Rules.Single(r => r.Signal.RuleId == "ENG-009").Signal;
        rule.Flags.Single().Should().BeEquivalentTo(new { Currency = "CNY+HKD", Value = (decimal?)null, Threshold = (decimal?)null, Amount = (decimal?)null });
        FundWatch.Core.Leads.Words.RuleReason.Write(rule, "", chinese: false).Should().Contain("variations of —, — of the contract, suspected to exceed 10 %").And.Contain("the evidence is in yuan and HKD");
    }

    private static string MappingOf(string stream, string currency = "CNY", params string[] columns) => $$"""
        {"stream": "{{stream}}", {{(currency == "CNY" ? "" : $"\"currency\": \"{currency}\", ")}}"columns": { {{string.Join(", ", RecordStreams.Get(stream).Columns.Where(c => columns.Length == 0 ? c.IsRequired : columns.Contains(c.Name)).Select(c => $$"""
            "{{c.Name}}": {"from": "{{c.Name}}"}
            """))}} } }
        """;

    private Task<IngestReport> StandardsAsync(string source, string currency)
    {
        var mapping = $$"""{"stream": "reception_standard", {{currency}}"columns": {"region_code": {"from": "region_code"}, "org_level": {"from": "org_level"}, "per_head": {"from": "per_head"}, "valid_from": {"from": "valid_from"} } }""";
        return LoadedAsync(new IngestRequest([Write("standards.csv", "region_code,org_level,per_head,valid_from\n450100,县,90,2020-01-01\n")], Source: source, Mapping: Write("standards.json", mapping)), 1);
    }

    private async Task<LeadPart> PartAsync(LeadRow lead, string code) => (await new LeadStore(Database.Store).ShowAsync(lead.LeadId))!.Parts.Single(p => p.Code == code);

    private Task<IngestReport> InHongKongDollarsAsync(decimal amount = 5000, string? payee = null)
    {
        var mapping = $$"""{"stream": "reception", "currency": "HKD", "columns": { {{string.Join(", ", _columns.Select(c => $$"""
            "{{c.Name}}": {"from": "{{c.Name}}"}
            """))}} } }""";
        return LoadedAsync(new IngestRequest([Receptions("hk.csv", "H", 3, amount, Scene.Bureau, "函1号", payee)], Source: "hk", Mapping: Write("hk.json", mapping)), 3);
    }

    private Task<IngestReport> InYuanAsync(int rows, decimal amount, string bureau = Scene.Bureau, string key = "C", string letter = "函1号") =>
        LoadedAsync(new IngestRequest([Receptions("cny.csv", key, rows, amount, bureau, letter)], Source: "other"), rows);

    private async Task<IngestReport> LoadedAsync(IngestRequest request, int rows)
    {
        var report = await IngestAsync(request);
        report.Totals.Loaded.Should().Be(rows);
        return report;
    }

    // Ten guests and three escorts at 100 a head: all above 1,300 is too much.
    private string Receptions(string name, string key, int rows, decimal amount, string bureau, string letter, string? payee = null)
    {
        var text = new StringBuilder(string.Join(',', _columns.Select(c => c.Name))).Append('\n');
        for (var i = 0; i < rows; i++)
        {
            var row = new Dictionary<string, object?>
            {
                ["reception_id"] = $"{key}{i + 1}", ["org_code"] = bureau, ["org_name"] = "某局", ["region_code"] = "450103", ["org_level"] = "县", ["reception_date"] = $"2025-03-{10 + i}", ["letter_no"] = letter,
                ["letter_date"] = "2025-03-01", ["guest_org_name"] = "来访局", ["guest_count"] = 10, ["accompany_count"] = 3, ["meal_count"] = 1, ["standard_per_head"] = 100, ["meal_amount"] = amount, ["total_amount"] = amount, ["payee_name"] = payee,
            };
            text.AppendJoin(',', _columns.Select(c => row.GetValueOrDefault(c.Name))).Append('\n');
        }

        return Write(name, text.ToString());
    }

    private Task<ScoreReport> ScoreAsync() => ScorePipeline.Installed(Database.Store, TimeProvider.System).RunAsync(new ScoreRequest());

    private async Task<List<LeadRow>> LeadsAsync() => await new LeadStore(Database.Store).RowsAsync(new LeadFilter(), null).ToListAsync();

    private Task<string?> AmountsAsync() => ScalarAsync<string>("select string_agg(coalesce(currency, '') || ':' || amount_at_stake, ' ' order by scheme) from review.lead where amount_at_stake > 0");

    private async Task<string> TotalAsync(string key) => (await CellAsync(key, "total_amount")).Value;

    private async Task<EvidenceCell> CellAsync(string key, string column) =>
        (await new RecordVersions(Database.Store).ReadAsync(new RecordKey("reception", key))).Single().Cells.Single(c => c.Column == column);

    private async Task<string> ExportAsync(string format)
    {
        using var file = new MemoryStream();
        await new LeadExport(Database.Store, TimeProvider.System).WriteAsync(file, format, new LeadFilter(), null, "tester");
        return Encoding.UTF8.GetString(file.ToArray());
    }
}
