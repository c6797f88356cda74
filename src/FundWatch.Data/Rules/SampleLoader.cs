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
        await ExecuteAsync(connection, $"""
            insert into {schema}.{stream.Name} ({string.Join(", ", headers.Concat(extra.Select(e => e.Key)))})
            select {string.Join(", ", headers.Select(h => Cast(stream, h)).Concat(extra.Select(e => e.Value)))} from {staging} order by line
            """, ct);
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
