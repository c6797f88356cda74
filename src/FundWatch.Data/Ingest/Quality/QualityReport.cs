using FundWatch.Data.Batches;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>A batch, what its file held and what was found out about it.</summary>
public sealed record QualityReport(BatchRow Batch, LoadSummary Load, Findings Findings);
