using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>Tells an error that one statement made from the end of the whole session.</summary>
public static class SessionEnd
{
    // 57P01 to 57P05: the server is shut down, has crashed, does not take connections, the database was dropped, the session was ended.
    private const string OperatorIntervention = "57P";

    /// <summary>True where the session is gone with the error: nothing else will work on it either, so it is nobody's own failure.</summary>
    public static bool EndsSession(this PostgresException error) => error.SqlState.StartsWith(OperatorIntervention, StringComparison.Ordinal);
}
