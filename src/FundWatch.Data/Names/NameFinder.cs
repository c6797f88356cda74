using FundWatch.Core.Names;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Names;

/// <summary>
/// Looks for the registered organisation or company behind every name that rows give without a code. The very same name is linked; anything less is only
/// proposed. What a person confirmed or undid stays as it is; the program's own links follow the registers, and one that no longer fits is undone.
/// </summary>
public sealed class NameFinder(FundWatchDatabase db)
{
    // IsSupposed: some of its rows do not say where the body is, and their own place stands in.
    private sealed record Written(int Source, string Name, string? Region, long Rows, bool IsSupposed = false);

    /// <summary>Looks for all names as rows and registers are now: links and what fits nothing are written, and the first of the latter returned.</summary>
    public async Task<NameSearch> FindAsync(CancellationToken ct)
    {
        var sum = new NameSearch(0, 0, 0, 0);
        var unmatched = new List<UnmatchedName>();
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var at = await NowAsync(connection, ct); // before rows are read
        foreach (var columns in NamedColumn.All.GroupBy(c => c.Kind))
        {
            var (links, open) = await SearchAsync(connection, columns, ct);
            var shown = await MaskedAsync(connection, open, ct);
            await WriteAsync(connection, columns.Key, links, [.. open.Select(o => o.Written).Zip(shown)], at, ct);
            unmatched.AddRange(shown);
            var exact = links.Count(l => l.Match.Method == MatchMethod.Exact);
            sum = new NameSearch(sum.Names + links.Count + open.Count, sum.Exact + exact, sum.Proposed + links.Count - exact, sum.Unmatched + open.Count);
        }

        var ordered = unmatched.OrderByDescending(u => u.Rows).ThenBy(u => u.Name, StringComparer.Ordinal).ToLookup(u => u.Candidates.Count > 0);
        return sum with
        {
            NotFound = ordered[false].Count(), Ambiguous = ordered[true].Count(),
            NotFoundNames = [.. ordered[false].Take(NameSearch.Listed)], AmbiguousNames = [.. ordered[true].Take(NameSearch.Listed)],
        };
    }

    // By the database's clock: pages and jobs may run on machines whose clocks differ, and which of two searches began later decides whose findings are kept.
    private static async Task<DateTimeOffset> NowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("select clock_timestamp()");
        return (DateTime)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<(List<(Written Written, NameMatch Match)> Links, List<(Written Written, UnmatchedName Name)> Open)> SearchAsync(NpgsqlConnection connection, IGrouping<string, NamedColumn> columns, CancellationToken ct)
    {
        var register = new NameRegister(await RegisterAsync(connection, columns.Key, ct));
        var answers = InPlace(await WrittenAsync(connection, [.. columns], ct), register)
            .Select(n =>
            {
                ct.ThrowIfCancellationRequested();
                return (Written: n, Answer: n.IsSupposed ? register.SearchInRowsPlace(n.Name, n.Region!) : register.Search(n.Name, n.Region));
            }).ToList();
        return ([.. answers.Where(a => a.Answer.Match is not null).Select(a => (a.Written, a.Answer.Match!))],
            [.. answers.Where(a => a.Answer.Match is null).Select(a => (a.Written, new UnmatchedName(columns.Key, a.Written.Name, a.Written.Region, a.Written.Rows,
                [.. a.Answer.Candidates.Select(c => new NameCandidate(c.Code, c.Name, c.Region))])))]);
    }

    private static async Task<List<UnmatchedName>> MaskedAsync(NpgsqlConnection connection, List<(Written Written, UnmatchedName Name)> open, CancellationToken ct)
    {
        var names = open.Select(o => o.Name).ToList();
        var personal = await Personal.OfAsync(connection, names.SelectMany(n => n.Candidates.SelectMany(c => new[] { c.Name, c.Code }).Append(n.Name)), ct);
        return [.. names.Select(n => n with { Name = Shown(n), Candidates = [.. n.Candidates.Select(c => c with { Name = personal.Mask(c.Name), Code = personal.Mask(c.Code) })] })];

        // A payee that no register knows may well be a person, and is shown as on a lead.
        string Shown(UnmatchedName name) => name.Kind == NamedColumn.Company && PersonNames.HasForm(name.Name) ? Personal.MaskName(name.Name) : personal.Mask(name.Name);
    }

    // Rows that state a place and rows of it that state none become one name; the basis is then the weaker of the two. Where the rows' own place has no such body (省水利厅 in a county's rows), it is no place of the name's.
    private static List<Written> InPlace(List<(Written Written, string? RowRegion)> names, NameRegister register)
    {
        bool IsThere(string name, string region) => register.SearchInRowsPlace(name, region) is { Match: not null } or { Candidates.Count: > 0 };
        return [.. names.Select(n => n is { Written.Region: null, RowRegion: { } own } && register.MayBeOfRowsPlace(n.Written.Name) && IsThere(n.Written.Name, own) ? n.Written with { Region = own, IsSupposed = true } : n.Written)
            .GroupBy(n => (n.Source, n.Name, n.Region)).Select(g => g.First() with { Rows = g.Sum(n => n.Rows), IsSupposed = g.Any(n => n.IsSupposed) })];
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

    private static async Task<List<(Written Written, string? RowRegion)>> WrittenAsync(NpgsqlConnection connection, IReadOnlyList<NamedColumn> columns, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"select source_id, name, region, row_region, sum(rows)::bigint from ({string.Join(" union all ", columns.Select(c => c.Select))}) n (source_id, name, region, row_region, rows) group by 1, 2, 3, 4", connection) { CommandTimeout = 0 };
        var names = new List<(Written, string?)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add((new Written(reader.GetInt32(0), reader.GetString(1), reader.Text(2), reader.GetInt64(4)), reader.Text(3)));
        }

        return names;
    }

    private static string Word(MatchMethod method) => method == MatchMethod.OwnPlace ? "own_place" : method.ToString().ToLowerInvariant();

    private async Task WriteAsync(NpgsqlConnection connection, string kind, IReadOnlyList<(Written Written, NameMatch Match)> links, IReadOnlyList<(Written Written, UnmatchedName Shown)> open, DateTimeOffset at, CancellationToken ct)
    {
        // The job and somebody on the page may both be at it; each writes and undoes rows in an order of its own.
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var alone = connection.Command("select pg_advisory_xact_lock(hashtext('fundwatch.find-names'), 0)");
        await alone.ExecuteNonQueryAsync(ct);
        if (await UnmatchedNameStore.SearchedAtAsync(connection, kind, ct) > at)
        {
            return; // a search that began later, and knows more, was quicker
        }

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
            on conflict (kind, source_id, md5(written_name), region_code) do update set rows = excluded.rows,
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
        write.Parameters.Add(new() { Value = links.Select(l => Word(l.Match.Method)).ToArray() });
        write.Parameters.Add(new() { Value = links.Select(l => l.Match.Confidence).ToArray() });
        write.Parameters.Add(new() { Value = at });
        await write.ExecuteNonQueryAsync(ct);
        await UnmatchedNameStore.WriteAsync(connection, kind, [.. open.Select(o => (o.Written.Source, o.Written.Name, o.Shown))], at, ct);
        await transaction.CommitAsync(ct);
    }
}
