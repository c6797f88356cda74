using FundWatch.Core.Records;
using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>
/// Loads a rule's own sample: clean CSV with canonical headers, cast by PostgreSQL itself, tokens and lists (`;`) as given. Not a second ingest:
/// it knows no Chinese headers, no units and no quarantine.
/// </summary>
public static class SampleLoader
{
    /// <summary>
    /// Shadows every stream by an empty temporary table of the same shape, then loads the sample into those: within this session the streams'
    /// bare names mean the sample and nothing else.
    /// </summary>
    public static async Task LoadApartAsync(NpgsqlConnection connection, RuleFile rule, CancellationToken ct)
    {
        foreach (var stream in RecordStreams.All)
        {
            await ExecuteAsync(connection, $"create temporary table {stream.Name} (like record.{stream.Name} including generated) on commit drop", ct);
        }

        await LoadAsync(connection, rule, "pg_temp", ct);
    }

    /// <summary>Loads the sample into record.* for good: for a store that holds nothing else.</summary>
    public static async Task LoadAsync(NpgsqlConnection connection, RuleFile rule, CancellationToken ct) =>
        await LoadAsync(connection, rule, "record", ct);

    private static async Task LoadAsync(NpgsqlConnection connection, RuleFile rule, string schema, CancellationToken ct)
    {
        foreach (var (name, path) in rule.SamplePaths)
        {
            var stream = RecordStreams.Find(name) ?? throw new RuleFileException(path, 1, $"there is no stream '{name}'");
            await LoadAsync(connection, stream, path, schema, ct);
        }
    }

    private static async Task LoadAsync(NpgsqlConnection connection, RecordStream stream, string path, string schema, CancellationToken ct)
    {
        var text = (await File.ReadAllTextAsync(path, ct)).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var headers = text[..text.IndexOf('\n')].TrimStart('\uFEFF').Split(',');
        if (headers.FirstOrDefault(h => h is not ("source_id" or "recorded_from") && stream.Columns.All(c => c.Name != h)) is { } unknown)
        {
            throw new RuleFileException(path, 1, $"stream {stream.Name} has no column '{unknown}'");
        }

        var staging = $"sample_of_{stream.Name}";
        await ExecuteAsync(connection, $"create temporary table {staging} ({string.Join(", ", headers.Select(h => $"{h} text"))}, line bigint generated always as identity) on commit drop", ct);
        await using (var copy = await connection.BeginTextImportAsync($"copy {staging} ({string.Join(", ", headers)}) from stdin (format csv, header true)", ct))
        {
            await copy.WriteAsync(text.AsMemory(), ct);
        }

        var defaults = new Dictionary<string, string>
        {
            ["source_id"] = "1", ["batch_id"] = "1", ["line_no"] = "line + 1", ["row_hash"] = "gen_random_uuid()", ["recorded_from"] = "clock_timestamp()",
        };
        var extra = defaults.Where(d => !headers.Contains(d.Key)).ToList();
        var insert = $"""
            insert into {schema}.{stream.Name} ({string.Join(", ", headers.Concat(extra.Select(e => e.Key)))})
            select {string.Join(", ", headers.Select(h => Cast(stream, h)).Concat(extra.Select(e => e.Value)))} from {staging}
            """;
        await ExecuteAsync(connection, "savepoint sample", ct);
        try
        {
            await ExecuteAsync(connection, insert + " order by line", ct);
        }
        catch (PostgresException e)
        {
            throw await PlaceAsync(connection, stream, path, staging, headers, insert, e, ct);
        }
    }

    // The server says what is wrong, at most in which column; a sample is small, so its rows are asked one by one, and the cells of the one that fails.
    private static async Task<RuleFileException> PlaceAsync(
        NpgsqlConnection connection, RecordStream stream, string path, string staging, string[] headers, string insert, PostgresException error, CancellationToken ct)
    {
        if (error.SqlState == PostgresErrorCodes.NotNullViolation && error.ColumnName is { } missing && !headers.Contains(missing))
        {
            return new RuleFileException(path, 1, $"缺少列 {missing}，{stream.Name} 的每一行都要有", $"the column {missing} is missing; every row of {stream.Name} has it");
        }

        await ExecuteAsync(connection, "rollback to savepoint sample", ct);
        await using var count = new NpgsqlCommand($"select count(*)::int from {staging}", connection);
        var rows = (int)(await count.ExecuteScalarAsync(ct))!;
        for (var row = 1; row <= rows; row++)
        {
            if (await RefusalAsync(connection, $"{insert} where line = {row}", ct) is { } refusal)
            {
                var column = refusal.ColumnName;
                foreach (var header in column is null ? headers : [])
                {
                    column ??= await RefusalAsync(connection, $"select {Cast(stream, header)} from {staging} where line = {row}", ct) is null ? null : header;
                }

                var what = refusal.SqlState == PostgresErrorCodes.NotNullViolation ? ("不能为空", "must not be empty") : (refusal.MessageText, refusal.MessageText);
                return new RuleFileException(path, row + 1, $"{(column is null ? "" : $"列 {column}：")}{what.Item1}", $"{(column is null ? "" : $"column {column}: ")}{what.Item2}");
            }
        }

        return new RuleFileException(path, 1, error.MessageText);
    }

    private static async Task<PostgresException?> RefusalAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        try
        {
            await ExecuteAsync(connection, "savepoint one", ct);
            await ExecuteAsync(connection, sql, ct);
            return null;
        }
        catch (PostgresException e)
        {
            await ExecuteAsync(connection, "rollback to savepoint one", ct);
            return e;
        }
    }

    private static string Cast(RecordStream stream, string header) => header switch
    {
        "source_id" => "source_id::integer",
        "recorded_from" => "recorded_from::timestamptz",
        _ => stream.Column(header).Type switch
        {
            ColumnType.Date => $"{header}::date",
            ColumnType.Timestamp => $"{header}::timestamptz",
            ColumnType.Money or ColumnType.Decimal or ColumnType.Percent => $"{header}::numeric",
            ColumnType.Count => $"{header}::integer",
            ColumnType.Month => $"({header} || '-01')::date",
            ColumnType.CreditCodeOrPersonalList => $"string_to_array({header}, ';')",
            _ => header,
        },
    };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }
}
