using System.Data;
using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>Advisory locks that a session holds: gone with the session when its process dies.</summary>
public static class SessionLock
{
    /// <summary>The keys of the lock of a work that is done by one at a time, whoever asks for it; $1 is the work's name.</summary>
    public const string OfWork = "hashtext($1), 0";

    /// <summary>
    /// Gives the lock back with the given call of pg_advisory_unlock. Where the session has ended the lock went with it: there is nothing to give back,
    /// and the error that ended it, or the result of work that no longer needed it, is not hidden by another from here.
    /// </summary>
    /// <exception cref="PostgresException">The server refuses, on a session that goes on.</exception>
    public static async Task ReleaseAsync(NpgsqlCommand unlock)
    {
        var connection = unlock.Connection!;
        await using (unlock)
        {
            if (connection.State != ConnectionState.Open)
            {
                return;
            }

            try
            {
                await unlock.ExecuteNonQueryAsync(CancellationToken.None);
            }
            catch (NpgsqlException) when (connection.State != ConnectionState.Open)
            {
            }
        }
    }
}
