using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Records;

/// <summary>What the store says about one record now, and what it said before (decision 1).</summary>
public sealed class RecordVersions(FundWatchDatabase db)
{
    /// <returns>By source, the oldest version first; empty where no source ever had such a record.</returns>
    public async Task<IReadOnlyList<RecordVersion>> ReadAsync(RecordKey record, CancellationToken ct = default)
    {
        var stream = RecordStreams.Get(record.Stream);
        var columns = string.Join(", ", stream.Columns.Select(c => c.Name));
        var from = $"{columns}, source_id, batch_id, line_no, recorded_from";
        await using var connection = await db.App.OpenConnectionAsync(ct);
        await using var command = new Npgsql.NpgsqlCommand($"""
            with versions as (
                select {from}, null::timestamptz as recorded_to from record.{stream.Name} where {EvidenceReader.KeyOf(stream)} = $1
                union all
                select {from}, recorded_to from history.{stream.Name} where {EvidenceReader.KeyOf(stream)} = $1
            )
            select v.recorded_from, v.recorded_to, {string.Join(", ", stream.Columns.Select(c => "v." + c.Name))}, s.name, v.batch_id, v.line_no, o.file_name, o.sheet, b.status, case when b.corrects is not null then b.file_name end, s.currency
            from versions v join ingest.source s using (source_id) join ingest.batch b using (batch_id) join ingest.batch o on o.batch_id = coalesce(b.corrects, b.batch_id)
            order by s.name, v.recorded_from, v.recorded_to nulls last
            """, connection);
        command.Parameters.Add(new() { Value = record.Key });
        var versions = new List<RecordVersion>();
        var currencies = new List<string?>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var at = stream.Columns.Count + 2;
                versions.Add(new RecordVersion(reader.GetString(at), reader.GetFieldValue<DateTimeOffset>(0), reader.Nullable<DateTimeOffset>(1), reader.GetInt64(at + 1), reader.GetString(at + 3), reader.Text(at + 4),
                    reader.GetInt64(at + 2), reader.GetString(at + 5), EvidenceReader.Cells(stream, reader)) { ReturnedBy = reader.Text(at + 6) });
                currencies.Add(reader.Text(at + 7));
            }
        }

        EvenMoney.Align(stream, [.. versions.Select(v => (IList<EvidenceCell>)v.Cells)]);
        foreach (var (version, currency) in versions.Zip(currencies))
        {
            EvenMoney.SayCurrency(stream, (IList<EvidenceCell>)version.Cells, currency);
        }

        var personal = await Personal.OfAsync(connection, versions.SelectMany(v => v.Cells).Select(c => c.Value), ct);
        return [.. versions.Select(v => v with { Cells = [.. v.Cells.Select(personal.Mask)] })];
    }
}
