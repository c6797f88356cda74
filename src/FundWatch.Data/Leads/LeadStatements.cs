using System.Text.Encodings.Web;
using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Review;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Leads;

/// <summary>The statements that change a lead by machine: each moves the lead, its parts and its trail at once.</summary>
internal static class LeadStatements
{
    private const string Content = """
        stream, scheme, subject_kind, subject_code, subject_name, region_code, sector, risk_score, priority, p_value, q_value, amount_at_stake,
        reason_codes, reasons_zh, reasons_en, evidence_keys, model_versions, content_sha256, currency, amounts
        """;

    // $1 to $18, $24 and $25 as in Content, $19 parts, $20 now, $21 actor, $22 payload, $23 fingerprint or lead_id
    private const string Values = "$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $24, $25";

    private const string Parts = """
        insert into review.lead_part (lead_id, ordinal, origin, code, contribution, value, threshold, unit, reason_zh, reason_en, amount, evidence, detail)
            select l.lead_id, p.ordinal, p.origin, p.code, p.contribution, p.value, p.threshold, p.unit, p.reason_zh, p.reason_en, p.amount, p.evidence, p.detail
            from changed l, jsonb_to_recordset($19) p (ordinal smallint, origin text, code text, contribution numeric, value numeric, threshold numeric, unit text,
                reason_zh text, reason_en text, amount numeric, evidence text[], detail jsonb)
        """;

    private static readonly string _insert = $"""
        with changed as (
            insert into review.lead ({Content}, first_seen, last_seen, status, fingerprint)
            values ({Values}, $20, $20, '{LeadStatus.New}', $23)
            returning lead_id, status
        ), parts as (
            {Parts}
        )
        insert into review.trail (lead_id, event, actor, at, to_status, payload)
        select lead_id, 'created', $21, $20, status, $22 from changed
        """;

    private static readonly string _update = $"""
        with old as (
            select lead_id, status from review.lead where lead_id = $23 and version = $28 for update
        ), changed as (
            update review.lead l set ({Content}) = ({Values}), version = l.version + 1,
                last_seen = case when $26 = 'rescored' then l.last_seen else $20 end,
                status = case when $27 then '{LeadStatus.New}' else l.status end,
                outcome = case when $27 then null else l.outcome end,
                dismiss_reason = case when $27 then null else l.dismiss_reason end,
                assignee = case when $27 then null else l.assignee end,
                due_on = case when $27 then null else l.due_on end,
                parked_until = case when $27 then null else l.parked_until end
            from old where l.lead_id = old.lead_id
            returning l.lead_id, l.status, old.status as was
        ), fewer as (
            delete from review.lead_part p using changed where p.lead_id = changed.lead_id and p.ordinal > jsonb_array_length($19)
        ), parts as (
            {Parts}
            on conflict (lead_id, ordinal) do update set
                origin = excluded.origin, code = excluded.code, contribution = excluded.contribution, value = excluded.value, threshold = excluded.threshold,
                unit = excluded.unit, reason_zh = excluded.reason_zh, reason_en = excluded.reason_en, amount = excluded.amount,
                evidence = excluded.evidence, detail = excluded.detail
        )
        insert into review.trail (lead_id, event, actor, at, from_status, to_status, note, payload)
        select lead_id, case when $27 then 'reopened' else $26 end, $21, $20, case when $27 then was end, case when $27 then status end,
               case when ($22::jsonb ->> 'evidence_removed_count')::int > 0 then format('证据减少 %1$s 行（记录已更正或撤回）、新增 %2$s 行 / %1$s evidence rows fewer (records corrected or withdrawn), %2$s new',
                   $22::jsonb ->> 'evidence_removed_count', $22::jsonb ->> 'evidence_added_count') end, $22 from changed
        """;

    private static readonly string _lose = $"""
        with old as (
            select lead_id, status from review.lead where lead_id = $1 and content_sha256 <> '' for update
        ), changed as (
            update review.lead l set content_sha256 = '', version = l.version + 1,
                status = case when old.status = any($4) then '{LeadStatus.Dismissed}' else old.status end,
                dismiss_reason = case when old.status = any($4) then '{DismissReasons.EvidenceGone}' else l.dismiss_reason end,
                due_on = case when old.status = any($4) then null else l.due_on end,
                parked_until = case when old.status = any($4) then null else l.parked_until end
            from old where l.lead_id = old.lead_id
            returning l.lead_id, l.status, old.status as was
        )
        insert into review.trail (lead_id, event, actor, at, from_status, to_status, note)
        select lead_id, 'evidence_gone', $2, $3, nullif(was, status), case when was <> status then status end,
               '支撑该线索的记录已更正或撤回，疑点不再成立 / the records behind it were corrected or withdrawn' from changed
        """;

    public static NpgsqlBatchCommand Insert(LeadDraft draft, string sha256, string actor, DateTimeOffset now)
    {
        var command = Filled(_insert, draft, sha256, actor, now, LeadChange.Created(draft));
        command.Parameters.Add(new() { Value = draft.Fingerprint });
        AddMoney(command, draft);
        return command;
    }

    /// <summary>Changes nothing where the lead is not as it is known: what the draft means for it was concluded from that.</summary>
    public static NpgsqlBatchCommand Update(KnownLead lead, LeadDraft draft, string sha256, LeadChange change, string actor, DateTimeOffset now)
    {
        var command = Filled(_update, draft, sha256, actor, now, change.Payload);
        command.Parameters.Add(new() { Value = lead.LeadId });
        AddMoney(command, draft);
        command.Parameters.Add(new() { Value = change.Event });
        command.Parameters.Add(new() { Value = change.Reopens });
        command.Parameters.Add(new() { Value = lead.Version });
        return command;
    }

    public static NpgsqlBatchCommand Lose(long leadId, string actor, DateTimeOffset now) => new(_lose)
    {
        Parameters = { new() { Value = leadId }, new() { Value = actor }, new() { Value = now.ToUniversalTime() }, new() { Value = LeadStatus.Open.ToArray() } },
    };

    private static void AddMoney(NpgsqlBatchCommand command, LeadDraft draft)
    {
        command.Parameters.AddText(draft.Currency);
        command.Parameters.AddNullable(draft.Stakes.Count == 1 ? null : draft.Stakes.Select(s => s.Amount).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Numeric);
    }

    private static NpgsqlBatchCommand Filled(string sql, LeadDraft draft, string sha256, string actor, DateTimeOffset now, string payload)
    {
        var command = new NpgsqlBatchCommand(sql);
        var p = command.Parameters;
        p.AddText(draft.Scheme.Stream);
        p.AddText(draft.Scheme.Name);
        p.AddText(draft.Subject.Kind);
        p.AddText(draft.Subject.Code);
        p.AddText(draft.Subject.Name);
        p.AddText(draft.Subject.RegionCode);
        p.AddText(draft.Subject.Sector);
        p.Add(new() { Value = draft.RiskScore });
        p.Add(new() { Value = draft.Priority });
        p.AddNullable(draft.PValue, NpgsqlDbType.Double);
        p.AddNullable(draft.QValue, NpgsqlDbType.Double);
        p.Add(new() { Value = draft.AmountAtStake });
        p.Add(new() { Value = draft.ReasonCodes.ToArray() });
        p.AddText(draft.ReasonsZh);
        p.AddText(draft.ReasonsEn);
        p.Add(new() { Value = draft.EvidenceKeys.ToArray() });
        p.Add(new() { Value = draft.ModelVersions.ToArray() });
        p.AddText(sha256);
        p.AddNullable(PartsJson(draft), NpgsqlDbType.Jsonb);
        p.Add(new() { Value = now.ToUniversalTime() });
        p.AddText(actor);
        p.AddText(payload);
        return command;
    }

    private static string PartsJson(LeadDraft draft) => JsonSerializer.Serialize(draft.Parts.Select((part, i) => new
    {
        ordinal = i + 1, origin = part.Origin, code = part.Code, contribution = part.Contribution, value = part.Value, threshold = part.Threshold, unit = part.Unit,
        reason_zh = part.ReasonZh, reason_en = part.ReasonEn, amount = part.Amount, evidence = part.Evidence, detail = JsonDocument.Parse(part.Detail).RootElement,
    }), _json);

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
