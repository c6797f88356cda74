namespace FundWatch.Data.Batches;

/// <summary>A batch as a withdrawal sees it.</summary>
/// <param name="Corrects">The batch whose refused rows it took back in.</param>
public sealed record PlannedBatch(long BatchId, string FileName, string Status, long Loaded, long Updated, long Unchanged, long? Corrects);

/// <summary>What withdrawing a batch would do, counted and not done.</summary>
/// <param name="Batches">The batch itself, the corrections of its rows and, where asked for, later batches that stand on it: all go together.</param>
/// <param name="Removed">Rows that are now as one of these batches brought them: they go into history.</param>
/// <param name="Restored">Those among them of which an earlier version comes back.</param>
/// <param name="Superseded">Rows that a batch which stays has replaced since: that later version stays.</param>
/// <param name="Refused">Rows in quarantine that are marked as withdrawn, waiting or settled: those that were taken in meanwhile go with the rest.</param>
/// <param name="Leads">Open leads with evidence among the rows that go: the next scoring judges them anew.</param>
/// <param name="Standing">Later batches that met rows unchanged, perhaps rows of this batch: they must go first, or together with it.</param>
/// <param name="Reopened">Rows of other batches in quarantine that a withdrawn correction or later load had settled: open again.</param>
/// <param name="RefusedOpen">Those of <paramref name="Refused"/> that are waiting now; the others are settled already.</param>
public sealed record WithdrawalPlan(
    string Stream, string Source, IReadOnlyList<PlannedBatch> Batches, long Removed, long Restored, long Superseded, long Refused, long Leads, IReadOnlyList<PlannedBatch> Standing, long Reopened, long RefusedOpen);

/// <summary>What a withdrawal has done.</summary>
/// <param name="Removed">Rows gone into history.</param>
/// <param name="Restored">Rows of which an earlier version is back.</param>
/// <param name="Refused">Rows closed in quarantine.</param>
/// <param name="Reopened">Rows that a withdrawn correction or later load had settled: open again.</param>
public sealed record WithdrawalResult(IReadOnlyList<long> Batches, string Stream, long Removed, long Restored, long Refused, long Reopened);
