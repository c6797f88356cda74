using System.Text.Json;

namespace FundWatch.Host.Accounts;

/// <summary>An account of the demonstration. <paramref name="Password"/> is null when somebody has changed it since.</summary>
public sealed record DemoAccount(string Login, string DisplayName, string Role, string? Password);

/// <summary>
/// One account per role for a demonstration, each with a random password made once. They are kept in the keys directory, readable by
/// its owner only, so that a second start can print them again.
/// </summary>
public static class DemoAccounts
{
    public const string FileName = "demo-accounts.json";
    private const string Actor = "fundwatch demo";

    private static readonly (string Login, string Name, string Role)[] _wanted =
    [
        ("auditor", "核查员（演示）", Role.Auditor),
        ("data", "数据员（演示）", Role.DataStaff),
        ("supervisor", "监督员（演示）", Role.Supervisor),
        ("sysadmin", "系统管理员（演示）", Role.SystemAdmin),
        ("secadmin", "安全管理员（演示）", Role.SecurityAdmin),
        ("auditadmin", "审计管理员（演示）", Role.AuditAdmin),
    ];

    /// <param name="keysDirectory">The data directory's <c>keys</c>.</param>
    public static async Task<IReadOnlyList<DemoAccount>> EnsureDemoAccountsAsync(this AccountStore accounts, string keysDirectory, CancellationToken ct = default)
    {
        var path = Path.Combine(keysDirectory, FileName);
        var remembered = await ReadAsync(path, ct);
        var shown = new List<DemoAccount>();
        foreach (var (login, name, role) in _wanted)
        {
            var password = Passwords.New();
            if (await accounts.AddAsync(login, name, role, password, Actor, ct) is { } added)
            {
                remembered[login] = new Remembered(password, added.Stamp);
                // Written after each account: a demonstration stopped half-way has lost no password.
                await WriteAsync(path, remembered, ct);
            }

            var account = await accounts.FindAsync(login, ct);
            var known = remembered.TryGetValue(login, out var entry) && entry.Stamp == account?.Stamp ? entry.Password : null;
            shown.Add(new DemoAccount(login, name, role, known));
        }

        return shown;
    }

    private static async Task<Dictionary<string, Remembered>> ReadAsync(string path, CancellationToken ct)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<Dictionary<string, Remembered>>(file, cancellationToken: ct) ?? [];
    }

    private static async Task WriteAsync(string path, Dictionary<string, Remembered> accounts, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var fresh = path + ".new";
        File.Delete(fresh);
        await using (var file = new FileStream(fresh, options))
        {
            await JsonSerializer.SerializeAsync(file, accounts, new JsonSerializerOptions { WriteIndented = true }, ct);
        }

        File.Move(fresh, path, overwrite: true);
    }

    private sealed record Remembered(string Password, string Stamp);
}
