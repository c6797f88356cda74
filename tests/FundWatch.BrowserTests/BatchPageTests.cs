using System.Net;
using FundWatch.BrowserTests.Support;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Host.Accounts;
using FundWatch.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>What data staff do with a file that came in: look at its report, mend or give up refused rows, withdraw it whole.</summary>
public sealed class BatchPageTests(WebHost host, Chromium chromium) : IClassFixture<WebHost>, IClassFixture<Chromium>, IAsyncLifetime
{
    private static readonly string? _pictures = Environment.GetEnvironmentVariable("FUNDWATCH_SCREENSHOTS");

    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-batches-").FullName;

    private QuarantineStore Quarantine => new(host.Store);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    [SkippableFact]
    public async Task A_report_shows_columns_remarks_and_references_and_can_be_downloaded()
    {
        var batch = await LoadAsync("bids.csv", Bids("R", wrong: 2).Replace("\n", ",\n").Replace("legal_rep,\n", "legal_rep,评审意见\n"));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/batches");
        await page.ClickAsync($"a[href='/batches/{batch}']");
        await Expect(page.Locator("h1")).ToContainTextAsync("bids.csv");
        await Expect(page.Locator("#remarks")).ToContainTextAsync("“投标报价”有 2 格不止一个小数点，所在行已隔离");
        await Expect(page.Locator("#columns tbody tr")).ToHaveCountAsync(15);
        await Expect(page.Locator("#columns svg.fw-range")).ToHaveCountAsync(1);
        await Expect(page.Locator("#columns")).ToContainTextAsync("不止一个小数点 2");
        await Expect(page.Locator("#columns")).Not.ToContainTextAsync("two_decimal_points");
        await Expect(page.Locator("#references")).ToContainTextAsync("尚无该类数据");
        await Expect(page.Locator("#unused")).ToContainTextAsync("评审意见");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".fw-export a:has-text('HTML')"));
        (await File.ReadAllTextAsync(await download.PathAsync())).Should().Contain("数据质量报告");
        await page.ReloadAsync();
        await page.ToEnglishAsync();
        await Expect(page.Locator("#remarks")).ToContainTextAsync("more than one decimal point; their rows are in quarantine");
        await Expect(page.Locator("#remarks h2")).ToContainTextAsync("Remarks");
        (await page.Locator("main").InnerTextAsync()).Should().NotContainAny("：", "、");
        await Expect(page.Locator("th:not([scope]), th:empty")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_refused_row_is_found_by_its_filters_shown_masked_and_given_up_with_a_reason()
    {
        var batch = await LoadAsync("refused.csv", Bids("Q", wrong: 2));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(2);
        await page.FillAsync("#filter-column", "bidder_code");
        await page.ArriveAsync("column=bidder_code");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有符合条件的隔离行");
        await page.GotoAsync($"/quarantine?batch={batch}&column=bid_amount");
        await page.Locator("#refused tbody tr a").First.ClickAsync();
        await Expect(page.Locator("tr.fw-wrong")).ToHaveCountAsync(1);
        await Expect(page.Locator("tr.fw-wrong")).ToContainTextAsync("1.2.3");
        await Expect(page.Locator("#refused-row")).Not.ToContainTextAsync("王小明");

        await page.ClickAsync("[data-clear]");
        await Expect(page.Locator("#refused-row")).ToContainTextAsync("王小明");
        (await host.OfficeEventsAsync())[0].Event.Should().Be("quarantine_read");

        await page.ClickAsync("[data-discard-one]");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator(".mud-dialog .fw-problem")).ToHaveTextAsync("请写明原因。");
        await page.FillAsync("#discard-reason", "试录数据");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator("#refused-row")).ToContainTextAsync("已放弃");
        (await Quarantine.ListAsync(new QuarantineFilter(Batch: batch), default)).Should().ContainSingle();
        (await host.OfficeEventsAsync())[0].Should().BeEquivalentTo(new { Event = "quarantine_discard", Actor = host.Accounts[Role.DataStaff].Login, Note = "试录数据" }, o => o.ExcludingMissingMembers());
    }

    [SkippableFact]
    public async Task Rows_that_arrive_while_the_page_asks_why_are_not_given_up_with_those_it_lists()
    {
        var shown = await LoadAsync("listed.csv", Bids("L", wrong: 3));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/quarantine?file=listed.csv");
        await page.ClickAsync("[data-discard]");
        await Expect(page.Locator(".mud-dialog")).ToContainTextAsync("放弃 3 行");
        var since = await LoadAsync("listed.csv", Bids("N", wrong: 5));
        await page.FillAsync("#discard-reason", "试录数据");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator("#quarantine-said")).ToHaveTextAsync("已放弃 3 行。");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(5);
        (await Quarantine.ListAsync(new QuarantineFilter(Batch: shown), default)).Should().BeEmpty();
        (await Quarantine.ListAsync(new QuarantineFilter(Batch: since), default)).Should().HaveCount(5);
    }

    [SkippableFact]
    public async Task A_database_that_is_lost_while_rows_are_given_up_is_said_on_the_page()
    {
        var batch = await LoadAsync("lost.csv", Bids("T", wrong: 2));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        await page.ClickAsync("[data-discard]");
        await page.FillAsync("#discard-reason", "试录数据");
        await host.LoseAsync($"select from ingest.rejected_row where batch_id = {batch} for update", () => page.ClickAsync(".mud-dialog [data-save]"));
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("数据库连不上");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(2);
        await page.ClickAsync("[data-discard]");
        await page.FillAsync("#discard-reason", "试录数据");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator("#quarantine-said")).ToHaveTextAsync("已放弃 2 行。");
    }

    [SkippableFact]
    public async Task A_database_that_is_lost_while_one_row_is_given_up_is_said_beside_it()
    {
        var batch = await LoadAsync("lost-one.csv", Bids("V", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        await page.Locator("#refused tbody tr a").First.ClickAsync();
        async Task DiscardAsync()
        {
            await page.ClickAsync("[data-discard-one]");
            await page.FillAsync("#discard-reason", "试录数据");
            await page.ClickAsync(".mud-dialog [data-save]");
        }

        await host.LoseAsync($"select from ingest.rejected_row where batch_id = {batch} for update", DiscardAsync);
        await Expect(page.Locator("#refused-row [role=alert]")).ToContainTextAsync("数据库连不上");
        await DiscardAsync();
        await Expect(page.Locator("#refused-row")).ToContainTextAsync("已放弃");
        await Expect(page.Locator("#refused-row [role=alert]")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_list_that_cannot_be_read_is_not_answered_with_the_former_one()
    {
        var batch = await LoadAsync("former.csv", Bids("F", wrong: 2));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(2);
        await host.LoseAsync("lock table ingest.rejected_row in access exclusive mode", () => page.FillAsync("#filter-column", "bidder_code"));
        await Expect(page.Locator(".fw-message-error")).ToContainTextAsync("数据库连不上");
        await Expect(page.Locator("#refused, #quarantine-actions")).ToHaveCountAsync(0);
        page.Path().Should().Contain("column=bidder_code");
        await page.ClickAsync(".fw-message-error a");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("没有符合条件的隔离行");
    }

    [SkippableFact]
    public async Task A_day_or_a_number_is_typed_in_peace_and_taken_with_Enter()
    {
        var batch = await LoadAsync("typed.csv", Bids("Y", wrong: 2));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        var (since, number) = (page.Locator("#filter-since"), page.Locator("#filter-batch"));
        await since.ClickAsync();
        await page.Keyboard.TypeAsync("2025");
        await Task.Delay(1500); // whoever looks the day up
        page.Path().Should().Be($"/quarantine?batch={batch}", "nothing is asked for with half a day");
        await page.Keyboard.TypeAsync("-03-02");
        await Expect(since).ToHaveValueAsync("2025-03-02");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("since=2025-03-02");
        await Expect(since).ToBeFocusedAsync();
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(2);

        await number.FillAsync("abc");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("batch=abc");
        await Expect(number).ToBeFocusedAsync();
        await ShootAsync(page, "quarantine-wrong");
        await number.FillAsync($"{batch}");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(2);
        await ShootAsync(page, "quarantine-list");
    }

    [SkippableTheory]
    [InlineData("batch=abc")]
    [InlineData("since=99")]
    [InlineData("since=0001-01-01")]
    [InlineData("file=a%00b")]
    [InlineData("after=x")]
    [InlineData("row=first")]
    [InlineData("state=closed")]
    public async Task An_address_that_cannot_be_read_lists_nothing_and_offers_nothing(string query)
    {
        await LoadAsync("unread.csv", Bids("U", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?{query}");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync(query);
        await Expect(page.Locator("#refused, #refused-row, #quarantine-actions, .fw-export")).ToHaveCountAsync(0);
        await page.ClickAsync(".fw-clear");
        await Expect(page.Locator("#refused")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("batch=abc")]
    [InlineData("since=99")]
    [InlineData("since=0001-01-01")]
    [InlineData("file=a%00b")]
    [InlineData("after=x")]
    public async Task An_export_whose_filter_cannot_be_read_is_refused_in_words(string query)
    {
        var answer = await (await host.SignedInAsync(Role.DataStaff)).GetAsync($"/api/v1/quarantine/export?format=csv&{query}");
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("wrong_filter").And.Contain(query);
    }

    [SkippableFact]
    public async Task A_sheet_is_exported_corrected_and_given_back()
    {
        var batch = await LoadAsync("mend.csv", Bids("M", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".fw-export a:has-text('CSV')"));
        var sheet = Path.Combine(_folder, "corrected.csv");
        await File.WriteAllTextAsync(sheet, (await File.ReadAllTextAsync(await download.PathAsync())).Replace(",1.2.3,", ",1.23,"));
        await GiveBackAsync(page, sheet);
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("新增 1");
        (await ScoringAskedAsync()).Should().BeTrue("rows came in");
        (await Quarantine.ListAsync(new QuarantineFilter(Batch: batch), default)).Should().BeEmpty();
        await GiveBackAsync(page, sheet);
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("已不在待处理的隔离行中", new() { UseInnerText = true });
        await GiveBackAsync(page, await WriteAsync("别的表.csv", "a,b\n1,2\n"));
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("别的表.csv 没有 quarantine_id 列。请在“隔离行”页导出更正表");
        await Expect(page.Locator("#quarantine-said")).Not.ToContainTextAsync("fundwatch-given-back");
    }

    [SkippableFact]
    public async Task A_sheet_whose_unit_was_changed_is_not_taken_in_and_the_page_says_what_to_do()
    {
        var batch = await LoadAsync("unit.csv", Bids("N", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".fw-export a:has-text('CSV')"));
        var sheet = await WriteAsync("unit-corrected.csv", (await File.ReadAllTextAsync(await download.PathAsync())).Replace(",1.2.3,", ",1.23,").Replace(",元,", ",万元,"));
        await GiveBackAsync(page, sheet);
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("新增 0");
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("其中 1 行写明金额单位的那一列被改过，没有收下：这一列不能更改。请恢复原样，把金额换算成原来的单位（元）；或在金额格内连单位一起写，如 1.2万。");
    }

    [SkippableFact]
    public async Task Rows_that_a_later_file_settled_are_found_by_their_state_and_a_late_sheet_does_not_overwrite_it()
    {
        var first = await LoadAsync("first.csv", Bids("S", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={first}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".fw-export a:has-text('CSV')"));
        var sheet = await WriteAsync("late.csv", (await File.ReadAllTextAsync(await download.PathAsync())).Replace(",1.2.3,", ",1.23,"));
        var later = await LoadAsync("later.csv", Bids("S", wrong: 1).Replace("1.2.3", "77"));

        await page.GotoAsync($"/quarantine?batch={first}&state=settled");
        await Expect(page.Locator("#refused tbody tr")).ToHaveCountAsync(1);
        await Expect(page.Locator(".fw-summary")).ToContainTextAsync("1 行已由后来的导入结清");
        await Expect(page.Locator("[data-discard]")).ToHaveCountAsync(0);
        await page.Locator("#refused tbody tr a").First.ClickAsync();
        await Expect(page.Locator("#refused-row")).ToContainTextAsync("后来的导入已包含同一主键");
        await Expect(page.Locator($"#refused-row a[href='/batches/{later}']")).ToHaveCountAsync(1);
        await page.GotoAsync($"/batches/{later}");
        await Expect(page.Locator("#settled")).ToContainTextAsync("结清了此前隔离的 1 行");

        await page.GotoAsync($"/quarantine?batch={first}");
        await Expect(page.Locator("#refused")).ToHaveCountAsync(0);
        await GiveBackAsync(page, sheet);
        await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("其中 1 行的主键此后已由别的文件导入");
        await Expect(page.Locator("#refused tbody tr")).ToContainTextAsync($"批次 {later}（later.csv");
    }

    [SkippableFact]
    public async Task A_batch_is_withdrawn_after_the_page_has_said_what_will_happen()
    {
        var batch = await LoadAsync("wrong.csv", Bids("W", wrong: 1));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/batches/{batch}");
        await page.ClickAsync("[data-withdraw]");
        await Expect(page.Locator("#withdraw-plan dd").First).ToHaveTextAsync("5");
        await Expect(page.Locator("#withdraw-plan")).ToContainTextAsync("1（待处理 1，已处理 0）");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator(".mud-dialog .fw-problem")).ToHaveTextAsync("请写明撤回原因。");
        await page.FillAsync("#withdraw-reason", "发错文件");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator("#withdrawn")).ToContainTextAsync("发错文件");
        (await ScoringAskedAsync()).Should().BeTrue("leads that lost their evidence must not wait for the hour");
        await Expect(page.Locator("[data-withdraw]")).ToHaveCountAsync(0);
        await using var count = host.Store.App.CreateCommand("select count(*) from record.bid where bid_id like 'W%'");
        (await count.ExecuteScalarAsync()).Should().Be(0L);
    }

    [SkippableFact]
    public async Task A_withdrawal_that_is_refused_when_it_is_planned_says_so_and_waits_for_nothing()
    {
        var batch = await LoadAsync("gone.csv", Bids("G", wrong: 0));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/batches/{batch}");
        await Expect(page.Locator("[data-withdraw]")).ToBeVisibleAsync();
        await new FundWatch.Data.Batches.BatchWithdrawal(host.Store, TimeProvider.System).WithdrawAsync(batch, "别人先撤回", "other", false, null, default);
        await page.ClickAsync("[data-withdraw]");
        await Expect(page.Locator(".mud-dialog .fw-problem")).ToContainTextAsync("已经撤回");
        await Expect(page.Locator(".mud-dialog [role=status]")).ToHaveCountAsync(0);
        await Expect(page.Locator(".mud-dialog [data-save]")).ToBeDisabledAsync();
    }

    [SkippableFact]
    public async Task A_database_that_is_lost_while_a_withdrawal_is_planned_or_done_is_said_in_the_dialog()
    {
        var batch = await LoadAsync("lost-plan.csv", Bids("P", wrong: 0));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/batches/{batch}");
        var problem = page.Locator(".mud-dialog .fw-problem");
        await host.LoseAsync("lock table ingest.batch in access exclusive mode", () => page.ClickAsync("[data-withdraw]"));
        await Expect(problem).ToContainTextAsync("数据库连不上");
        await ShootAsync(page, "withdraw-lost");
        await page.GetByRole(AriaRole.Button, new() { Name = "取消" }).ClickAsync();

        await page.ClickAsync("[data-withdraw]");
        await page.FillAsync("#withdraw-reason", "发错文件");
        await ExecuteAsync($"update ingest.batch set unchanged = unchanged + 1, rows = rows + 1 where batch_id = {batch}");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(problem).ToContainTextAsync("尚未撤回任何行");
        await host.LoseAsync($"select from ingest.batch where batch_id = {batch} for update", async () =>
        {
            await page.ClickAsync(".mud-dialog [data-save]");
            await Expect(problem).ToHaveCountAsync(0); // rows may go from here on
        });
        await Expect(problem).ToContainTextAsync("数据库连不上");
        await page.ClickAsync(".mud-dialog [data-save]");
        await Expect(page.Locator("#withdrawn")).ToContainTextAsync("发错文件");
        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Rows_that_went_or_came_while_no_job_could_be_asked_for_are_said_to_have_done_so()
    {
        var (withdrawn, mended) = (await LoadAsync("unscored.csv", Bids("H", wrong: 0)), await LoadAsync("given.csv", Bids("I", wrong: 1)));
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={mended}");
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync(".fw-export a:has-text('CSV')"));
        var sheet = await WriteAsync("given-back.csv", (await File.ReadAllTextAsync(await download.PathAsync())).Replace(",1.2.3,", ",1.23,"));
        await ExecuteAsync("alter table hangfire.job add constraint shut check (false) not valid");
        try
        {
            await GiveBackAsync(page, sheet);
            await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("新增 1");
            await Expect(page.Locator("#quarantine-said")).ToContainTextAsync("数据库报错");
            await Expect(page.Locator("#refused")).ToHaveCountAsync(0);
            await page.GotoAsync($"/batches/{withdrawn}");
            await page.ClickAsync("[data-withdraw]");
            await page.FillAsync("#withdraw-reason", "发错文件");
            await page.ClickAsync(".mud-dialog [data-save]");
            await Expect(page.Locator(".mud-snackbar")).ToContainTextAsync("评分任务没有排上");
            await Expect(page.Locator("#withdrawn")).ToContainTextAsync("发错文件");
        }
        finally
        {
            await ExecuteAsync("alter table hangfire.job drop constraint shut");
        }
    }

    [SkippableFact]
    public async Task A_load_that_was_stopped_says_so_and_why_it_has_no_report()
    {
        var batch = await LoadAsync("stopped.csv", Bids("T", wrong: 0));
        await host.Store.Owner.CreateCommand($"update ingest.batch set status = 'loading' where batch_id = {batch}; delete from ingest.batch_report where batch_id = {batch}").ExecuteNonQueryAsync();
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/batches/{batch}");
        await Expect(page.Locator("#stopped")).ToContainTextAsync("重新导入同一文件");
        await Expect(page.Locator("main")).ToContainTextAsync("已停止，未完成");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("导入没有完成");
        await page.GotoAsync("/batches");
        await Expect(page.Locator("#batches tr").Filter(new() { HasText = "stopped.csv" })).ToContainTextAsync("已停止，未完成");
    }

    [SkippableFact]
    public async Task Whoever_was_disabled_a_moment_ago_changes_nothing_and_is_told()
    {
        var batch = await LoadAsync("disabled.csv", Bids("D", wrong: 2));
        var (accounts, login) = (new AccountStore(host.Store, new(host.Store, TimeProvider.System), TimeProvider.System), host.Accounts[Role.DataStaff].Login);
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, $"/batches/{batch}");
        var row = await chromium.OpenAsync(host);
        await row.SignInAsync(host, Role.DataStaff, $"/quarantine?batch={batch}");
        await row.Locator("#refused tbody tr a").First.ClickAsync();
        await Expect(row.Locator("[data-clear]")).ToBeVisibleAsync();
        await page.ClickAsync("[data-withdraw]");
        await page.FillAsync("#withdraw-reason", "发错文件");
        await accounts.SetDisabledAsync(login, true, "test");
        try
        {
            await page.ClickAsync(".mud-dialog [data-save]");
            await Expect(page.Locator(".mud-dialog .fw-problem")).ToContainTextAsync("您的账户已停用");
            await row.ClickAsync("[data-clear]");
            await Expect(row.Locator("#refused-row [role=alert]")).ToContainTextAsync("您的账户已停用");
        }
        finally
        {
            await accounts.SetDisabledAsync(login, false, "test");
        }

        await using var count = host.Store.App.CreateCommand("select count(*) from record.bid where bid_id like 'D%'");
        (await count.ExecuteScalarAsync()).Should().Be(5L);
    }

    [Fact]
    public async Task Refused_rows_and_withdrawal_are_for_data_staff_alone()
    {
        foreach (var role in new[] { Role.Supervisor, Role.Auditor, Role.SystemAdmin })
        {
            var client = await host.SignedInAsync(role);
            (await client.GetAsync("/api/v1/quarantine/export?format=csv")).StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await client.GetAsync("/quarantine")).StatusCode.Should().Be(HttpStatusCode.Redirect);
        }

        Permission.Allows(Permission.WithdrawBatches, Role.Supervisor).Should().BeFalse();
    }

    private static string Bids(string key, int wrong) => "bid_id,project_id,bidder_code,bidder_name,bid_amount,legal_rep\n"
        + string.Concat(Enumerable.Range(0, 5 + wrong).Select(i => $"{key}{i},X{i},91340800MA2N0XQ03E,甲公司,{(i < wrong ? "1.2.3" : $"{(i + 1) * 1000}")},王小明\n"));

    // The field hears of a file once its script has been told of it, a moment after it is drawn.
    private static async Task GiveBackAsync(IPage page, string sheet)
    {
        await Eventually.HappensAsync(() => page.EvaluateAsync<bool>("document.querySelector('#give-back')?._blazorInputFileNextFileId !== undefined"));
        await page.SetInputFilesAsync("#give-back", sheet);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = host.Store.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    [SkippableFact]
    public async Task On_a_telephone_a_heading_leaves_its_summary_room()
    {
        var batch = await LoadAsync("bids_of_the_whole_county_as_exported_in_november_2025.csv", Bids("N", wrong: 2));
        var page = await chromium.OpenAsync(host, width: 420);
        await page.SignInAsync(host, Role.DataStaff, "/quarantine");
        await page.ToEnglishAsync();
        await Expect(page.Locator(".fw-head .fw-summary")).ToContainTextAsync("are waiting");
        foreach (var (address, name) in new[] { ("/quarantine", "quarantine-narrow"), ($"/batches/{batch}", "batch-narrow"), ("/batches", "batches-narrow") })
        {
            await page.GotoAsync(address);
            await Expect(page.Locator(".fw-head .fw-summary")).ToBeVisibleAsync();
            await Expect(page.Locator(".fw-head h1")).ToBeVisibleAsync();
            await ShootAsync(page, name);
            (await page.Locator(".fw-head .fw-summary").BoundingBoxAsync())!.Width.Should().BeGreaterThan(240, address);
            (await page.EvaluateAsync<int>("() => Math.max(...[...document.querySelectorAll('.fw-head, .fw-head *')].map(e => Math.round(e.getBoundingClientRect().right)))")).Should().BeLessThanOrEqualTo(420, address);
        }
    }

    private static async Task ShootAsync(IPage page, string name)
    {
        if (_pictures is not null)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_pictures, name + ".png"), FullPage = true });
        }
    }

    private async Task<bool> ScoringAskedAsync()
    {
        await using var asked = host.Store.Owner.CreateCommand("with asked as (delete from hangfire.job where arguments::text like '%score%' returning 1) select exists (select from asked)");
        return (bool)(await asked.ExecuteScalarAsync())!;
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private async Task<long> LoadAsync(string name, string text)
    {
        var path = await WriteAsync(name, text);
        return (await new IngestService(host.Store, TimeProvider.System).IngestAsync(new IngestRequest([path]), null, default)).Files.Single().BatchId!.Value;
    }
}
