using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>
/// Which version of a kept mapping a batch was read by. A batch keeps the layout that came of it and no name: the mapping is the one that its source is remembered to
/// use for these headers, the version the newest that gives this layout.
/// </summary>
internal sealed class MappingVersions(FundWatchDatabase db, MappingStore mappings)
{
    /// <returns>Null where the mapping has not changed since in what it reads, or no kept one is known.</returns>
    public async Task<NewerMapping?> NewerAsync(long batch, CancellationToken ct)
    {
        await using var find = db.App.CreateCommand("select s.name, b.stream, b.headers::text, b.layout::text from ingest.batch b join ingest.source s using (source_id) where b.batch_id = $1 and b.headers is not null");
        find.Parameters.Add(new() { Value = batch });
        string source, stream, layout;
        string[] headers;
        await using (var reader = await find.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            (source, stream, headers, layout) = (reader.GetString(0), reader.GetString(1), JsonSerializer.Deserialize<string[]>(reader.GetString(2))!, reader.GetString(3));
        }

        var fingerprint = MappingStore.Fingerprint(headers);
        var (_, remembered) = (await mappings.RememberedAsync(source, ct)).FirstOrDefault(r => r.Fingerprint == fingerprint && r.Mapping.Mapping.Stream == stream);
        if (remembered?.Name is not { } name || await mappings.FindAsync(name, null, ct) is not { } newest)
        {
            return null;
        }

        var was = JsonNode.Parse(StoredLayout.Write(StoredLayout.Read(RecordStreams.Get(stream), JsonSerializer.Serialize(headers), layout)));
        for (var version = newest.Version; version >= 0; version--)
        {
            if (await mappings.FindAsync(name, version, ct) is { } kept && kept.Stream == stream && JsonNode.DeepEquals(was, LayoutOf(kept, headers)))
            {
                return version < newest.Version ? new NewerMapping(batch, name, version, newest.Version) : null;
            }
        }

        return null;
    }

    private static JsonNode? LayoutOf(SavedMapping kept, string[] headers)
    {
        using var header = new CorrectedRows([(1, headers, CellIssue.None)]);
        try
        {
            return JsonNode.Parse(StoredLayout.Write((Mapping.Parse(Encoding.UTF8.GetBytes(kept.Body), kept.Name) with { HeaderRow = null }).Apply(header, kept.Name)));
        }
        catch (FileRefused)
        {
            return null; // a version for other headers is not the one that read this file
        }
    }
}
