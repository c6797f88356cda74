using FundWatch.Core.Records;
using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>
/// Makes the temporary table of subjects to judge on a rule connection and shows it to the rule as `scope`. Rules of the same subject kind, the
/// same streams and the same last run share one.
/// </summary>
/// <param name="schema">record, or asof for a look at the past.</param>
internal sealed class ScopeTables(NpgsqlConnection connection, string schema)
{
    // Records that carry a region, by the kind of subject they belong to.
    private static readonly (string Kind, string Stream, string Column)[] _homes =
    [
        ("organisation", "reception", "org_code"), ("organisation", "subsidy", "department_code"), ("organisation", "project", "owner_code"),
        ("organisation", "meal_purchase", "school_code"), ("organisation", "organisation", "org_code"),
        ("company", "subsidy", "applicant_code"), ("company", "project", "supplier_code"), ("company", "meal_purchase", "supplier_code"),
        ("project", "project", "project_id"), ("application", "subsidy", "application_id"),
        ("person", "subsidy", "applicant_code"), ("person", "reception", "handler"), ("person", "reception", "approver"),
    ];

    // A slice of more than this share of all subjects costs more than it saves.
    private const int SliceAtMost = 3;

    private readonly Dictionary<string, string> _made = [];
    private readonly Dictionary<string, long> _mates = [];

    /// <param name="since">Subjects named by records recorded after this, and those that share one of the rule's groups with them; null for all subjects.</param>
    /// <param name="grouped">False leaves the groups out.</param>
    /// <returns>The name of the temporary table behind `scope`, subject_code its only column.</returns>
    public async Task<string> UseAsync(RuleFile rule, DateTimeOffset? since, CancellationToken ct, bool grouped = true)
    {
        var kind = rule.Header.Subject;
        var groups = since is null || !grouped ? [] : rule.Header.Groups;
        var key = $"{kind} {since:O} {string.Join(',', rule.Reads)} {string.Join(' ', groups.Select(g => $"{g.Stream}: {string.Join(';', g.Expressions)}"))}";
        if (!_made.TryGetValue(key, out var table))
        {
            table = $"scope_{_made.Count + 1}";
            await MakeAsync(table, "(subject_code text primary key)", ct);
            var codes = string.Join("\nunion\n", Queries(kind, rule.Reads, since is not null));
            await ExecuteAsync($"insert into {table} select code from (\n{codes}\n) found (code) where code is not null group by code", since, ct);
            foreach (var group in groups)
            {
                await ExecuteAsync(Mates(kind, group, table), since, ct);
            }

            await ExecuteAsync($"analyze {table}", null, ct);
            _made.Add(key, table);
        }

        await ExecuteAsync($"create or replace temporary view scope as select subject_code from {table}", null, ct);
        return table;
    }

    /// <summary>
    /// The records on which the results of a rule with groups rest: those of the subjects in scope and of all who share one of the rule's groups with them.
    /// A rule that sees no others finds the same about its subjects, in the time that few records take.
    /// </summary>
    /// <param name="scope">From <see cref="UseAsync(RuleFile, DateTimeOffset?, CancellationToken)"/>, for changes since the same moment.</param>
    /// <param name="subjects">How many subjects the rule has in all; where the groups reach a good part of them, nothing is cut out.</param>
    /// <returns>Temporary tables by stream. Streams that are not among them (registers, calendars) are to be seen whole.</returns>
    public async Task<IReadOnlyList<(string Stream, string Table)>> SliceAsync(RuleFile rule, string scope, DateTimeOffset since, long subjects, CancellationToken ct)
    {
        var kind = rule.Header.Subject;
        var mates = $"mates_of_{scope}";
        if (await CountAsync(scope, ct) * SliceAtMost > subjects)
        {
            return [];
        }

        if (!_mates.TryGetValue(scope, out var count))
        {
            await MakeAsync(mates, "(subject_code text primary key)", ct);
            await ExecuteAsync($"insert into {mates} select subject_code from {scope}; analyze {mates}", null, ct);
            foreach (var group in rule.Header.Groups)
            {
                await ExecuteAsync(Mates(kind, group, mates), since, ct);
            }

            await ExecuteAsync($"analyze {mates}", null, ct);
            count = await CountAsync(mates, ct);
            _mates.Add(scope, count);
        }

        if (count * SliceAtMost > subjects)
        {
            return [];
        }

        var slices = new List<(string, string)>();
        foreach (var stream in rule.Reads.Where(s => !RecordStreams.Get(s).IsReference))
        {
            var touches = SubjectMap.For(kind, stream).ToList();
            if (touches.Count == 0 || touches.Any(t => t.Belongs is null))
            {
                continue;
            }

            var table = $"slice_of_{scope}_{stream}";
            if (!_made.ContainsKey(table))
            {
                await MakeAsync(table, $"""
                    as with {Linked(schema, andBefore: false)} mine as (select subject_code from {mates})
                    select * from {schema}.{stream} where {string.Join(" or ", touches.Select(t => t.Belongs))}
                    """, ct);
                await ExecuteAsync($"analyze {table}", null, ct);
                _made.Add(table, table);
            }

            slices.Add((stream, table));
        }

        return slices;
    }

    // One of that name is what a statement left that failed half-way.
    private Task MakeAsync(string table, string how, CancellationToken ct) => ExecuteAsync($"drop table if exists pg_temp.{table}; create temporary table {table} {how}", null, ct);

    private async Task<long> CountAsync(string table, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {table}", connection);
        return (long)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Shows the rule exactly the given subjects.</summary>
    public async Task UseAsync(IReadOnlyCollection<string> subjects, CancellationToken ct)
    {
        await ExecuteAsync("create temporary table scope (subject_code text primary key)", null, ct);
        await using var fill = new NpgsqlCommand("insert into scope select distinct unnest($1)", connection);
        fill.Parameters.Add(new() { Value = subjects.ToArray() });
        await fill.ExecuteNonQueryAsync(ct);
        await ExecuteAsync("analyze scope", null, ct);
    }

    /// <summary>Shows the rule, as `beyond`, the subjects all of whose records are from abroad (region 000000).</summary>
    public async Task ShowBeyondAsync(RuleFile rule, CancellationToken ct)
    {
        var homes = _homes.Where(h => h.Kind == rule.Header.Subject && rule.Reads.Contains(h.Stream)).ToList();
        var key = "beyond " + string.Join(',', homes.Select(h => $"{h.Stream}.{h.Column}"));
        if (!_made.TryGetValue(key, out var table))
        {
            table = $"beyond_{_made.Count + 1}";
            await MakeAsync(table, "(subject_code text primary key)", ct);
            var records = homes.Select(h => $"select {h.Column} as code, region_code from {schema}.{h.Stream}").ToList();
            if (rule.Header.Subject == "company" && rule.Reads.Contains("bid") && rule.Reads.Contains("project"))
            {
                records.Add($"select b.bidder_code, p.region_code from {schema}.project p join {schema}.bid b using (project_id)");
            }

            if (records.Count > 0)
            {
                await ExecuteAsync($"""
                    with home as not materialized ({string.Join(" union all ", records)})
                    insert into {table}
                    select distinct code from home a
                    where region_code = '000000' and code is not null and not exists (select from home b where b.code = a.code and b.region_code <> '000000')
                    """, null, ct);
                await ExecuteAsync($"analyze {table}", null, ct);
            }

            _made.Add(key, table);
        }

        await ExecuteAsync($"create or replace temporary view beyond as select subject_code from {table}", null, ct);
    }

    /// <summary>
    /// Adds the subjects of records that have a value in common with a changed record, as it is or as it was, or with any other record of a subject that is
    /// already in the table: what such a subject is found to be is told of the others too (whose invoice it was).
    /// </summary>
    private static string Mates(string kind, RuleGroup group, string table)
    {
        var stream = group.Stream;
        var touches = SubjectMap.For(kind, stream).ToList();
        var belongs = touches.Select(t => t.Belongs).OfType<string>().ToList();
        var values = group.Expressions.Select((e, i) => (Name: $"value_{i + 1}", Sql: $"({e})::text as value_{i + 1}")).ToList();
        var rows = $"select {Columns(stream)}, {string.Join(", ", values.Select(v => v.Sql))}";
        return $"""
            with {Linked("record", andBefore: true)} mine as (select subject_code from {table}),
            known as materialized (
                {rows} from record.{stream} where recorded_from > $1
                union all {rows} from history.{stream} where recorded_to > $1
                {string.Concat(belongs.Select(b => $"union all {rows} from record.{stream} where {b} "))}),
            pool as materialized ({string.Join(" union ", values.Select(v => $"select {v.Name} as value from known where {v.Name} is not null"))}),
            changed as materialized (
                select {Columns(stream)} from ({rows} from record.{stream}) t
                where {string.Join(" or ", values.Select(v => $"{v.Name} in (select value from pool)"))})
            insert into {table}
            select code from ({string.Join(" union ", touches.Select(t => $"({t.Query})"))}) found (code) where code is not null
            on conflict do nothing
            """;
    }

    // An application that is gone, or another's now, has linked its invoices to a subject all the same: until then those of others were held against them.
    private static string Linked(string schema, bool andBefore) => string.Concat(SubjectMap.Links.Select(stream => $"""
        linked_{stream} as not materialized (select {Columns(stream)} from {schema}.{stream}{(andBefore ? $" union all select {Columns(stream)} from history.{stream} where recorded_to > $1" : "")}),
        """));

    private IEnumerable<string> Queries(string kind, IReadOnlyList<string> streams, bool changedOnly)
    {
        var queries = streams.SelectMany(stream => SubjectMap.For(kind, stream))
            .Where(touch => changedOnly || touch.IsOwn)
            .Select(touch => changedOnly
                ? $"""
                   (with changed as (select {Columns(touch.Stream)} from record.{touch.Stream} where recorded_from > $1
                    union all select {Columns(touch.Stream)} from history.{touch.Stream} where recorded_to > $1) {touch.Query})
                   """
                : $"(with changed as not materialized (select * from {schema}.{touch.Stream}) {touch.Query})");
        return queries.DefaultIfEmpty("select null::text");
    }

    private static string Columns(string stream) => string.Join(", ", RecordStreams.Get(stream).Columns.Select(c => c.Name));

    private async Task ExecuteAsync(string sql, DateTimeOffset? since, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        if (since is not null && sql.Contains("$1", StringComparison.Ordinal))
        {
            command.Parameters.Add(new() { Value = since.Value.ToUniversalTime() });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
