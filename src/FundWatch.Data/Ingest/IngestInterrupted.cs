using FundWatch.Core;
using Npgsql;

namespace FundWatch.Data.Ingest;

/// <summary>The store failed in the middle of a load. All chunks committed before are in; the same command carries on behind them.</summary>
public sealed class IngestInterrupted : ProblemException
{
    private IngestInterrupted(string zh, string en, Exception cause) : base(zh, en, cause)
    {
    }

    /// <summary>No file can be taken in before somebody has made room.</summary>
    public bool IsDiskFull { get; private init; }

    /// <param name="isDiskFull">The server that broke off stands on a full disk: it stops in the middle, and the connection with it.</param>
    public static IngestInterrupted Because(string path, NpgsqlException cause, bool isDiskFull) => (isDiskFull ? PostgresErrorCodes.DiskFull : (cause as PostgresException)?.SqlState) switch
    {
        PostgresErrorCodes.DiskFull => new IngestInterrupted(
            $"数据库磁盘已满，{path} 的导入已暂停；已提交的行均已保存。请腾出空间后重新运行同一命令，将从中断处继续。",
            $"The database's disk is full; taking in {path} has stopped. Rows committed so far are safe. Free some space and run the same command again: it carries on where it stopped.", cause) { IsDiskFull = true },
        null => new IngestInterrupted(
            $"与数据库的连接中断（{SystemWords.Of(cause).Zh}），{path} 的导入已暂停；已提交的行均已保存。请确认数据库已启动后重新运行同一命令，将从中断处继续。",
            $"The connection to the database broke ({SystemWords.Of(cause).En}) while taking in {path}. Rows committed so far are safe. Check that the database runs and run the same command again: it carries on where it stopped.", cause),
        { } state => new IngestInterrupted(
            $"数据库拒绝写入（{state}：{((PostgresException)cause).MessageText}），{path} 的导入已暂停；已提交的行均已保存。排除问题后重新运行同一命令即可继续。",
            $"The database refused ({state}: {((PostgresException)cause).MessageText}) while taking in {path}. Rows committed so far are safe; mend the cause and run the same command again.", cause),
    };
}
