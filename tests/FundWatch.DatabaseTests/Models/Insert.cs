using System.Text.Json;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Models;

/// <summary>Puts small records into a test store: the columns named, everything that provenance needs made up.</summary>
internal static class Insert
{
    /// <param name="rows">Anonymous objects whose properties are columns.</param>
    public static async Task IntoAsync(this TestDatabase database, string stream, params object[] rows)
    {
        await using var connection = await database.App.OpenConnectionAsync();
        var line = 0;
        foreach (var row in rows)
        {
            var json = JsonSerializer.Serialize(row);
            var columns = JsonDocument.Parse(json).RootElement.EnumerateObject().Select(p => p.Name).ToList();
            var names = string.Join(", ", columns);
            await using var command = new NpgsqlCommand($"""
                insert into record.{stream} ({names}, source_id, batch_id, line_no, row_hash, recorded_from)
                select {names}, 1, 1, $2, md5($1)::uuid, '2025-01-01 00:00+08'
                from json_populate_record(null::record.{stream}, $1::json)
                """, connection);
            command.Parameters.Add(new() { Value = json });
            command.Parameters.Add(new() { Value = (long)++line });
            await command.ExecuteNonQueryAsync();
        }
    }
}
