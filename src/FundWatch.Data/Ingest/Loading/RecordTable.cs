using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>The statements that move rows into one stream's table. Names come from the contract, never from input.</summary>
internal sealed class RecordTable
{
    public RecordTable(RecordStream stream)
    {
        Stream = stream;
        Columns = string.Join(", ", stream.Columns.Select(c => c.Name).Concat(["source_id", "batch_id", "line_no", "row_hash", "warnings", "recorded_from"]));
        var sameKey = string.Join(" and ", stream.Key.Select(k => k.IsRequired ? $"r.{k.Name} = s.{k.Name}" : $"r.{k.Name} is not distinct from s.{k.Name}"))
            + " and r.source_id = s.source_id";
        var samePartition = stream.PartitionColumn is { } p ? $" and r.{p.Name} = s.{p.Name}" : "";
        var set = string.Join(", ", stream.Columns.Except(stream.Key).Where(c => c != stream.PartitionColumn).Select(c => $"{c.Name} = s.{c.Name}")
            .Concat(["batch_id = s.batch_id", "line_no = s.line_no", "row_hash = s.row_hash", "warnings = s.warnings", "recorded_from = s.recorded_from"]));

        DropUnchanged = $"delete from pg_temp.stage_{stream.Name} s using record.{stream.Name} r where {sameKey}{samePartition} and r.row_hash = s.row_hash";
        Update = $"update record.{stream.Name} r set {set} from pg_temp.stage_{stream.Name} s where {sameKey}{samePartition}";
        DropUpdated = $"delete from pg_temp.stage_{stream.Name} s using record.{stream.Name} r where {sameKey}{samePartition}";
        DeleteMoved = stream.PartitionColumn is null ? null : $"delete from record.{stream.Name} r using pg_temp.stage_{stream.Name} s where {sameKey}";
        Insert = $"insert into record.{stream.Name} ({Columns}) select {Columns} from pg_temp.stage_{stream.Name}";
        ConflictingLines = $"select s.line_no from pg_temp.stage_{stream.Name} s left join record.{stream.Name} r on {sameKey} where r.row_hash is distinct from s.row_hash";
    }

    public RecordStream Stream { get; }

    /// <summary>Every column that a row carries, in the order of its fields.</summary>
    public string Columns { get; }

    public const string CommitWithoutWaiting = "set local synchronous_commit = off";

    /// <summary>
    /// First in every chunk's transaction. The lock is the one that writing takes anyway: taken at once and in the order of the chunks, nobody who wants
    /// to change the table (a load of another source that makes a partition) can come between a chunk and the one that waits for its commit.
    /// </summary>
    public string Open => $"{CommitWithoutWaiting}; lock table record.{Stream.Name} in row exclusive mode";

    public string CopyIn => $"copy record.{Stream.Name} ({Columns}) from stdin (format binary)";
    public string CopyToStage => $"copy pg_temp.stage_{Stream.Name} ({Columns}) from stdin (format binary)";
    public string CreateStage => $"create temp table if not exists stage_{Stream.Name} (like record.{Stream.Name}) on commit delete rows";
    public string Analyze => $"analyze pg_temp.stage_{Stream.Name}";
    public string EmptyStage => $"truncate pg_temp.stage_{Stream.Name}";

    /// <summary>Rows that are in the store as they are.</summary>
    public string DropUnchanged { get; }

    /// <summary>Rows whose values changed, within their month; the table's trigger keeps the old version.</summary>
    public string Update { get; }
    public string DropUpdated { get; }

    /// <summary>Rows whose date moved them to another month: the old version goes (into history), the new one is inserted. Null where there are no months.</summary>
    public string? DeleteMoved { get; }
    /// <summary>Tells the trigger when the old version of a moved row ended: when the new one begins.</summary>
    public string SayWhenMoved => $"select set_config('fundwatch.replaced_at', (select min(recorded_from)::text from pg_temp.stage_{Stream.Name}), true)";

    public string Insert { get; }

    /// <summary>Lines whose key came before in this file with other values.</summary>
    public string ConflictingLines { get; }
}
