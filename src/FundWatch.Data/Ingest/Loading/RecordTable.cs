using FundWatch.Core.Records;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>The statements that move rows into one stream's table. Names come from the contract, never from input.</summary>
internal sealed class RecordTable
{
    public RecordTable(RecordStream stream)
    {
        Stream = stream;
        Columns = string.Join(", ", stream.Columns.Select(c => c.Name).Concat(["source_id", "batch_id", "line_no", "row_hash", "warnings", "recorded_from"]));
        var sameKey = SameRecord.Of(stream, "r", "s");
        var samePartition = stream.PartitionColumn is { } p ? $" and r.{p.Name} = s.{p.Name}" : "";
        var set = string.Join(", ", stream.Columns.Except(stream.Key).Where(c => c != stream.PartitionColumn).Select(c => $"{c.Name} = s.{c.Name}")
            .Concat(["batch_id = s.batch_id", "line_no = s.line_no", "row_hash = s.row_hash", "warnings = s.warnings", "recorded_from = s.recorded_from"]));

        Update = $"update record.{stream.Name} r set {set} from {Stage} s where {sameKey}{samePartition} and r.row_hash <> s.row_hash";
        DropFound = $"delete from {Stage} s using record.{stream.Name} r where {sameKey}{samePartition}";
        DeleteMoved = stream.PartitionColumn is null ? null : $"delete from record.{stream.Name} r using {Stage} s where {sameKey}";
        Insert = $"insert into record.{stream.Name} ({Columns}) select {Columns} from {Stage}";
        _sameKey = sameKey;
        _identity = string.Join(", ", stream.Key.Select(k => k.Name).Append("source_id"));
    }

    private readonly string _sameKey, _identity;

    public RecordStream Stream { get; }

    /// <summary>Where rows wait to be compared, on one connection.</summary>
    public string Stage => $"pg_temp.stage_{Stream.Name}";

    /// <summary>Every column that a row carries, in the order of its fields.</summary>
    public string Columns { get; }

    /// <summary>
    /// For the rest of a transaction that compares a chunk: fifty thousand look-ups by the primary key, each in the one month of its row, cost less than
    /// the pass over all of a large table that the planner prefers, since it does not count on months falling away.
    /// </summary>
    public const string LookUpByKey = "set local enable_hashjoin = off; set local enable_mergejoin = off";

    public const string CommitWithoutWaiting = "set local synchronous_commit = off";

    /// <summary>
    /// First in every chunk's transaction. The lock is the one that writing takes anyway: taken at once and in the order of the chunks, nobody who wants
    /// to change the table (a load of another source that makes a partition) can come between a chunk and the one that waits for its commit. The setting
    /// tells the table's trigger that a load writes (fw.forget_rows).
    /// </summary>
    public string Open => $"{CommitWithoutWaiting}; set local fundwatch.loading = 'on'; lock table record.{Stream.Name} in row exclusive mode";

    public string CopyIn => CopyInto($"record.{Stream.Name}");
    public string CopyToStage => CopyInto(Stage);
    public string CreateStage => $"create temp table if not exists stage_{Stream.Name} (like record.{Stream.Name}) on commit delete rows";

    /// <summary>Of the columns that rows are looked up by: statistics of all the others would cost ten times as much and decide nothing.</summary>
    public string Analyze => $"analyze {Stage} ({_identity})";
    public string EmptyStage => $"truncate {Stage}";

    /// <summary>Rows whose values changed, within their month; the table's trigger keeps the old version.</summary>
    public string Update { get; }

    /// <summary>Rows whose key is in the store, within their month: updated just now, or in the store as they are.</summary>
    public string DropFound { get; }

    /// <summary>Rows whose date moved them to another month: the old version goes (into history), the new one is inserted. Null where there are no months.</summary>
    public string? DeleteMoved { get; }
    /// <summary>Tells the trigger when the old version of a moved row ended: when the new one begins.</summary>
    public string SayWhenMoved => $"select set_config('fundwatch.replaced_at', (select min(recorded_from)::text from {Stage}), true)";

    public string Insert { get; }

    public string CopyInto(string table) => $"copy {table} ({Columns}) from stdin (format binary)";

    /// <summary>Inserts rows of a table whose key is not in the store; the first of each key.</summary>
    public string InsertMissing(string table) => $"""
        insert into record.{Stream.Name} ({Columns})
        select distinct on ({_identity}) {Columns} from {table} s where not exists (select from record.{Stream.Name} r where {_sameKey}) order by {_identity}, line_no
        """;

    /// <summary>Lines and hashes of a table's rows whose key is in the store with other values.</summary>
    public string Conflicting(string table) =>
        $"select s.line_no, s.row_hash from {table} s left join record.{Stream.Name} r on {_sameKey} where r.row_hash is distinct from s.row_hash";
}
