using FundWatch.Core.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>What building the leads changed.</summary>
/// <param name="Closed">Lost all their evidence.</param>
/// <param name="Reopened">Closed before, back because new evidence rows appeared; also counted as updated.</param>
public sealed record LeadCounts(int New, int Updated, int Unchanged, int Closed, int Reopened);

/// <summary>
/// Flags and scores into leads: one per subject and scheme, written only where something changed, each change with its event in the trail.
/// Looks at everything that is flagged now, so a run that was killed is mended by the next; callers see to it that one runs at a time.
/// </summary>
public sealed class LeadBuilder(FundWatchDatabase db, TimeProvider clock)
{
    private const int BatchSize = 400;

    /// <summary>False-discovery rate at which models alone file leads.</summary>
    public double Q { get; init; } = FusionWeights.DefaultQ;

    /// <param name="progress">Share of the subjects done, 0 to 1.</param>
    public async Task<LeadCounts> BuildAsync(IProgress<double>? progress = null, CancellationToken ct = default)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var signals = new SignalStore(connection);
        await signals.OpenAsync(ct);
        var subjects = await signals.SubjectsAsync(ct);
        await signals.FindPersonsAsync(ct);
        var ledger = new LeadLedger(connection, clock.GetUtcNow());
        var done = 0;
        foreach (var kind in subjects.GroupBy(s => s.Kind))
        {
            foreach (var codes in kind.Select(s => s.Code).Chunk(BatchSize))
            {
                var cases = await signals.CasesAsync(kind.Key, codes, ct);
                var drafts = cases.SelectMany(c => c.Case.Leads(Q).Select(l => LeadDrafting.Draft(l.Scheme, c.Subject, l.Rules, l.Model))).ToList();
                await ledger.WriteAsync(drafts, ct);
                done += codes.Length;
                progress?.Report((double)done / subjects.Count);
            }
        }

        await ledger.CloseLostAsync(ct);
        return ledger.Counts;
    }

    /// <summary>The lead as it would be written now from the stored flags and scores; null where they no longer make one. Writes nothing.</summary>
    public async Task<LeadDraft?> DraftAsync(string scheme, string subjectKind, string subjectCode, CancellationToken ct = default)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        var signals = new SignalStore(connection);
        await signals.OpenAsync(ct);
        var (found, subject) = (await signals.CasesAsync(subjectKind, [subjectCode], ct)).Single();
        return found.Leads(Q).Where(l => l.Scheme.Name == scheme).Select(l => LeadDrafting.Draft(l.Scheme, subject, l.Rules, l.Model)).SingleOrDefault();
    }
}
