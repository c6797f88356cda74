using System.Runtime.CompilerServices;
using FundWatch.Core.Leads;
using FundWatch.Data.Postgres;
using FundWatch.Data.Queue;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Leads;

/// <summary>Reads leads: rows of the data contract, and one lead with all that explains it.</summary>
public sealed class LeadStore(FundWatchDatabase db)
{
    /// <summary>Evidence rows a page shows; the keys of the others are in the lead.</summary>
    public const int EvidenceShown = 100;

    private const string Columns = """
        lead_id, fingerprint, stream, scheme, subject_kind, subject_code, subject_name, region_code, sector, risk_score, p_value, q_value, amount_at_stake,
        reason_codes, reasons_zh, reasons_en, evidence_keys, model_versions, first_seen, last_seen, status, assignee, due_on, outcome, currency, priority, amounts
        """;

    /// <summary>Leads, best first; streamed, so that an export of any size needs no memory.</summary>
    /// <param name="top">At most so many; null for all.</param>
    public async IAsyncEnumerable<LeadRow> RowsAsync(LeadFilter filter, int? top, [EnumeratorCancellation] CancellationToken ct = default)
    {
        var bases = await RuleBasis.ReadAsync(db, null, ct);
        await using var command = db.App.CreateCommand($"""
            select {Columns} from review.lead l where {LeadMatch.Sql} order by priority desc, lead_id limit $9
            """);
        LeadMatch.Bind(command, filter);
        command.Parameters.AddNullable(top, NpgsqlDbType.Bigint);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            yield return Cite(Row(reader), bases);
        }
    }

    /// <summary>How many leads there are of each status that any has.</summary>
    public async Task<IReadOnlyList<(string Status, long Leads)>> CountAsync(CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand("select status, count(*) from review.lead group by 1 order by 2 desc, 1");
        var counts = new List<(string, long)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            counts.Add((reader.GetString(0), reader.GetInt64(1)));
        }

        return counts;
    }

    /// <summary>Schemes that leads or the rules of this store have.</summary>
    public Task<IReadOnlyList<string>> SchemesAsync(CancellationToken ct = default) => NamesAsync("select scheme from review.lead union select scheme from rule.catalogue where enabled order by 1", ct);

    /// <summary>Those whom a lead may be assigned to, or is.</summary>
    public Task<IReadOnlyList<string>> AssigneesAsync(CancellationToken ct = default) => NamesAsync("select login from review.account union select assignee from review.lead where assignee is not null order by 1", ct);

    private async Task<IReadOnlyList<string>> NamesAsync(string sql, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(sql);
        var names = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <param name="idOrFingerprint">A lead's number or its fingerprint.</param>
    public async Task<long?> FindAsync(string idOrFingerprint, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand("select lead_id from review.lead where lead_id::text = $1 or fingerprint = $1");
        command.Parameters.AddText(idOrFingerprint);
        return (long?)await command.ExecuteScalarAsync(ct);
    }

    /// <returns>Null where there is no such lead.</returns>
    public async Task<LeadPage?> ShowAsync(long leadId, int evidence = EvidenceShown, CancellationToken ct = default)
    {
        await using var connection = await db.App.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand($"select {Columns}, version, dismiss_reason, parked_until, content_sha256 from review.lead where lead_id = $1", connection);
        command.Parameters.Add(new() { Value = leadId });
        LeadPage page;
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            var lead = Row(reader);
            page = new LeadPage(lead, lead.Priority, reader.GetInt32(27), reader.Text(28), reader.Nullable<DateOnly>(29), reader.GetString(30), [], [], lead.EvidenceKeys.Count);
        }

        var keys = page.Lead.EvidenceKeys.Take(evidence).ToList();
        var rows = await new EvidenceReader(connection).ReadAsync(page.Lead.SubjectKind, page.Lead.SubjectCode, keys, ct);
        return page with
        {
            Lead = Cite(page.Lead, await RuleBasis.ReadAsync(db, page.Lead.ReasonCodes, ct)),
            Parts = await PartsAsync(connection, leadId, ct),
            FiguresCurrency = (await new RecordCurrencies(connection).OfAsync(page.Lead.SubjectKind, [page.Lead.SubjectCode], [], ct))?.OfSubject(page.Lead.SubjectCode, page.Lead.Stream),
            Evidence = rows,
            EvidenceGone = [.. keys.Except(rows.Select(r => r.Record), StringComparer.Ordinal)],
            EvidenceTotal = page.EvidenceTotal + rows.Count - rows.Select(r => r.Record).Distinct(StringComparer.Ordinal).Count(), // a key may be that of several records
        };
    }

    private static async Task<IReadOnlyList<LeadPart>> PartsAsync(NpgsqlConnection connection, long leadId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("""
            select origin, code, contribution, value, threshold, unit, reason_zh, reason_en, amount, evidence, detail
            from review.lead_part where lead_id = $1 order by ordinal
            """, connection);
        command.Parameters.Add(new() { Value = leadId });
        var parts = new List<LeadPart>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            parts.Add(new LeadPart(
                reader.GetString(0), reader.GetString(1), reader.GetDecimal(2), reader.Nullable<decimal>(3), reader.Nullable<decimal>(4), reader.Text(5),
                reader.GetString(6), reader.GetString(7), reader.Nullable<decimal>(8), reader.GetFieldValue<string[]>(9), reader.GetString(10)));
        }

        return parts;
    }

    private static LeadRow Cite(LeadRow lead, IReadOnlyDictionary<string, RuleBasis> bases)
    {
        var cited = lead.ReasonCodes.Distinct().Where(bases.ContainsKey).Select(code => (Code: code, Basis: bases[code].Cited(lead.IsAbroad))).ToList();
        return lead with
        {
            LegalBasisZh = string.Join('\n', cited.Select(c => $"{c.Code} {c.Basis.Zh}")), LegalBasisEn = string.Join('\n', cited.Select(c => $"{c.Code} {c.Basis.En}")),
        };
    }

    private static LeadRow Row(NpgsqlDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.Text(7), r.Text(8),
        r.GetDecimal(9), r.Nullable<double>(10), r.Nullable<double>(11), r.GetDecimal(12), r.GetFieldValue<string[]>(13), r.GetString(14), r.GetString(15),
        r.GetFieldValue<string[]>(16), r.GetFieldValue<string[]>(17), r.GetFieldValue<DateTimeOffset>(18), r.GetFieldValue<DateTimeOffset>(19), r.GetString(20),
        r.Text(21), r.Nullable<DateOnly>(22), r.Text(23), r.Text(24), Priority: r.GetDecimal(25), Amounts: r.IsDBNull(26) ? null : r.GetFieldValue<decimal[]>(26));
}
