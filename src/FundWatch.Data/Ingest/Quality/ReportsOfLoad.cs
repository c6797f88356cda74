using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using Npgsql;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>
/// What the reports of one load's batches have in common, asked once. An archive has a batch for each member: in a store of 300,000 rows a pass over it for each
/// of 500 one-row members took minutes, as long as it said nothing.
/// </summary>
/// <param name="batches">Of the load, all of whose rows are in.</param>
internal sealed class ReportsOfLoad(IReadOnlyList<long> batches)
{
    private readonly Dictionary<string, SmallBatches> _small = [];
    private IReadOnlyDictionary<string, StreamFill>? _fill;

    public async Task<IReadOnlyDictionary<string, StreamFill>> FillAsync(ReportStore store, CancellationToken ct) => _fill ??= await store.FillAsync(ct);

    /// <returns>Null where the batch is to be looked at by itself: it is large, the only one of its stream, or the store too large to be passed over for these few.</returns>
    public async Task<SmallBatch?> FindAsync(NpgsqlConnection connection, RecordStream stream, BatchRow batch, CancellationToken ct)
    {
        if (batches.Count < 2)
        {
            return null;
        }

        if (!_small.TryGetValue(stream.Name, out var small))
        {
            _small[stream.Name] = small = await SmallBatches.OfAsync(connection, stream, batches, ct);
        }

        return await small.FindAsync(connection, batch.BatchId, ct);
    }
}
