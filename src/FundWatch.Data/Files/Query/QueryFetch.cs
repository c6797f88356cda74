using System.Data;
using FundWatch.Core;
using FundWatch.Data.Files.Frames;
using Npgsql;

namespace FundWatch.Data.Files.Query;

/// <summary>
/// Fetches the rows of a query into its spool: one read-only transaction on one snapshot, in the order of the key, page by page behind the last key. The server writes
/// every value as text, so all its types come as it shows them.
/// </summary>
public static class QueryFetch
{
    internal const int RowsAtOnce = 10_000;
    private const int RowsLookedAt = 200;

    private sealed record SourceColumn(string Name, string Type);

    /// <param name="folder">Where the spool lies; readable by its owner only.</param>
    /// <param name="progress">Rows so far.</param>
    /// <returns>The rows as a file, to be deleted (<see cref="SourceFile.Content"/>) when they are loaded.</returns>
    /// <exception cref="FileRefused">The other server refuses or cannot be reached, or the key does not tell rows apart.</exception>
    public static async Task<SourceFile> RunAsync(QuerySource query, string folder, Action<long>? progress, CancellationToken ct)
    {
        var path = System.IO.Path.Combine(folder, query.Id + ".rows");
        using (var spool = QuerySpool.Open(path))
        {
            if (!spool.IsComplete)
            {
                await FetchAsync(query, spool, progress, ct);
            }
        }

        return SourceFile.Probe(query.Path, ct, path);
    }

    /// <summary>A few of the query's rows: whether they can be understood is to be known before millions are fetched.</summary>
    /// <returns>The rows as a file, to be deleted when they were looked at; null where a fetch has begun, so that they were.</returns>
    /// <exception cref="FileRefused">As above.</exception>
    public static async Task<SourceFile?> LookAsync(QuerySource query, string folder, CancellationToken ct)
    {
        if (File.Exists(System.IO.Path.Combine(folder, query.Id + ".rows")))
        {
            return null;
        }

        var some = query with { Sql = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"select * from ({query.Statement}\n) as few limit {RowsLookedAt}") };
        var path = System.IO.Path.Combine(folder, some.Id + ".rows");
        File.Delete(path);
        try
        {
            using var spool = QuerySpool.Open(path);
            await FetchAsync(some, spool, null, ct);
        }
        catch
        {
            File.Delete(path);
            throw;
        }

        return SourceFile.Probe(query.Path, ct, path);
    }

    private static async Task FetchAsync(QuerySource query, QuerySpool spool, Action<long>? progress, CancellationToken ct)
    {
        var isOpen = false;
        try
        {
            await using var source = query.Open();
            await using var connection = await source.OpenConnectionAsync(ct);
            isOpen = true;
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
            var columns = await ColumnsAsync(connection, query, ct);
            if (spool.Names is null || !spool.Names.SequenceEqual(columns.Select(c => c.Name)))
            {
                spool.Begin(query.Id, [.. columns.Select(c => c.Name)]);
            }

            while (await FetchPageAsync(connection, query, columns, spool, ct))
            {
                progress?.Invoke(spool.Rows);
            }

            spool.Complete();
        }
        catch (NpgsqlException e) when (!isOpen)
        {
            throw QueryRefusals.Closed(query, e);
        }
        catch (PostgresException e)
        {
            throw QueryRefusals.Failed(e);
        }
        catch (NpgsqlException e)
        {
            var (zh, en) = SystemWords.Of(e);
            throw new FileRefused(QueryRefusals.Unreachable, $"与来源数据库 {query.Server} 的连接中断：{zh}。已取得的行会保留，重新运行同一命令即从断点继续。",
                $"The connection to the source database {query.Server} broke: {en}. Rows fetched so far are kept; the same command carries on behind them.", e);
        }
    }

    private static async Task<IReadOnlyList<SourceColumn>> ColumnsAsync(NpgsqlConnection connection, QuerySource query, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select * from ({query.Statement}\n) as q limit 0", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var columns = Enumerable.Range(0, reader.FieldCount).Select(i => new SourceColumn(reader.GetName(i), reader.GetDataTypeName(i))).ToList();
        if (columns.FirstOrDefault(c => c.Type.EndsWith("[]", StringComparison.Ordinal) || c.Type is "bytea" or "json" or "jsonb" or "record") is { } nested)
        {
            throw new FileRefused("nested_column", $"查询的列“{nested.Name}”是 {nested.Type} 类型，一个单元格放不下。请在查询里转成文本、数字或日期，或展开成多列。",
                $"Column '{nested.Name}' of the query is of type {nested.Type}, which no cell can hold. Cast it to text, a number or a date in the query, or flatten it.");
        }

        if (columns.FirstOrDefault(c => c.Type == "money") is { } money)
        {
            throw new FileRefused("money_column", $"查询的列“{money.Name}”是 money 类型，其写法随那台服务器的地区设置而变（如 $12.50），也不说明币种。请在查询里转换：{money.Name}::numeric as {money.Name}。",
                $"Column '{money.Name}' of the query is of type money, which each server writes in its own way ($12.50) and without saying the currency. Cast it in the query: {money.Name}::numeric as {money.Name}.");
        }

        if (query.Key.FirstOrDefault(k => columns.All(c => c.Name != k)) is { } absent)
        {
            throw new FileRefused("missing_column", $"查询结果没有 --key 指定的列 {absent}。现有：{string.Join(", ", columns.Select(c => c.Name))}。",
                $"The query has no column {absent}, which --key names. It has: {string.Join(", ", columns.Select(c => c.Name))}.");
        }

        return columns;
    }

    // True while there is more.
    private static async Task<bool> FetchPageAsync(NpgsqlConnection connection, QuerySource query, IReadOnlyList<SourceColumn> columns, QuerySpool spool, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(PageSql(query, columns, spool.LastKey is not null), connection) { CommandTimeout = 0 };
        foreach (var value in spool.LastKey ?? [])
        {
            command.Parameters.Add(new() { Value = value });
        }

        var (frames, row, number) = (spool.Frames, new SpoolRow(), spool.Rows);
        string[]? last = spool.LastKey;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = Key(reader, query, columns.Count);
            if (last is not null && key.SequenceEqual(last))
            {
                throw BadKey(query, $"不唯一（{string.Join(" / ", key)} 出现多次）", $"is not unique ({string.Join(" / ", key)} occurs more than once)");
            }

            if (number - spool.Rows == RowsAtOnce)
            {
                break; // one more was read only to see that its key is another
            }

            row.Take(reader, columns.Count, ++number);
            frames.Row(row);
            last = key;
        }

        await reader.CloseAsync();
        var isFull = number - spool.Rows == RowsAtOnce;
        if (number > spool.Rows)
        {
            spool.EndPage(number, last!);
        }

        return isFull;
    }

    private static string PageSql(QuerySource query, IReadOnlyList<SourceColumn> columns, bool isFollowing)
    {
        var keys = query.Key.Select(k => $"q.{Quote(k)}").ToList();
        var values = columns.Select(c => $"q.{Quote(c.Name)}::text").Concat(keys.Select(k => $"{k}::text"));
        var behind = isFollowing
            ? $"where ({string.Join(", ", keys)}) > ({string.Join(", ", query.Key.Select((k, i) => $"${i + 1}::text::{columns.First(c => c.Name == k).Type}"))})" : "";
        return $"select {string.Join(", ", values)} from ({query.Statement}\n) as q {behind} order by {string.Join(", ", keys)} limit {RowsAtOnce + 1}";
    }

    private static string[] Key(NpgsqlDataReader reader, QuerySource query, int from)
    {
        var key = new string[query.Key.Count];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = !reader.IsDBNull(from + i) ? reader.GetString(from + i) : throw BadKey(query, $"有空值（列 {query.Key[i]}）", $"is null in some rows (column {query.Key[i]})");
        }

        return key;
    }

    private static FileRefused BadKey(QuerySource query, string zh, string en) => new("bad_key",
        $"--key {string.Join(",", query.Key)} {zh}，按它分页会漏行。请给出能唯一确定一行且不为空的列（可多列）。",
        $"--key {string.Join(",", query.Key)} {en}; paging by it would lose rows. Name columns that tell every row apart and are never null (several may be given).");

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
