using FundWatch.Core.Names;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Names;

/// <summary>
/// Looks for the registered organisation or company behind every name that rows give without a code. The very same name is linked; anything less is only
/// proposed. What a person confirmed or undid stays as it is; the program's own links follow the registers, and one that no longer fits is undone.
/// </summary>
public sealed class NameFinder(FundWatchDatabase db, TimeProvider clock)
{
    private sealed record Written(int Source, string Name, string? Region, long Rows);

    public async Task<NameSearch> FindAsync(CancellationToken ct)
    {
        var sum = new NameSearch(0, 0, 0, 0);
        await using var connection = await db.App.OpenConnectionAsync(ct);
        foreach (var columns in NamedColumn.All.GroupBy(c => c.Kind))
        {
            var register = new NameRegister(await RegisterAsync(connection, columns.Key, ct));
            var names = await WrittenAsync(connection, [.. columns], ct);
            var links = names.Select(n => (Written: n, Match: register.Find(n.Name, n.Region))).Where(l => l.Match is not null).ToList();
            await WriteAsync(connection, columns.Key, [.. links.Select(l => (l.Written, l.Match!))], ct);
            var exact = links.Count(l => l.Match!.Method == MatchMethod.Exact);
            sum = new NameSearch(sum.Names + names.Count, sum.Exact + exact, sum.Proposed + links.Count - exact, sum.Unmatched + names.Count - links.Count);
        }

        return sum;
    }

    private static async Task<List<Registered>> RegisterAsync(NpgsqlConnection connection, string kind, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(kind == NamedColumn.Organisation
            ? "select distinct org_code, org_name, region_code from record.organisation" : "select distinct company_code, company_name, null::text from record.company", connection);
        var entries = new List<Registered>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            entries.Add(new Registered(reader.GetString(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2)));
        }

        return entries;
    }

    private static async Task<List<Written>> WrittenAsync(NpgsqlConnection connection, IReadOnlyList<NamedColumn> columns, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select source_id, name, region, sum(rows)::bigint from ({string.Join(" union all ", columns.Select(c => c.Select))}) n (source_id, name, region, rows) group by 1, 2, 3", connection) { CommandTimeout = 0 };
        var names = new List<Written>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add(new Written(reader.GetInt32(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetInt64(3)));
        }

        return names;
    }

    private async Task WriteAsync(NpgsqlConnection connection, string kind, IReadOnlyList<(Written Written, NameMatch Match)> links, CancellationToken ct)
    {
        // The job and somebody on the page may both be at it; each writes and undoes rows in an order of its own.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = connection.Command("select pg_advisory_xact_lock(hashtext('fundwatch.find-names'), 0)");
        await alone.ExecuteNonQueryAsync(ct);
        await using var write = new NpgsqlCommand("""
            with found as (
                select * from unnest($2::int[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::numeric[])
                    as f (source_id, written_name, region_code, rows, code, registered_name, method, confidence)
            ), gone as (
                -- The program's own links that the registers or the rows no longer bear out.
                update ingest.name_link l set state = 'undone', rows = 0
                where l.kind = $1 and l.decided_by is null and l.state <> 'undone' and not exists (
                    select from found f where f.source_id = l.source_id and f.written_name = l.written_name and f.region_code is not distinct from l.region_code)
            )
            insert into ingest.name_link as l (kind, source_id, written_name, region_code, code, registered_name, method, confidence, state, rows, made_at)
            select $1, source_id, written_name, region_code, code, registered_name, method, confidence, case method when 'exact' then 'confirmed' else 'proposed' end, rows, $10 from found
            on conflict (kind, source_id, written_name, region_code) do update set rows = excluded.rows,
                code = case when l.decided_by is null then excluded.code else l.code end,
                registered_name = case when l.decided_by is null then excluded.registered_name else l.registered_name end,
                method = case when l.decided_by is null then excluded.method else l.method end,
                confidence = case when l.decided_by is null then excluded.confidence else l.confidence end,
                state = case when l.decided_by is null then excluded.state else l.state end
            """, connection) { CommandTimeout = 0 };
        write.Parameters.Add(new() { Value = kind });
        write.Parameters.Add(new() { Value = links.Select(l => l.Written.Source).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Written.Name).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Written.Region).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        write.Parameters.Add(new() { Value = links.Select(l => l.Written.Rows).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Match.Registered.Code).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Match.Registered.Name).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Match.Method.ToString().ToLowerInvariant()).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Match.Confidence).ToArray() });
        write.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await write.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
