using System.Text.Json;
using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>What the checks of one batch and of several small ones ask of a stream's stored rows alike.</summary>
internal static class StoredRows
{
    /// <summary>Broken references that a report names.</summary>
    public const int Examples = 5;

    /// <summary>Rows of the store that a look for twins passes over: beyond <see cref="MostCompared"/> some of a batch's months stand for all, and beyond <see cref="MostPassedOver"/> nothing passes over them.</summary>
    public const long MostCompared = 600_000, MostPassedOver = 12_000_000;

    /// <summary>What a row says besides its key.</summary>
    public static IReadOnlyList<Column> Content(RecordStream stream) => [.. stream.Columns.Except(stream.Key)];

    /// <summary>An expression over <see cref="Content"/>, equal for rows that say the same.</summary>
    public static string ContentHash(RecordStream stream) => $"hash_record_extended(row({string.Join(", ", Content(stream).Select(c => c.Name))}), 0)";

    public static async Task<bool> AreNoneAsync(NpgsqlConnection connection, RecordStream stream, CancellationToken ct)
    {
        await using var none = new NpgsqlCommand($"select not exists (select from record.{stream.Name})", connection);
        return (bool)(await none.ExecuteScalarAsync(ct))!;
    }

    /// <summary>How many there are, by the planner's estimate.</summary>
    public static async Task<long> EstimateAsync(NpgsqlConnection connection, RecordStream stream, CancellationToken ct)
    {
        await using var explain = new NpgsqlCommand($"explain (format json) select from record.{stream.Name}", connection);
        using var plan = JsonDocument.Parse((string)(await explain.ExecuteScalarAsync(ct))!);
        return (long)plan.RootElement[0].GetProperty("Plan").GetProperty("Plan Rows").GetDouble();
    }
}
