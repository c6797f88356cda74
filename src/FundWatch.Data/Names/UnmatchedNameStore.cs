using System.Text.Json;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Names;

/// <summary>Names that fit no registered one, or several, as they were when names were last looked for.</summary>
public sealed class UnmatchedNameStore(FundWatchDatabase db)
{
    /// <summary>How many there are, whatever is searched for.</summary>
    public async Task<UnmatchedSum> SumAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            select min(searched_at), coalesce(sum(not_found), 0)::bigint, coalesce(sum(ambiguous), 0)::bigint from ingest.name_search
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return new UnmatchedSum(reader.Nullable<DateTimeOffset>(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Those of the most rows first.</summary>
    /// <param name="search">Only names that hold this are listed, they or what they may mean, as they are shown: a search does not tell whose name is masked.</param>
    public async Task<IReadOnlyList<UnmatchedName>> ListAsync(string search, int limit, int skip, CancellationToken ct)
    {
        if (search.Contains('\0'))
        {
            return []; // no text of the store can hold U+0000, nor be asked for it
        }

        await using var command = db.App.CreateCommand("""
            select kind, shown_name, region_code, rows, candidates from ingest.unmatched_name
            where $1 = '' or strpos(lower(shown_name), lower($1)) > 0
                or exists (select from jsonb_to_recordset(candidates) c (name text, code text) where strpos(lower(c.name), lower($1)) > 0 or strpos(lower(c.code), lower($1)) > 0)
            order by rows desc, left(shown_name, 200) collate "C", unmatched_id limit $2 offset $3
            """);
        command.Parameters.AddText(search.Trim());
        command.Parameters.Add(new() { Value = limit });
        command.Parameters.Add(new() { Value = skip });
        var names = new List<UnmatchedName>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add(new UnmatchedName(reader.GetString(0), reader.GetString(1), reader.Text(2), reader.GetInt64(3), JsonSerializer.Deserialize<NameCandidate[]>(reader.GetString(4), JsonSerializerOptions.Web)!));
        }

        return names;
    }

    /// <summary>When the search whose findings are kept began; null where there was none.</summary>
    internal static async Task<DateTimeOffset?> SearchedAtAsync(NpgsqlConnection connection, string kind, CancellationToken ct)
    {
        await using var command = connection.Command("select searched_at from ingest.name_search where kind = $1");
        command.Parameters.AddText(kind);
        return await command.ExecuteScalarAsync(ct) is DateTime at ? at : null;
    }

    /// <summary>Puts what a search has found in the place of what the last one did, in the transaction of its links. Rows that say the same stay untouched.</summary>
    internal static async Task WriteAsync(NpgsqlConnection connection, string kind, IReadOnlyList<(int Source, string Written, UnmatchedName Shown)> names, DateTimeOffset at, CancellationToken ct)
    {
        await using var write = new NpgsqlCommand("""
            with found as (
                select * from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[]) as f (source_id, written_name, region_code, shown_name, rows, candidates)
            ), gone as (
                delete from ingest.unmatched_name u
                where u.kind = $1 and not exists (select from found f where f.source_id = u.source_id and f.written_name = u.written_name and f.region_code is not distinct from u.region_code)
            ), searched as (
                insert into ingest.name_search (kind, searched_at, not_found, ambiguous) values ($1, $8, $9, $10)
                on conflict (kind) do update set searched_at = excluded.searched_at, not_found = excluded.not_found, ambiguous = excluded.ambiguous
            )
            insert into ingest.unmatched_name (kind, source_id, written_name, region_code, shown_name, rows, candidates)
            select $1, source_id, written_name, region_code, shown_name, rows, candidates::jsonb from found f
            where not exists (
                select from ingest.unmatched_name u
                where u.kind = $1 and u.source_id = f.source_id and u.written_name = f.written_name and u.region_code is not distinct from f.region_code
                  and u.shown_name = f.shown_name and u.rows = f.rows and u.candidates = f.candidates::jsonb)
            on conflict (kind, source_id, md5(written_name), region_code) do update set shown_name = excluded.shown_name, rows = excluded.rows, candidates = excluded.candidates
            """, connection) { CommandTimeout = 0 };
        write.Parameters.Add(new() { Value = kind });
        write.Parameters.Add(new() { Value = names.Select(n => n.Source).ToArray() });
        write.Parameters.Add(new() { Value = names.Select(n => n.Written).ToArray() });
        write.Parameters.Add(new() { Value = names.Select(n => n.Shown.Region).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        write.Parameters.Add(new() { Value = names.Select(n => n.Shown.Name).ToArray() });
        write.Parameters.Add(new() { Value = names.Select(n => n.Shown.Rows).ToArray() });
        write.Parameters.Add(new() { Value = names.Select(n => JsonSerializer.Serialize(n.Shown.Candidates, JsonSerializerOptions.Web)).ToArray() });
        write.Parameters.Add(new() { Value = at });
        write.Parameters.Add(new() { Value = names.LongCount(n => n.Shown.Candidates.Count == 0) });
        write.Parameters.Add(new() { Value = names.LongCount(n => n.Shown.Candidates.Count > 0) });
        await write.ExecuteNonQueryAsync(ct);
    }
}
