using FundWatch.Data.Postgres;

namespace FundWatch.Data.Batches;

/// <summary>The systems that files have come from so far.</summary>
public sealed class KnownSources(FundWatchDatabase db)
{
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select name from ingest.source order by name limit 500");
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
