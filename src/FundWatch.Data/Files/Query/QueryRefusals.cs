using FundWatch.Core;
using Npgsql;

namespace FundWatch.Data.Files.Query;

/// <summary>Why the database that a query asks did not let us in: what is to be corrected stands in <c>--from-connection</c>.</summary>
public static class QueryRefusals
{
    internal const string Unreachable = "source_unreachable";
    private const string NoDatabase = "source_database_missing", NoLogin = "source_login_refused";

    /// <summary>Whether a refusal says that no row was there to be taken in or refused: nothing was done.</summary>
    public static bool IsBeforeAnyRow(string code) => code is Unreachable or NoDatabase or NoLogin or "query_failed";

    /// <summary>The database lets us in and refuses the query itself. Its own words name what is wrong, in the language it was set up with.</summary>
    internal static FileRefused Failed(PostgresException cause)
    {
        var (zh, en) = Reason(cause.SqlState);
        var (ownZh, ownEn) = ($"数据库的原话：{cause.MessageText.TrimEnd('.', '。')}", $"the database says: {cause.MessageText.TrimEnd('.', '。')}");
        return new FileRefused("query_failed", $"来源数据库拒绝了查询（{cause.SqlState}）：{(zh is null ? "" : zh + "。")}{ownZh}。请核对 --from-query、--key 和只读权限。",
            $"The source database refused the query ({cause.SqlState}): {(en is null ? "" : en + "; ")}{ownEn}. Check --from-query, --key and the right to read.", cause);
    }

    private static (string? Zh, string? En) Reason(string state) => state switch
    {
        PostgresErrorCodes.SyntaxError => ("查询语句有语法错误", "the statement is no valid SQL"),
        PostgresErrorCodes.UndefinedTable => ("没有查询中的表（或表名未写模式名）", "it has no such table (or the name lacks its schema)"),
        PostgresErrorCodes.UndefinedColumn => ("没有查询或 --key 中的列", "it has no such column as the query or --key names"),
        PostgresErrorCodes.UndefinedFunction => ("没有查询中的函数，或参数类型不符", "it has no such function for these arguments"),
        PostgresErrorCodes.InsufficientPrivilege => ("该用户没有读取权限", "this user has no right to read it"),
        PostgresErrorCodes.InvalidPassword => ("用户名或密码不对", "user or password is wrong"),
        PostgresErrorCodes.InvalidCatalogName => ("没有这个数据库", "there is no such database"),
        PostgresErrorCodes.QueryCanceled => ("查询被取消或超时", "the query was cancelled or took too long"),
        _ => (null, null),
    };

    internal static FileRefused Closed(QuerySource query, NpgsqlException cause) => cause switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new FileRefused(NoDatabase,
            $"来源服务器 {query.Server} 上没有数据库“{query.Database}”。请更正 --from-connection 的 Database。", $"The source server has no database '{query.Database}' ({query.Server}). Correct Database in --from-connection.", cause),
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } => new FileRefused(NoLogin,
            $"来源数据库 {query.Server} 拒绝用户“{query.User}”登录。请核对 --from-connection 的用户名和密码（密码可放在环境变量 PGPASSWORD），及该用户是否可从本机登录。",
            $"The source database {query.Server} does not let user '{query.User}' in. Check user and password in --from-connection (the password may stand in PGPASSWORD), and that this user may sign in from this machine.", cause),
        PostgresException server => new FileRefused(Unreachable, $"来源数据库 {query.Server} 不接受连接（{server.SqlState}）。数据库的原话：{server.MessageText}。请稍后重试，或询问其管理员。",
            $"The source database {query.Server} takes no connection ({server.SqlState}): {server.MessageText}. Try again later, or ask whoever runs it.", cause),
        _ when cause.Message.StartsWith("No password", StringComparison.Ordinal) => new FileRefused(NoLogin,
            $"来源数据库 {query.Server} 要求密码。请放在环境变量 PGPASSWORD，或 --from-connection 的 Password=…。", $"The source database {query.Server} asks for a password. Put it into PGPASSWORD, or into --from-connection as Password=….", cause),
        _ => SystemWords.Of(cause) is var (zh, en) ? new FileRefused(Unreachable, $"连不上来源数据库 {query.Server}：{zh}。请核对 --from-connection 的主机和端口，并确认服务器已启动。",
            $"The source database {query.Server} cannot be reached: {en}. Check host and port in --from-connection, and that the server is running.", cause) : throw cause,
    };
}
