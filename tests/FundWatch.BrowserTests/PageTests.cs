using System.Text.RegularExpressions;
using FundWatch.BrowserTests.Support;
using FundWatch.Data.Leads;
using FundWatch.Host.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FundWatch.BrowserTests;

/// <summary>What people do on the pages, in a real browser.</summary>
public sealed class PageTests(SeededWebHost host, Chromium chromium) : IClassFixture<SeededWebHost>, IClassFixture<Chromium>
{
    [SkippableFact]
    public async Task Signing_in_leads_to_where_one_wanted_to_go_and_signing_out_ends_it()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads?stream=project");
        page.Path().Should().Be("/leads?stream=project");
        await page.ClickAsync("header form button");
        await page.ArriveAsync("/sign-in$");
        await page.GotoAsync("/leads");
        page.Path().Should().StartWith("/sign-in");
    }

    [SkippableFact]
    public async Task A_wrong_password_says_so_and_keeps_the_login()
    {
        var page = await chromium.OpenAsync(host);
        await page.GotoAsync("/sign-in");
        await page.FillAsync("#login", "auditor");
        await page.FillAsync("#password", "wrong");
        await page.ClickAsync("form button[type=submit]");
        await Expect(page.Locator(".fw-problem")).ToHaveTextAsync("账户名或密码不正确。");
        await Expect(page.Locator("#login")).ToHaveValueAsync("auditor");
    }

    [SkippableFact]
    public async Task A_filter_stands_in_the_address_bar_and_survives_a_reload()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor);
        await page.FillAsync("#filter-text", "农田");
        await page.ArriveAsync("q=");
        await Expect(page.Locator(".fw-queue tbody tr").Filter(new() { HasNotText = "农田" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".fw-queue tbody tr").First).ToContainTextAsync("农田");
        var rows = await page.Locator(".fw-queue tbody tr").CountAsync();
        await page.ReloadAsync();
        await Expect(page.Locator("#filter-text")).ToHaveValueAsync("农田");
        await Expect(page.Locator(".fw-queue tbody tr")).ToHaveCountAsync(rows);
        await page.GoBackAsync();
        await Expect(page.Locator("#filter-text")).ToHaveValueAsync("");
    }

    [SkippableFact]
    public async Task The_queue_goes_on_behind_its_first_page()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads?status=all");
        await Expect(page.Locator(".fw-queue tbody tr")).ToHaveCountAsync(50);
        await page.ClickAsync(".fw-pages a:last-child");
        await page.ArriveAsync("after=");
        await Expect(page.Locator(".fw-queue tbody tr")).ToHaveCountAsync(Seed.Leads - 50);
    }

    [SkippableFact]
    public async Task A_lead_shows_its_reasons_its_peers_and_its_evidence()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor);
        await page.ClickAsync("text=云川市交通运输局");
        await Expect(page.Locator("h1")).ToHaveTextAsync("云川市交通运输局");
        await Expect(page.Locator("#reasons li")).ToHaveCountAsync(3);
        await Expect(page.Locator("#reasons .fw-total")).ToContainTextAsync("87.4");
        await Expect(page.Locator("#reasons")).ToContainTextAsync("依据待核实");
        await Expect(page.Locator("#peers circle.fw-chart-subject")).ToHaveCountAsync(1);
        await Expect(page.Locator("#peers circle.fw-chart-peer")).ToHaveCountAsync(41);
        await Expect(page.Locator("#evidence tbody tr")).ToHaveCountAsync(14);
        await Expect(page.Locator("#evidence")).ToContainTextAsync("王**");
        await Expect(page.Locator("#evidence")).Not.ToContainTextAsync("p_");
        await page.ClickAsync("#peers .fw-choices button:nth-child(2)");
        await Expect(page.Locator("#peers svg > title")).ToContainTextAsync("陪餐与来宾之比");
        await page.ClickAsync("a[rel=next]");
        await Expect(page.Locator("h1")).Not.ToHaveTextAsync("云川市交通运输局");
    }

    [SkippableFact]
    public async Task A_move_changes_the_lead_and_the_history_tells_it()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads/3");
        await page.ClickAsync("[data-move=claim]");
        await Expect(page.Locator(".fw-lead-head .fw-status").First).ToHaveTextAsync("研判中");
        await Expect(page.Locator("#history li").First).ToContainTextAsync("认领研判");

        await page.ClickAsync("[data-move=dismiss]");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator(".mud-dialog .fw-problem")).ToHaveTextAsync("请写明理由。");
        await page.FillAsync("#move-note", "单据齐全，已向单位核实");
        await page.ClickAsync(".mud-dialog .mud-select");
        await page.ClickAsync(".mud-popover-open .mud-list-item:has-text('有合理解释')");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator(".fw-lead-head .fw-status").First).ToHaveTextAsync("予以了结");
        await Expect(page.Locator("#history li").First).ToContainTextAsync("单据齐全，已向单位核实");
        (await new LeadStore(host.Store).ShowAsync(3))!.Lead.Status.Should().Be("dismissed");
    }

    [SkippableFact]
    public async Task A_dialog_that_fails_says_so_and_the_page_goes_on()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads/5");
        await page.ClickAsync("[data-move=note]");
        await page.FillAsync("#move-note", "请尽快");
        await host.LoseAsync("select from review.lead where lead_id = 5 for update", () => page.ClickAsync("[data-save]"));
        await Expect(page.Locator(".fw-failed-dialog")).ToContainTextAsync("数据库连不上");
        await Expect(page.Locator(".mud-dialog")).ToHaveCountAsync(0);
        await page.ClickAsync("nav a[href='/leads']");
        await page.ArriveAsync("/leads$");
        await Expect(page.Locator(".fw-failed-dialog")).ToHaveCountAsync(0);
        await page.GotoAsync("/leads/5");
        await page.ClickAsync("[data-move=note]");
        await page.FillAsync("#move-note", "请尽快");
        await page.ClickAsync("[data-save]");
        await Expect(page.Locator("#history li").First).ToContainTextAsync("请尽快");
    }

    [SkippableFact]
    public async Task Whoever_comes_second_is_told_and_sees_what_the_first_one_did()
    {
        var (first, second) = (await chromium.OpenAsync(host), await chromium.OpenAsync(host));
        await first.SignInAsync(host, Role.Auditor, "/leads/4");
        await second.SignInAsync(host, Role.Supervisor, "/leads/4");
        await second.WaitForSelectorAsync("[data-move=dismiss]");
        await first.ClickAsync("[data-move=claim]");
        await Expect(first.Locator(".fw-lead-head .fw-status").First).ToHaveTextAsync("研判中");

        await second.ClickAsync("[data-move=note]");
        await second.FillAsync("#move-note", "请尽快");
        await second.ClickAsync("[data-save]");
        await Expect(second.Locator(".fw-message")).ToContainTextAsync("刚被他人更新");
        await Expect(second.Locator(".fw-lead-head .fw-status").First).ToHaveTextAsync("研判中");
    }

    [SkippableFact]
    public async Task The_language_switches_on_the_spot_and_is_remembered()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads?stream=project");
        await page.ToEnglishAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Leads to check");
        page.Path().Should().Be("/leads?stream=project");
        await page.GotoAsync("/runs");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Runs");
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        // What the page itself says has no Chinese left; names and what a job reported are data.
        Regex.IsMatch(await page.Locator("main thead").Last.InnerTextAsync(), @"\p{IsCJKUnifiedIdeographs}").Should().BeFalse();
    }

    [SkippableFact]
    public async Task Runs_show_progress_counts_and_errors()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/runs");
        await Expect(page.Locator("#runs tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#runs [role=progressbar]")).ToHaveAttributeAsync("aria-valuenow", "60");
        await Expect(page.Locator("#runs")).ToContainTextAsync("1,490");
        await Expect(page.Locator("#runs")).ToContainTextAsync("可用行数不足");
        await page.ToEnglishAsync();
        await Expect(page.Locator("#runs")).ToContainTextAsync("Too few rows");
    }

    [SkippableFact]
    public async Task Batches_show_sums_that_hold_and_why_rows_were_refused()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.DataStaff, "/batches");
        await Expect(page.Locator("#batches tfoot td.fw-right")).ToHaveTextAsync(["1,504", "1,490", "2", "3", "9"]);
        await Expect(page.Locator("#quarantine tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator("main")).Not.ToContainTextAsync("fundwatch quarantine");
        await page.ClickAsync("main a[href='/quarantine']");
        await page.ArriveAsync("/quarantine$");
    }

    [SkippableFact]
    public async Task A_filtered_queue_keeps_its_sum_and_the_number_of_all_leads_apart()
    {
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.Auditor, "/leads?q=nothing-is-called-this");
        await Expect(page.Locator(".fw-summary")).ToContainTextAsync(new Regex(@"0 条线索，涉及金额 \S+\s*（共 \d+ 条）"));
    }

    [SkippableFact]
    public async Task The_security_administrator_disables_an_account_and_its_page_closes()
    {
        var accounts = new AccountStore(host.Store, new(host.Store, TimeProvider.System), TimeProvider.System);
        await accounts.AddAsync("temp", "临时", Role.Auditor, "temporary-1", "test");
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.SecurityAdmin);
        page.Path().Should().Be("/accounts");
        await page.ClickAsync("tr:has-text('temp') button");
        await page.ClickAsync(".mud-dialog button:has-text('停用')");
        await Expect(page.Locator("tr:has-text('temp') button")).ToHaveTextAsync("启用");
        (await accounts.FindAsync("temp"))!.Disabled.Should().BeTrue();
        await page.GotoAsync("/leads");
        await Expect(page.Locator(".fw-message")).ToContainTextAsync("您的角色不能打开此页");
    }

    [SkippableFact]
    public async Task A_security_administrator_disabled_a_moment_ago_disables_nobody_and_is_told()
    {
        var accounts = host.Services.GetRequiredService<AccountStore>();
        await accounts.AddAsync("stays", "留任", Role.Auditor, "temporary-1", "test");
        var page = await chromium.OpenAsync(host);
        await page.SignInAsync(host, Role.SecurityAdmin);
        await page.ClickAsync("tr:has-text('stays') button");
        var login = host.Accounts[Role.SecurityAdmin].Login;
        await accounts.SetDisabledAsync(login, true, "test");
        try
        {
            await page.ClickAsync(".mud-dialog button:has-text('停用')");
            await Expect(page.Locator(".fw-problem")).ToContainTextAsync("您的账户已停用");
        }
        finally
        {
            await accounts.SetDisabledAsync(login, false, "test");
        }

        (await accounts.FindAsync("stays"))!.Disabled.Should().BeFalse();
    }

    [SkippableFact]
    public async Task Nothing_comes_from_another_host_and_nothing_breaks_the_content_policy()
    {
        var page = await chromium.OpenAsync(host);
        var foreign = new List<string>();
        var complaints = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(host.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
            {
                foreign.Add(request.Url);
            }
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                complaints.Add(message.Text);
            }
        };
        await page.SignInAsync(host, Role.Supervisor);
        foreach (var path in new[] { "/leads", "/leads/1", "/runs", "/batches", "/trail" })
        {
            await page.GotoAsync(path);
            await page.WaitForSelectorAsync("main h1");
        }

        foreign.Should().BeEmpty();
        complaints.Should().BeEmpty();
    }
}
