using System.Net.Sockets;
using FundWatch.Core;
using Npgsql;

namespace FundWatch.Host.Cli;

/// <summary>Turns what escaped from a verb into one line that says what to do, and the exit code.</summary>
public static class ErrorText
{
    private const int NoSpaceOnDevice = 28; // ENOSPC, which .NET keeps in the low word of HResult

    /// <summary>Writes the line (the full trace with <paramref name="verbose"/>) and gives the exit code.</summary>
    public static int Report(Exception failure, bool verbose, TextWriter error)
    {
        if (failure is OperationCanceledException)
        {
            error.WriteLine(Language.Pick("已停止。再运行一次同一命令即可接着做。", "Stopped. Run the same command again to carry on."));
            return ExitCode.Cancelled;
        }

        var (zh, en) = Describe(failure);
        error.WriteLine(Language.Pick("错误：" + zh, "error: " + en));
        if (verbose)
        {
            error.WriteLine(failure);
        }

        return failure is UsageException ? ExitCode.Usage : ExitCode.Failed;
    }

    internal static (string Zh, string En) Describe(Exception failure) => failure switch
    {
        ProblemException problem => (problem.Zh, problem.En),
        AggregateException { InnerExceptions.Count: 1 } one => Describe(one.InnerExceptions[0]),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => DiskFull(null),
        IOException io when (io.HResult & 0xFFFF) == NoSpaceOnDevice => DiskFull(io),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } refused => (
            $"数据库拒绝登录：{refused.MessageText}。请检查 --connection 的用户名和密码。",
            $"The database refused the login: {refused.MessageText}. Check user and password in --connection."),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } absent => (
            $"数据库不存在：{absent.MessageText}。请先创建，或更正 --connection 中的 Database。",
            $"No such database: {absent.MessageText}. Create it first or correct Database in --connection."),
        PostgresException when IsUnreachable(failure) => Unreachable(("服务器正在启动或关闭", "the server is starting or shutting down")),
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections } => (
            "数据库连接数已满。请关闭其他连接，或调大 PostgreSQL 的 max_connections。",
            "The database has no connection left. Close others or raise PostgreSQL's max_connections."),
        PostgresException { SqlState: PostgresErrorCodes.QueryCanceled } => (
            "查询超过时限被取消。请稍后重试，或缩小范围（--stream）。",
            "A query ran over its time limit and was cancelled. Try again later or narrow it (--stream)."),
        PostgresException server => (
            $"数据库报错 {server.SqlState}：{server.MessageText}。加 --verbose 查看详情。",
            $"The database reported {server.SqlState}: {server.MessageText}. Add --verbose for the details."),
        NpgsqlException { InnerException: TimeoutException } => (
            "数据库没有按时响应：可能过载，或网络中断。请稍后重试；仍不行则运行 `fundwatch doctor`。",
            "The database did not answer in time: it is overloaded, or the network broke. Try again later; if it stays so, run `fundwatch doctor`."),
        NpgsqlException { InnerException: SocketException or IOException } wire => Unreachable(SystemWords.Of(wire)),
        NpgsqlException wire => Unreachable(SystemWords.Of(wire)),
        UnauthorizedAccessException denied => (
            $"没有权限：{PathIn(denied) ?? denied.Message}。请检查该文件与数据目录的属主和权限，或换一个位置（数据目录用 --data-dir）。",
            $"Permission denied: {PathIn(denied) ?? denied.Message}. Check who owns it and the data directory, or choose another place (--data-dir for the data directory)."),
        DirectoryNotFoundException when PathIn(failure) is { } path => (
            $"文件夹不存在：{Path.GetDirectoryName(path) ?? path}。请先建立，或更正路径。",
            $"The folder {Path.GetDirectoryName(path) ?? path} does not exist. Make it first, or correct the path."),
        FileNotFoundException when PathIn(failure) is { } path => ($"找不到文件 {path}。请检查路径。", $"There is no file {path}. Check the path."),
        FileNotFoundException or DirectoryNotFoundException => (
            $"找不到文件或目录：{failure.Message}", $"No such file or directory: {failure.Message}"),
        IOException io => (
            $"读写失败{(PathIn(io) is { } path ? $"（{path}）" : "")}：{SystemWords.Of(io).Zh}。请检查该文件和磁盘后重试。",
            $"Reading or writing failed{(PathIn(io) is { } at ? $" ({at})" : "")}: {SystemWords.Of(io).En}. Check the file and the disk, then run again."),
        _ => ($"程序出错：{failure.Message}（{failure.GetType().Name}）。加 --verbose 可得到完整堆栈，请一并反馈。",
              $"The program failed: {failure.Message} ({failure.GetType().Name}). Run again with --verbose and report the trace."),
    };

    /// <summary>True where no database answered: it is down, it is shutting down or starting, or the way to it is broken.</summary>
    public static bool IsUnreachable(Exception? failure) => failure switch
    {
        null => false,
        PostgresException server => server.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow,
        NpgsqlException { InnerException: SocketException or IOException } => true,
        _ => IsUnreachable(failure.InnerException),
    };

    // .NET puts the path between quotes into a sentence of its own language.
    private static string? PathIn(Exception failure) => failure.Message.Split('\'') is [_, var path, ..] && path.Length > 0 ? path : null;

    private static (string, string) DiskFull(Exception? io) => (
        $"磁盘已满{(io is not null && PathIn(io) is { } path ? $"（{path}）" : "")}。请清理数据目录所在的磁盘后重试；已载入的数据不受影响。",
        $"The disk is full{(io is not null && PathIn(io) is { } at ? $" ({at})" : "")}. Make room on the disk of the data directory and run again; what was loaded before is unharmed.");

    private static (string, string) Unreachable((string Zh, string En) why) => (
        $"连不上数据库：{why.Zh}。请检查 --connection 的主机和端口，确认 PostgreSQL 在运行；`fundwatch doctor` 会逐项检查。",
        $"The database cannot be reached: {why.En}. Check host and port in --connection and that PostgreSQL is running; `fundwatch doctor` checks each point.");
}
