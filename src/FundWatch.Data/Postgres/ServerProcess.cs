using System.Diagnostics;

namespace FundWatch.Data.Postgres;

/// <summary>Runs one of PostgreSQL's own programs, as the user that the server belongs to.</summary>
internal static class ServerProcess
{
    /// <summary>PostgreSQL refuses to run as root; then it runs as this user. Null: as the user who started FundWatch.</summary>
    public static string? User { get; } = Environment.IsPrivilegedProcess ? FindOrMakeUser() : null;

    /// <returns>Exit code and everything it printed.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string program, IEnumerable<string> arguments, CancellationToken ct, bool asServerUser = true)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        if (asServerUser && User is not null)
        {
            start.UserName = User;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(ct);
        var error = process.StandardError.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, await output + await error);
    }

    private static string FindOrMakeUser()
    {
        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet();
        if (known.Contains("postgres"))
        {
            return "postgres";
        }

        if (!known.Contains("fundwatch"))
        {
            using var process = Process.Start(new ProcessStartInfo("useradd",
                ["--system", "--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", "fundwatch"]) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode is not (0 or 9)) // 9: somebody else has just made it
            {
                throw new FundWatchSetupException(
                    $"PostgreSQL 不能以 root 运行，且无法创建系统用户 fundwatch：{error.Trim()} 请以普通用户运行 FundWatch。",
                    $"PostgreSQL cannot run as root, and the system user fundwatch could not be made: {error.Trim()} Run FundWatch as an ordinary user.");
            }
        }

        return "fundwatch";
    }
}
