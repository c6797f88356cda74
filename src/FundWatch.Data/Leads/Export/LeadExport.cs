using FundWatch.Data.Postgres;
using FundWatch.Data.Review;

namespace FundWatch.Data.Leads.Export;

/// <summary>Leads into a file of a known format; every export leaves an event in the office's trail.</summary>
public sealed class LeadExport(FundWatchDatabase db, TimeProvider clock)
{
    public static IReadOnlyList<string> Formats { get; } = ["csv", "json", "xlsx"];

    /// <summary>Writes the leads and records who took them out: the event is written first, so that no copy leaves unrecorded.</summary>
    /// <param name="actor">Login of who exports.</param>
    /// <returns>How many leads were written.</returns>
    /// <exception cref="ArgumentException">Unknown format.</exception>
    public async Task<int> WriteAsync(Stream output, string format, LeadFilter filter, int? top, string actor, CancellationToken ct = default)
    {
        var leads = 0;
        await new TrailStore(db, clock).RecordAsync("export", actor, null, new { format, filter, top }, ct);
        await using (var writer = await OpenAsync(format, output))
        {
            await foreach (var lead in new LeadStore(db).RowsAsync(filter, top, ct))
            {
                await writer.WriteAsync(LeadColumns.All.Select(c => c.Value(lead)).ToList(), ct);
                leads++;
            }
        }

        return leads;
    }

    private static async Task<ILeadWriter> OpenAsync(string format, Stream output) => format switch
    {
        "csv" => await CsvLeads.OpenAsync(output),
        "json" => new JsonLeads(output),
        "xlsx" => new XlsxLeads(output),
        _ => throw new ArgumentException($"Unknown format '{format}'. Known: {string.Join(", ", Formats)}.", nameof(format)),
    };
}
