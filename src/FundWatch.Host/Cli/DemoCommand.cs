using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Host.Accounts;
using FundWatch.Host.Demo;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>From nothing to a page with leads: store, sample prefecture, models, scores, page. A second run finds each step done and starts at once.</summary>
public sealed class DemoCommand : ICliCommand
{
    private readonly Option<int> _port = new("--port")
    {
        Description = Language.Pick("网页端口", "port of the page"), HelpName = "N", DefaultValueFactory = _ => 8080,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        _port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var port) && port is < 1 or > 65535)
            {
                result.AddError(Language.Pick("--port 应在 1 到 65535 之间。", "--port must lie between 1 and 65535."));
            }
        });
        var command = new Command("demo", Language.Pick("演示：准备样例数据、训练、评分，打开网页", "demonstration: sample data, training, scoring, page"))
        {
            _port,
        }.WithExamples("fundwatch demo", "fundwatch demo --port 8090 --data-dir ./demo-data");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        var urls = $"http://127.0.0.1:{parse.GetValue(_port)}";
        PageHost.CheckFree(urls);
        var steps = new Steps(output);
        await using var database = await steps.DoAsync("数据库", "store", _ => CliContext.OpenDatabaseAsync(parse, ct));
        await new Prefecture(database, steps).PrepareAsync(ct);
        await using var page = await steps.DoAsync("网页", "page", _ => PageHost.StartAsync(database, urls, LongRunning.DefaultWorkers, ct));
        var accounts = await page.Services.GetRequiredService<AccountStore>().EnsureDemoAccountsAsync(database.Directory.Keys, ct);
        await ShowAsync(output, database, page, accounts, ct);
        await page.UntilStoppedAsync(ct);
        return ExitCode.Done;
    }

    private static async Task ShowAsync(Output output, FundWatchDatabase database, PageHost page, IReadOnlyList<DemoAccount> accounts, CancellationToken ct)
    {
        await using var count = database.App.CreateCommand("select count(*) from review.lead");
        var leads = (long)(await count.ExecuteScalarAsync(ct))!;
        output.Result(new { Address = page.Addresses[0], Accounts = accounts, Leads = leads, DataDirectory = database.Directory.Root });
        if (output.IsJson)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple)
            .AddColumn(Language.Pick("用户名", "login")).AddColumn(Language.Pick("密码", "password")).AddColumn(Language.Pick("身份", "role"));
        foreach (var account in accounts)
        {
            table.AddRow(Markup.Escape(account.Login), Markup.Escape(account.Password ?? Language.Pick("（已修改）", "(changed since)")), Markup.Escape(Language.Pick(account.DisplayName, Role.English(account.Role))));
        }

        output.Show(table);
        output.Say($"共 {leads:N0} 条线索待核实。数据目录：{database.Directory.Root}", $"{Counted.Of(leads, "lead")} to be verified. Data directory: {database.Directory.Root}");
        output.Say($"网页：{page.Addresses[0]}  用 auditor 登录。按 Ctrl-C 停止。", $"Page: {page.Addresses[0]}  Sign in as auditor. Ctrl-C stops.");
    }
}
