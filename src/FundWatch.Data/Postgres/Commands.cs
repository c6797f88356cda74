using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Postgres;

/// <summary>Statements of long work on a connection that is held.</summary>
internal static class Commands
{
    /// <summary>A statement with its values ($1, $2, …), which may take as long as it needs. Moments are <c>timestamptz</c>, as everywhere in the store.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var value in values)
        {
            command.Parameters.Add(value is DateTime ? new() { Value = value, NpgsqlDbType = NpgsqlDbType.TimestampTz } : new() { Value = value });
        }

        return command;
    }
}
