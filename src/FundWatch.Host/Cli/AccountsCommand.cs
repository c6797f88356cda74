using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Data.Review;
using FundWatch.Host.Accounts;
using FundWatch.Host.Texts;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Accounts of the page: add, list, disable, enable, reset. A new password is random and shown once.</summary>
public sealed class AccountsCommand : ICliCommand
{
    private static readonly Argument<string> _login = new("login") { Description = Language.Pick("账户名", "the account's login") };

    private static readonly Option<string> _role = Role();

    private static readonly Option<string?> _name = new("--name")
    {
        Description = Language.Pick("姓名（默认同账户名）", "the person's name (default: the login)"), HelpName = "NAME",
    };

    /// <inheritdoc/>
    public Command Build() => new Command("accounts", Language.Pick("页面账户：新增、列出、停用、启用、重置密码", "accounts of the page: add, list, disable, enable, reset"))
    {
        Verb("add", Language.Pick("新增账户并显示一次随机密码", "add an account; its random password is shown once"), AddAsync, "fundwatch accounts add wang --role auditor --name 王芳", _login, _role, _name),
        Verb("list", Language.Pick("列出账户", "list the accounts"), ListAsync, "fundwatch accounts list --json"),
        Verb("disable", Language.Pick("停用账户，立即退出登录", "disable an account and end its sessions"), (a, p, o, ct) => SwitchAsync(a, p, o, true, ct), "fundwatch accounts disable wang", _login),
        Verb("enable", Language.Pick("重新启用账户", "enable an account again"), (a, p, o, ct) => SwitchAsync(a, p, o, false, ct), "fundwatch accounts enable wang", _login),
        Verb("reset", Language.Pick("设新的随机密码并显示一次，解除暂停", "set a new random password, shown once, and open a closed account"), ResetAsync, "fundwatch accounts reset wang", _login),
        AccountTokens.Build(),
    }.WithExamples("fundwatch accounts add wang --role auditor --name 王芳", "fundwatch accounts list");

    private static async Task<int> AddAsync(AccountStore accounts, ParseResult parse, Output output, CancellationToken ct)
    {
        var (login, role, password) = (parse.GetValue(_login)!.Trim(), parse.GetValue(_role)!, Passwords.New());
        if (login.Length is 0 or > 64 || login.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw new UsageException("账户名须为 1 到 64 个字符，不含空格。", "A login has 1 to 64 characters and no spaces.");
        }

        if (await accounts.AddAsync(login, parse.GetValue(_name) ?? login, role, password, CliActor.Name, ct) is null)
        {
            throw new ProblemException($"账户 {login} 已存在。要设新密码请用 fundwatch accounts reset {login}。",
                $"The account {login} exists already. For a new password: fundwatch accounts reset {login}.");
        }

        ShowPassword(output, login, role, password);
        return ExitCode.Done;
    }

    private static async Task<int> ListAsync(AccountStore accounts, ParseResult parse, Output output, CancellationToken ct)
    {
        var all = await accounts.ListAsync(ct);
        output.Result(new
        {
            Accounts = all.Select(a => new { a.Account.Login, Name = a.Account.DisplayName, a.Account.Role, a.Account.Disabled, a.CreatedAt, a.SignedInAt, a.LockedUntil }),
        });
        if (output.IsJson)
        {
            return ExitCode.Done;
        }

        if (all.Count == 0)
        {
            output.Say("还没有账户。新增：fundwatch accounts add 账户名 --role auditor", "There are no accounts yet. Add one: fundwatch accounts add LOGIN --role auditor");
            return ExitCode.Done;
        }

        var table = new Table().AddColumns(Language.Pick("账户名", "login"), Language.Pick("姓名", "name"), Language.Pick("角色", "role"),
            Language.Pick("状态", "state"), Language.Pick("最近登录", "last sign-in"));
        foreach (var a in all)
        {
            table.AddRow(new[]
            {
                a.Account.Login, a.Account.DisplayName, a.Account.Role,
                a.Account.Disabled ? Language.Pick("停用", "disabled") : Language.Pick("启用", "active"), Show.Time(a.SignedInAt),
            }.Select(Markup.Escape).ToArray());
        }

        output.Show(table);
        return ExitCode.Done;
    }

    private static async Task<int> SwitchAsync(AccountStore accounts, ParseResult parse, Output output, bool disabled, CancellationToken ct)
    {
        var login = await KnownAsync(accounts, parse, ct);
        var changed = await accounts.SetDisabledAsync(login, disabled, CliActor.Name, ct) is not null;
        output.Result(new { Login = login, Disabled = disabled, Changed = changed });
        if (!output.IsJson)
        {
            output.Say(disabled ? $"账户 {login} 已停用。" : $"账户 {login} 已启用。", disabled ? $"The account {login} is disabled." : $"The account {login} is enabled.");
        }

        return ExitCode.Done;
    }

    private static async Task<int> ResetAsync(AccountStore accounts, ParseResult parse, Output output, CancellationToken ct)
    {
        var login = await KnownAsync(accounts, parse, ct);
        var password = Passwords.New();
        var account = await accounts.SetPasswordAsync(login, password, CliActor.Name, ct);
        ShowPassword(output, login, account!.Role, password);
        return ExitCode.Done;
    }

    private static async Task<string> KnownAsync(AccountStore accounts, ParseResult parse, CancellationToken ct)
    {
        var login = parse.GetValue(_login)!;
        return await accounts.FindAsync(login, ct) is not null ? login : throw new ProblemException(
            $"没有账户 {login}。用 fundwatch accounts list 查看。", $"There is no account {login}. See fundwatch accounts list.");
    }

    private static void ShowPassword(Output output, string login, string role, string password)
    {
        output.Result(new { Login = login, Role = role, Password = password });
        if (!output.IsJson)
        {
            output.Say($"账户 {login}（{role}），密码 {password}。此密码只显示这一次，请当面交给本人。",
                $"Account {login} ({role}), password {password}. It is shown this once: hand it over in person.");
        }
    }

    private static Command Verb(string name, string description, Func<AccountStore, ParseResult, Output, CancellationToken, Task<int>> action, string example, params Symbol[] symbols) =>
        SubCommand.Of(name, description, async (parse, ct) =>
        {
            await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
            return await action(new AccountStore(database, new TrailStore(database, TimeProvider.System), TimeProvider.System), parse, CliContext.Output(parse), ct);
        }, example, symbols);

    private static Option<string> Role() =>
        new Option<string>("--role") { Description = Language.Pick("角色", "role"), Required = true, HelpName = string.Join('|', Accounts.Role.All) }.Among([.. Accounts.Role.All]);
}
