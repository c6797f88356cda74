using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Queue;

/// <summary>A feature set whose subjects are too few to say what is usual among them.</summary>
public sealed record TooFewPeers(string TitleZh, string TitleEn, int Subjects, int Needed);

/// <summary>Why there are no leads: nothing was loaded, nothing was scored, or what was scored gave none.</summary>
/// <param name="Loaded">Whether any file was taken in.</param>
/// <param name="Subjects">That any rule has looked at.</param>
/// <param name="Tested">Rules that could test at least one item.</param>
/// <param name="Lacking">Rules that could say nothing because columns hold nothing.</param>
/// <param name="Elsewhere">Rules that are about nobody here: records from abroad, or from before the law.</param>
/// <param name="Missing">The columns that most of those rules lack, the commonest first.</param>
public sealed record NoLeads(
    bool Loaded, long Subjects, long Tested, long Lacking, long Elsewhere, IReadOnlyList<(RecordStream Stream, Column Column)> Missing, IReadOnlyList<TooFewPeers> TooFew)
{
    private const int Named = 6;

    public static async Task<NoLeads> ReadAsync(FundWatchDatabase database, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand("""
            with by_rule as (
                select rule_id, bool_or(triggered + not_triggered > 0) as tested, bool_or(insufficient_data > 0) as lacking from rule.state group by rule_id
            )
            select exists (select from ingest.batch where status = 'done'), (select count(distinct subject_code) from rule.state), count(*) filter (where tested),
                   count(*) filter (where lacking and not tested), count(*) filter (where not lacking and not tested),
                   coalesce((select array_agg(name order by rules desc, name) from (
                       select name, count(distinct rule_id) as rules from rule.state s join by_rule r using (rule_id), unnest(s.missing) name
                       where r.lacking and not r.tested group by name) lacked), array[]::text[])
            from by_rule
            """);
        bool loaded;
        long subjects, tested, lacking, elsewhere;
        string[] missing;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            await row.ReadAsync(ct);
            (loaded, subjects, tested, lacking, elsewhere, missing) = (row.GetBoolean(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetFieldValue<string[]>(5));
        }

        var columns = missing.Select(name => name.Split('.')).Where(n => RecordStreams.Find(n[0]) is not null)
            .Select(n => (RecordStreams.Get(n[0]), RecordStreams.Get(n[0]).Column(n[1]))).Take(Named).ToList();
        return new NoLeads(loaded, subjects, tested, lacking, elsewhere, columns, await TooFewAsync(database, ct));
    }

    private static async Task<IReadOnlyList<TooFewPeers>> TooFewAsync(FundWatchDatabase database, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select title_zh, title_en, subjects, needed from model.too_few order by feature_set");
        await using var row = await command.ExecuteReaderAsync(ct);
        var few = new List<TooFewPeers>();
        while (await row.ReadAsync(ct))
        {
            few.Add(new TooFewPeers(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3)));
        }

        return few;
    }
}
