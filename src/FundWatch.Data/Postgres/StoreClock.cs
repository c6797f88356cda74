using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>
/// The clock of the store's server, read here. Batches are begun by the server's clock, rows are stamped by whoever loads them, and scoring holds one against
/// the other: a machine whose clock is behind would write rows from before their batch began, which nobody looks for.
/// </summary>
internal sealed class StoreClock(TimeProvider clock, TimeSpan ahead) : TimeProvider
{
    /// <summary>How far the clock that stamped a row may be off that of its batch, where a version before this one did it on another machine.</summary>
    public static readonly TimeSpan MostOff = TimeSpan.FromMinutes(10);

    /// <summary>Asks the server what time it is. Never ahead of it, and never before the answer.</summary>
    public static async Task<StoreClock> OfAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken ct)
    {
        await using var ask = connection.Command("select clock_timestamp()");
        var there = (DateTime)(await ask.ExecuteScalarAsync(ct))!;
        return new StoreClock(clock, there - clock.GetUtcNow().UtcDateTime);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + ahead;
}
