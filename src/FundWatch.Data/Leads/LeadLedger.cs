using System.Text.Json;
using FundWatch.Core.Leads;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Leads;

/// <summary>Writes drafts over the leads there are. A lead, its parts and its trail event change in one statement.</summary>
internal sealed class LeadLedger(NpgsqlConnection connection, DateTimeOffset now)
{
    /// <summary>Who the trail says did it.</summary>
    public const string Actor = "system";

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    public LeadCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public async Task WriteAsync(IReadOnlyList<LeadDraft> drafts, CancellationToken ct)
    {
        _seen.UnionWith(drafts.Select(d => d.Fingerprint));
        while (drafts.Count > 0)
        {
            drafts = await WriteOverKnownAsync(drafts, ct);
        }
    }

    /// <returns>Drafts whose lead a person has moved since it was read: what they mean for it is to be asked again.</returns>
    private async Task<IReadOnlyList<LeadDraft>> WriteOverKnownAsync(IReadOnlyList<LeadDraft> drafts, CancellationToken ct)
    {
        var hashes = drafts.Select(d => d.ContentSha256()).ToArray();
        var known = await KnownAsync(drafts.Select(d => d.Fingerprint).ToArray(), hashes, ct);
        var updates = new List<(NpgsqlBatchCommand Command, LeadDraft Draft, bool Reopens)>();
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        for (var i = 0; i < drafts.Count; i++)
        {
            if (!known.TryGetValue(drafts[i].Fingerprint, out var lead))
            {
                batch.BatchCommands.Add(LeadStatements.Insert(drafts[i], hashes[i], Actor, now));
                Counts = Counts with { New = Counts.New + 1 };
            }
            else if (lead.IsSame)
            {
                Counts = Counts with { Unchanged = Counts.Unchanged + 1 };
            }
            else
            {
                var change = LeadChange.Of(lead, drafts[i]);
                updates.Add((LeadStatements.Update(lead, drafts[i], hashes[i], change, Actor, now), drafts[i], change.Reopens));
                batch.BatchCommands.Add(updates[^1].Command);
            }
        }

        if (batch.BatchCommands.Count > 0)
        {
            await batch.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        foreach (var (_, _, reopens) in updates.Where(u => u.Command.RecordsAffected > 0))
        {
            Counts = Counts with { Updated = Counts.Updated + 1, Reopened = Counts.Reopened + (reopens ? 1 : 0) };
        }

        return [.. updates.Where(u => u.Command.RecordsAffected == 0).Select(u => u.Draft)];
    }

    /// <summary>
    /// Leads that no signal supports any more. Open ones are closed with that reason; where a person has already found something or closed the lead,
    /// their word stands and the trail says that the evidence has gone. Nothing is deleted.
    /// </summary>
    public async Task CloseLostAsync(CancellationToken ct)
    {
        var lost = new List<(long Id, string Status)>();
        await using (var command = new NpgsqlCommand("select lead_id, fingerprint, status from review.lead where content_sha256 <> '' order by lead_id", connection))
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                if (!_seen.Contains(reader.GetString(1)))
                {
                    lost.Add((reader.GetInt64(0), reader.GetString(2)));
                }
            }
        }

        foreach (var chunk in lost.Chunk(500))
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            await using var batch = new NpgsqlBatch(connection, transaction);
            foreach (var (id, _) in chunk)
            {
                batch.BatchCommands.Add(LeadStatements.Lose(id, Actor, now));
            }

            await batch.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
        }

        Counts = Counts with { Closed = lost.Count };
    }

    private async Task<Dictionary<string, KnownLead>> KnownAsync(string[] fingerprints, string[] hashes, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select l.fingerprint, l.lead_id, l.version, l.status, l.dismiss_reason, l.content_sha256 = d.hash, l.risk_score, l.reason_codes,
                   case when l.content_sha256 = d.hash then '{}' else l.evidence_keys end
            from unnest($1, $2) d(fingerprint, hash) join review.lead l using (fingerprint)
            """, connection);
        command.Parameters.Add(new() { Value = fingerprints });
        command.Parameters.Add(new() { Value = hashes });
        var known = new Dictionary<string, KnownLead>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            known[reader.GetString(0)] = new KnownLead(reader.GetInt64(1), reader.GetInt32(2), reader.GetString(3), reader.Text(4), reader.GetBoolean(5), reader.GetDecimal(6),
                reader.GetFieldValue<string[]>(7), reader.GetFieldValue<string[]>(8));
        }

        return known;
    }
}

/// <summary>A lead as it is stored.</summary>
internal sealed record KnownLead(long LeadId, int Version, string Status, string? DismissReason, bool IsSame, decimal RiskScore, string[] ReasonCodes, string[] EvidenceKeys);
