using System.Text;
using FundWatch.Core;
using FundWatch.Data.Batches;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A source keeps to one currency: its records must never be taken for another one's because of a file that comes later.</summary>
public sealed class SourceCurrencyTests : IngestTest
{
    private const string Yuan = "使用流水号,申报编号,使用日期,金额（元）\nY1,A1,2025-03-01,5\n", Unsaid = "使用流水号,申报编号,使用日期,金额\nN1,A1,2025-03-01,6\n";
    private const string Pounds = "使用流水号,申报编号,使用日期,金额（英镑）\nP1,A1,2025-03-01,7\n";
    private const string Tender = """{"ocid":"o-1","id":"1","date":"2024-03-01T00:00:00Z","tag":["tender"],"tender":{"id":"t1","title":"Road","value":{"amount":8,"currency":"AMD"}}}""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_in_another_currency_is_refused_and_what_is_in_stays_what_it_was(bool isDry)
    {
        await IngestAsync(Write("y.csv", Yuan));
        var refused = (await IngestAsync(InPounds() with { DryRun = isDry })).Files.Single();
        refused.Should().Match<FileReport>(f => f.Status == FileReport.Failed && f.Loaded == 0 && f.Error!.Code == "source_currency");
        refused.Error!.Zh.Should().Contain("的币种是 GBP，而").And.Contain("人民币").And.Contain("“default”").And.Contain("批次 1").And.Contain("--source");
        refused.Error.En.Should().Contain("GBP").And.Contain("yuan").And.Contain("'default'").And.Contain("batch 1").And.Contain("--source");
        (await CurrencyAsync()).Should().Be("default: ");
        (await AmountsAsync()).Should().Be("Y1 5.00");

        if (!isDry)
        {
            (await IngestAsync(InPounds() with { Source = "uk" })).Totals.Loaded.Should().Be(1);
            (await CurrencyAsync()).Should().Be("default: , uk: GBP");
        }
    }

    [Fact]
    public async Task Yuan_do_not_come_among_pounds()
    {
        await IngestAsync(InPounds());
        var refused = (await IngestAsync(Write("y.csv", Yuan))).Files.Single();
        refused.Error!.Code.Should().Be("source_currency");
        refused.Error.En.Should().Contain("in yuan").And.Contain("in GBP");
        (await IngestAsync(Write("above.csv", "单位：万元\n" + Unsaid))).Files.Single().Error!.Code.Should().Be("source_currency");
        (await IngestAsync(InPounds() with { Paths = [Write("cny.csv", Unsaid)], Mapping = MappingFile("CNY", "金额") })).Files.Single().Error!.Code.Should().Be("source_currency");
        (await AmountsAsync()).Should().Be("P1 7.00");
    }

    [Fact]
    public async Task A_file_that_does_not_say_its_currency_is_in_its_sources_and_the_report_says_so()
    {
        await IngestAsync(InPounds());
        var file = (await IngestAsync(Write("n.csv", Unsaid))).Files.Single();
        file.Loaded.Should().Be(1);
        file.Remarks.Should().ContainSingle(r => r.Code == "assumed_currency" && r.IsGrave).Which.Zh.Should().Contain("GBP");
        (await IngestAsync(InPounds())).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);
        (await CurrencyAsync()).Should().Be("default: GBP");
        (await IngestAsync(new IngestRequest([Write("n2.csv", Unsaid)], Source: "yuan"))).Files.Single().Remarks.Should().NotContain(r => r.Code == "assumed_currency");
    }

    [Fact]
    public async Task Where_all_was_withdrawn_the_next_file_says_the_currency_anew()
    {
        await IngestAsync(InPounds());
        await WithdrawAsync(1);
        var file = (await IngestAsync(Write("n.csv", Unsaid))).Files.Single();
        file.Loaded.Should().Be(1);
        file.Remarks.Should().NotContain(r => r.Code == "assumed_currency");
        (await CurrencyAsync()).Should().Be("default: ");

        await WithdrawAsync(2);
        (await IngestAsync(InPounds() with { BringBack = true })).Totals.Loaded.Should().Be(1);
        (await CurrencyAsync()).Should().Be("default: GBP");
    }

    [Fact]
    public async Task Amounts_of_a_public_tender_do_not_come_among_yuan()
    {
        await IngestAsync(Write("y.csv", Yuan));
        var report = await IngestAsync(new IngestRequest([Write("o.jsonl", Tender)], Stream: "project"));
        report.Files.Single().Error!.Code.Should().Be("source_currency");
        (await IngestAsync(new IngestRequest([Write("yuan.jsonl", Tender.Replace("AMD", "CNY"))], Stream: "project"))).Files.Single().Error.Should().BeNull();
        (await CurrencyAsync()).Should().Be("default: ");
    }

    [Fact]
    public async Task Refused_rows_are_read_again_in_the_currency_of_their_file_or_not_at_all()
    {
        await IngestAsync(InPounds() with { Paths = [Write("bad.csv", Pounds.Replace("2025-03-01", "2025-02-30"))] });
        (await ScalarAsync<string>("select currency from ingest.batch")).Should().Be("GBP");
        await IngestAsync(Write("n.csv", Unsaid)); // nothing was in: the source is in yuan
        var service = new QuarantineService(Database.Store, TimeProvider.System);
        var sheet = await SheetAsync(service);
        var retry = () => service.RetryAsync(Write("mended.csv", sheet.Replace("2025-02-30", "2025-02-28")), "tester", default);
        (await retry.Should().ThrowAsync<FileRefused>()).Which.Should().Match<FileRefused>(r => r.Code == "source_currency" && r.Zh.Contains("撤回批次 1") && r.En.Contains("withdraw batch 1"));
        (await AmountsAsync()).Should().Be("N1 6.00");

        await WithdrawAsync(2);
        (await retry()).Loaded.Should().Be(1);
        (await AmountsAsync()).Should().Be("P1 7.00");
        (await CurrencyAsync()).Should().Be("default: GBP");
    }

    [Fact]
    public async Task A_mapping_in_another_currency_does_not_bring_refused_rows_among_yuan()
    {
        await IngestAsync(Write("y.csv", Yuan), Write("bad.csv", Unsaid.Replace("2025-03-01", "2025-02-30")));
        var service = new QuarantineService(Database.Store, TimeProvider.System);
        var retry = () => service.RetryAsync(new QuarantineFilter(), new NamedMapping(null, Mapping.Read(MappingFile("GBP", "金额"))), "tester", default);
        (await retry.Should().ThrowAsync<FileRefused>()).Which.Code.Should().Be("source_currency");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open'")).Should().Be(1);
    }

    [Fact]
    public async Task What_is_on_its_way_in_another_stream_counts_before_its_first_row_is_in()
    {
        // A load that has said its currency, and has no row in yet.
        await ExecuteAsync("""
            insert into ingest.source (name) values ('default');
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, status, currency)
            select source_id, 'subsidy', 'y.csv', 'y.csv', 'y', '', 0, 'csv', 'loading', 'CNY' from ingest.source
            """);
        var refused = (await IngestAsync(InPounds())).Files.Single();
        refused.Error!.Code.Should().Be("source_currency");
        refused.Error.Zh.Should().Contain("批次 1");
        (await CurrencyAsync()).Should().Be("default: ");
        await WithdrawAsync(1);
        (await IngestAsync(InPounds())).Totals.Loaded.Should().Be(1);
    }

    [Fact]
    public async Task Two_loads_do_not_decide_at_once()
    {
        await IngestAsync(InPounds() with { Paths = [Write("none.csv", Pounds.Replace("2025-03-01", "2025-02-30"))] }); // makes the source, and takes nothing in
        await ExecuteAsync("update ingest.source set currency = null");
        await using var connection = await Database.Store.Owner.OpenConnectionAsync();
        await using var hold = connection.CreateCommand();
        hold.CommandText = "select pg_advisory_lock(hashtextextended('currency:' || source_id, 0)) from ingest.source";
        await hold.ExecuteNonQueryAsync();
        var load = IngestAsync(InPounds());
        await Eventually.HappensAsync(async () => await ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 1);
        load.IsCompleted.Should().BeFalse();
        hold.CommandText = "select pg_advisory_unlock_all()";
        await hold.ExecuteNonQueryAsync();
        (await load).Totals.Loaded.Should().Be(1);
    }

    [Fact]
    public async Task A_file_without_amounts_is_in_no_currency_and_may_get_its_sources()
    {
        await IngestAsync(InPounds());
        await IngestAsync(Write("none.csv", "项目编号,项目名称,建设单位,行政区划代码,立项日期,投入资金\nX1,道路,公路局,330102,2025-02-30,3\n"));
        (await ScalarAsync<string>("select string_agg(coalesce(currency, 'none'), ' ' order by batch_id) from ingest.batch")).Should().Be("GBP none");

        var mapping = Mapping.Read(Write("more.json", """{"stream": "project", "currency": "GBP", "columns": {"project_id": {"from": "项目编号"}, "project_name": {"from": "项目名称"}, "owner_name": {"from": "建设单位"}, "region_code": {"from": "行政区划代码"}, "budget_amount": {"from": "投入资金"} } }"""));
        (await new QuarantineService(Database.Store, TimeProvider.System).RetryAsync(new QuarantineFilter(), new NamedMapping(null, mapping), "tester", default)).Loaded.Should().Be(1);
        (await ScalarAsync<decimal>("select budget_amount from record.project")).Should().Be(3);
    }

    [Fact]
    public async Task Cells_that_name_yuan_are_not_taken_for_pounds()
    {
        var rows = string.Concat(new[] { "300元", "￥300", "人民币300元", "CNY300", "300元整", "叁佰元整", "0.03万元", "120元5角", "300", "£300", "1.2万" }.Select((amount, i) => $"P{i},A1,2025-03-01,{amount}\n"));
        var file = (await IngestAsync(InPounds() with { Paths = [Write("cells.csv", "使用流水号,申报编号,使用日期,金额（英镑）\n" + rows)] })).Files.Single();
        (file.Loaded, file.Quarantined).Should().Be((3, 8));
        (await AmountsAsync()).Should().Be("P10 12000.00, P8 300.00, P9 300.00");
        (await ScalarAsync<string>("select string_agg(distinct code, ',') from ingest.rejected_row")).Should().Be("yuan_among_others");
        (await ScalarAsync<string>("select message_zh from ingest.rejected_row where line_no = 2")).Should().Contain("300元").And.Contain("GBP").And.Contain("remove");

        // So it is where only the source says that they are pounds; and a sheet of such rows says in which currency their amounts are.
        (await IngestAsync(Write("unsaid.csv", Unsaid.Replace(",6", ",人民币6元")))).Files.Single().Quarantined.Should().Be(1);
        (await SheetAsync(new QuarantineService(Database.Store, TimeProvider.System))).Split('\n').Single(l => l.Contains("N1")).Should().Contain("GBP");
    }

    private IngestRequest InPounds() => new([Write("p.csv", Pounds)], Mapping: MappingFile("GBP", "金额（英镑）"));

    private string MappingFile(string currency, string amount) => Write($"{currency}.json",
        $$$"""{"stream": "fund_use", "currency": "{{{currency}}}", "columns": {"use_id": {"from": "使用流水号"}, "application_id": {"from": "申报编号"}, "used_on": {"from": "使用日期"}, "amount": {"from": "{{{amount}}}"} } }""");

    private Task WithdrawAsync(long batch) => new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(batch, "wrong file", "tester", false, null, default);

    private static async Task<string> SheetAsync(QuarantineService service)
    {
        using var export = new MemoryStream();
        await service.ExportAsync(new QuarantineFilter(), export, default);
        return Encoding.UTF8.GetString(export.ToArray());
    }

    private Task<string?> CurrencyAsync() => ScalarAsync<string>("select string_agg(name || ': ' || coalesce(currency, ''), ', ' order by name) from ingest.source");

    private Task<string?> AmountsAsync() => ScalarAsync<string>("select string_agg(use_id || ' ' || amount, ', ' order by use_id) from record.fund_use");
}
