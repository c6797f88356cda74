using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Leads;

internal static class Commands
{
    /// <summary>A value that may be absent.</summary>
    public static void AddNullable<T>(this NpgsqlParameterCollection parameters, T? value, NpgsqlDbType type) =>
        parameters.Add(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = type });

    public static void AddText(this NpgsqlParameterCollection parameters, string? value) => parameters.AddNullable(value, NpgsqlDbType.Text);

    public static T? Nullable<T>(this NpgsqlDataReader reader, int at) where T : struct => reader.IsDBNull(at) ? null : reader.GetFieldValue<T>(at);

    public static string? Text(this NpgsqlDataReader reader, int at) => reader.IsDBNull(at) ? null : reader.GetString(at);
}
