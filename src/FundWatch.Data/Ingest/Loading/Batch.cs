namespace FundWatch.Data.Ingest.Loading;

/// <summary>One file or sheet taken in once, as its row says now.</summary>
/// <param name="Settled">Rows that earlier loads had refused and this one took in.</param>
/// <param name="CommittedRows">Rows of the file dealt with for good; a resumed load begins behind them.</param>
public sealed record Batch(long BatchId, int SourceId, string Status, long CommittedRows, long Rows, long Loaded, long Updated, long Unchanged, long Quarantined, long Skipped,
    long Settled = 0);
