using FundWatch.Core.Records;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Batches;

/// <summary>The statements by which rows of withdrawn batches leave one stream's table. Names come from the contract, never from input.</summary>
internal sealed class WithdrawalSql
{
    private const long Few = 10_000;

    /// <param name="restores">False where none of the batches replaced a row, so that nothing can come back.</param>
    public WithdrawalSql(RecordStream stream, bool restores)
    {
        var key = string.Join(", ", stream.Key.Select(k => k.Name).Append("source_id"));
        var contract = string.Join(", ", stream.Columns.Select(c => c.Name));
        var sameKey = SameRecord.Of(stream, "h", "g");
        string Before(string gone) => $"""
            select {contract}, source_id, batch_id, line_no, row_hash, warnings from history.{stream.Name} h
            where {sameKey} and not exists (select from ingest.batch b where b.batch_id = h.batch_id and {gone})
            order by h.recorded_from desc limit 1
            """;

        Blocks = $"""
            select max(pg_relation_size(relid) / current_setting('block_size')::int) + 1, count(*)
            from (select relid from pg_partition_tree('record.{stream.Name}') where isleaf union select 'record.{stream.Name}'::regclass) t
            """;
        Left = $"select exists (select from record.{stream.Name} where batch_id = any($1))";
        var gone = $"delete from record.{stream.Name} where batch_id = any($1) and ctid >= $2::tid and ctid < $3::tid returning {key}, batch_id";
        Remove = restores
            ? $"""
              with gone as (
                  {gone}
              ), back as (
                  insert into record.{stream.Name} ({contract}, source_id, batch_id, line_no, row_hash, warnings, recorded_from)
                  select v.*, $4 from gone g cross join lateral ({Before("b.status in ('withdrawing', 'withdrawn')")}) v
                  returning {key}
              )
              select g.batch_id, count(*), count(b.source_id) from gone g left join back b on {SameRecord.Of(stream, "b", "g")} group by 1
              """
            : $"with gone as ({gone}) select batch_id, count(*), 0::bigint from gone where $4::timestamptz is not null group by 1";

        Current = $"""
            select count(*), count(v.*) from record.{stream.Name} g
            left join lateral ({Before("(b.status in ('withdrawing', 'withdrawn') or b.batch_id = any($1))")}) v on true
            where g.batch_id = any($1)
            """;
        // What a withdrawal under way has put back is no later version: it is known from the moment that the rows were taken out.
        KeepReplaced = $"create temp table replaced on commit drop as select distinct {key} from history.{stream.Name} where batch_id = any($1)";
        Superseded = $"""
            select count(*) filter (where g.batch_id <> all($1) and g.recorded_from <> all(array(select withdrawn_from from ingest.batch where batch_id = any($1) and withdrawn_from is not null)))
            from replaced h join record.{stream.Name} g on {sameKey}
            """;
        var evidence = string.Join(" || '|' || ", stream.Key.Select(c => stream.Key.Count == 1 && c.Type != ColumnType.Date ? c.Name : $"coalesce({c.Name}::text, '')"));
        var keys = $"select '{stream.Name}:' || {evidence} as key from record.{stream.Name} where batch_id = any($1)";
        LeadsOfFew = $"""
            select count(*) from review.lead
            where status = any($2) and content_sha256 <> '' and evidence_keys && coalesce((select array_agg(key) from ({keys}) r), array[]::text[])
            """;
        LeadsOfMany = $"""
            select count(distinct l.lead_id)
            from (select lead_id, unnest(evidence_keys) as key from review.lead where status = any($2) and content_sha256 <> '') l join ({keys}) r using (key)
            """;
    }

    /// <summary>Size of the largest partition in blocks, and how many partitions there are.</summary>
    public string Blocks { get; }

    /// <summary>Whether any row is still as one of the batches ($1) brought it.</summary>
    public string Left { get; }

    /// <summary>
    /// Takes rows of the batches ($1) within a range of blocks ($2, $3) out, in each partition, and puts the newest earlier version that no withdrawn
    /// batch brought in their place, as known from $4. Gives removed and restored rows by batch.
    /// </summary>
    public string Remove { get; }

    /// <summary>Rows that are as one of the batches ($1) brought them, and how many have an earlier version.</summary>
    public string Current { get; }

    /// <summary>
    /// Keeps the keys of old versions that the batches ($1) brought, until the transaction ends: once <see cref="AnalyseReplaced"/> has counted them, the planner knows whether to look each up in
    /// every month or to pass over all rows of the store once. As part of one statement it takes them for a few, and looks up hundreds of thousands.
    /// </summary>
    public string KeepReplaced { get; }

    /// <summary>See <see cref="KeepReplaced"/>.</summary>
    public const string AnalyseReplaced = "analyze replaced";

    /// <summary>
    /// Rows that one of the batches ($1) brought and a batch that stays has replaced. Whose they are now is asked last: were it a condition of the join, statistics from when they were all of these
    /// batches would have the planner expect none, and go through all keys for each of them.
    /// </summary>
    public string Superseded { get; }

    /// <summary>Open leads with evidence among those rows.</summary>
    /// <param name="rows">How many rows. Of few, each is looked up among the evidence by its index (some 6 µs each); of many, the evidence of all leads is taken apart once.</param>
    public string Leads(long rows) => rows <= Few ? LeadsOfFew : LeadsOfMany;

    internal string LeadsOfFew { get; }

    internal string LeadsOfMany { get; }
}
