using System.CommandLine;
using FundWatch.Core;
using FundWatch.Host.Accounts;
using FundWatch.Host.Texts;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Tokens for scripts: create (shown once), list, revoke.</summary>
internal static class AccountTokens
{
    private static readonly Argument<string> _login = new("login") { Description = Language.Pick("账户名；令牌的权限与此账户相同", "the account's login; the token may do what the account may") };
    private static readonly Argument<string?> _whose = new("login") { Description = Language.Pick("只列此账户的", "only this account's"), Arity = ArgumentArity.ZeroOrOne };
    private static readonly Argument<int> _id = new("id") { Description = Language.Pick("令牌编号，见 list", "the token's number, see list") };
    private static readonly Option<string> _name = new("--name") { Description = Language.Pick("用途，便于日后辨认", "what it is for, to know it again"), HelpName = "N", Required = true };
    private static readonly Option<int> _days = Days();

    public static Command Build() => new Command("token", Language.Pick("脚本用的 API 令牌：新建、列出、撤销", "API tokens for scripts: create, list, revoke"))
    {
        Verb("create", Language.Pick("新建令牌并显示一次", "make a token; it is shown once"), CreateAsync, "fundwatch accounts token create data --name 财政系统接口 --days 90", _login, _name, _days),
        Verb("list", Language.Pick("列出令牌及最近使用时间", "list tokens with their last use"), ListAsync, "fundwatch accounts token list --json", _whose),
        Verb("revoke", Language.Pick("撤销令牌，立即失效", "revoke a token, at once"), RevokeAsync, "fundwatch accounts token revoke 3", _id),
    }.WithExamples("fundwatch accounts token create data --name 财政系统接口 --days 90", "fundwatch accounts token list");

    private static async Task<int> CreateAsync(ApiTokenStore tokens, ParseResult parse, Output output, CancellationToken ct)
    {
        var (login, name) = (parse.GetValue(_login)!, parse.GetValue(_name)!.Trim());
        if (name.Length is 0 or > 80 || name.Any(char.IsControl))
        {
            throw new UsageException("--name 须为 1 到 80 个字符。", "--name has 1 to 80 characters.");
        }

        if (await tokens.CreateAsync(login, name, parse.GetValue(_days), CliActor.Name, ct) is not var (token, text))
        {
            throw new ProblemException($"没有账户 {login}。用 fundwatch accounts list 查看。", $"There is no account {login}. See fundwatch accounts list.");
        }

        output.Result(new { token.Id, token.Login, token.Name, Token = text, token.ExpiresAt });
        if (!output.IsJson)
        {
            output.Say($"令牌 {token.Id}（账户 {login}，{name}，有效至 {Show.Time(token.ExpiresAt)}）：", $"Token {token.Id} (account {login}, {name}, valid until {Show.Time(token.ExpiresAt)}):");
            Console.Out.WriteLine(text);
            output.Say("此令牌只显示这一次，请妥善保存。用法：请求头 Authorization: Bearer 令牌", "It is shown this once: keep it safe. Send it in the header Authorization: Bearer TOKEN");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(ApiTokenStore tokens, ParseResult parse, Output output, CancellationToken ct)
    {
        var all = await tokens.ListAsync(parse.GetValue(_whose), ct);
        output.Result(new { Tokens = all });
        if (output.IsJson)
        {
            return ExitCode.Done;
        }

        if (all.Count == 0)
        {
            output.Say("还没有令牌。新建：fundwatch accounts token create 账户名 --name 用途", "There are no tokens yet. Make one: fundwatch accounts token create LOGIN --name WHAT-FOR");
            return ExitCode.Done;
        }

        var table = new Table().AddColumns(Language.Pick("编号", "id"), Language.Pick("账户", "account"), Language.Pick("用途", "name"), Language.Pick("状态", "state"),
            Language.Pick("有效至", "valid until"), Language.Pick("最近使用", "last used"));
        var now = TimeProvider.System.GetUtcNow();
        foreach (var t in all)
        {
            var state = t.RevokedAt is not null ? Language.Pick("已撤销", "revoked") : t.ExpiresAt <= now ? Language.Pick("已过期", "expired") : Language.Pick("有效", "valid");
            table.AddRow(new[] { $"{t.Id}", t.Login, t.Name, state, Show.Time(t.ExpiresAt), Show.Time(t.LastUsedAt) }.Select(Markup.Escape).ToArray());
        }

        output.Show(table);
        return ExitCode.Done;
    }

    private static async Task<int> RevokeAsync(ApiTokenStore tokens, ParseResult parse, Output output, CancellationToken ct)
    {
        var id = parse.GetValue(_id);
        if (await tokens.RevokeAsync(id, CliActor.Name, ct) is not { } token)
        {
            throw new ProblemException($"没有编号为 {id} 的有效令牌（不存在或已撤销）。用 fundwatch accounts token list 查看。",
                $"There is no token {id} to revoke (unknown, or revoked already). See fundwatch accounts token list.");
        }

        output.Result(new { token.Id, token.Login, token.Name, token.RevokedAt });
        if (!output.IsJson)
        {
            output.Say($"令牌 {id}（{token.Login}，{token.Name}）已撤销。", $"Token {id} ({token.Login}, {token.Name}) is revoked.");
        }

        return ExitCode.Done;
    }

    private static Command Verb(string name, string description, Func<ApiTokenStore, ParseResult, Output, CancellationToken, Task<int>> action, string example, params Symbol[] symbols) =>
        SubCommand.Of(name, description, async (parse, ct) =>
        {
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
            return await action(new ApiTokenStore(database, TimeProvider.System), parse, CliContext.Output(parse), ct);
        }, example, symbols);

    private static Option<int> Days()
    {
        var option = new Option<int>("--days")
        {
            Description = Language.Pick($"有效天数，1 到 {ApiToken.MostDays}", $"days it is valid, 1 to {ApiToken.MostDays}"), HelpName = "N", DefaultValueFactory = _ => ApiToken.UsualDays,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && int.TryParse(result.Tokens[0].Value, out var days) && days is < 1 or > ApiToken.MostDays)
            {
                result.AddError(Language.Pick($"--days 应在 1 到 {ApiToken.MostDays} 之间。", $"--days must lie between 1 and {ApiToken.MostDays}."));
            }
        });
        return option;
    }
}
