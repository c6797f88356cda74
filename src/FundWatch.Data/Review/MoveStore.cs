using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Review;

/// <summary>Moves leads. A move is one statement: the lead where it is still as the person saw it, and the trail from the moved row.</summary>
public sealed class MoveStore(FundWatchDatabase db, TimeProvider clock)
{
    private const string Statement = """
        with moved as (
            update review.lead set status = $4, version = version + 1, assignee = $5, outcome = $6, due_on = $7, parked_until = $8, dismiss_reason = $9
            where lead_id = $1 and status = $2 and version = $3
            returning lead_id, status, version
        ), trail as (
            insert into review.trail (lead_id, event, actor, at, from_status, to_status, note, payload)
            select lead_id, $10, $11, $12, $2, status, $13, $14 from moved
        )
        select version from moved
        """;

    private static readonly JsonSerializerOptions _json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What a move would start from; null where there is no such lead. For buttons.</summary>
    public async Task<LeadState?> StateAsync(long leadId, CancellationToken ct = default)
    {
        await using var command = db.App.CreateCommand("""
            select status, version, assignee,
                   (select actor from review.trail t where coalesce(t.lead_id, 0) = l.lead_id and event = 'start' order by ordinal desc limit 1),
                   outcome, due_on, parked_until, dismiss_reason
            from review.lead l where lead_id = $1
            """);
        command.Parameters.Add(new() { Value = leadId });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new LeadState(reader.GetString(0), reader.GetInt32(1), reader.Text(2), reader.Text(3), reader.Text(4), reader.Nullable<DateOnly>(5), reader.Nullable<DateOnly>(6), reader.Text(7))
            : null;
    }

    /// <param name="actor">Who asks; null moves nothing.</param>
    public async Task<MoveResult> MoveAsync(MoveRequest move, Actor? actor, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.ToOffset(TimeSpan.FromHours(8)).DateTime);
        if (await StateAsync(move.LeadId, ct) is not { } lead)
        {
            return new MoveResult.Refused("no_such_lead", $"没有线索 {move.LeadId}。", $"There is no lead {move.LeadId}.");
        }

        // Who may not read the lead's state learns nothing of it by guessing versions: the actor comes before the version.
        var refusal = MoveCheck.Refuse(lead, actor, move, today);
        if (refusal is { Code: "no_actor" or "unknown_action" } || lead.Version == move.Version && refusal is not null)
        {
            return refusal;
        }

        if (lead.Version != move.Version)
        {
            return new MoveResult.Stale(lead.Status, lead.Version);
        }

        if (move.Assignee is { } assignee && move.Action == Transitions.Assign.Name && !await CanWorkAsync(assignee, ct))
        {
            return new MoveResult.Refused("unknown_assignee", $"“{assignee}”不是可以承办线索的账号。", $"'{assignee}' is not an account that can work on leads.");
        }

        var after = MoveCheck.Apply(lead, actor!, move, today);
        await using var command = db.App.CreateCommand(Statement);
        var p = command.Parameters;
        p.Add(new() { Value = move.LeadId });
        p.AddText(lead.Status);
        p.Add(new() { Value = move.Version });
        p.AddText(after.Status);
        p.AddText(after.Assignee);
        p.AddText(after.Outcome);
        p.AddNullable(after.DueOn, NpgsqlDbType.Date);
        p.AddNullable(after.ParkedUntil, NpgsqlDbType.Date);
        p.AddText(after.DismissReason);
        p.AddText(move.Action);
        p.AddText(actor!.Login);
        p.Add(new() { Value = now });
        p.AddText(string.IsNullOrWhiteSpace(move.Note) ? null : move.Note.Trim());
        p.AddText(JsonSerializer.Serialize(new
        {
            role = actor.Role, assignee = Changed(lead.Assignee, after.Assignee), outcome = Changed(lead.Outcome, after.Outcome),
            due_on = Changed(lead.DueOn, after.DueOn), parked_until = Changed(lead.ParkedUntil, after.ParkedUntil),
            dismiss_reason = Changed(lead.DismissReason, after.DismissReason),
        }, _json));
        if (await command.ExecuteScalarAsync(ct) is int version)
        {
            return new MoveResult.Moved(after.Status, version);
        }

        var current = await StateAsync(move.LeadId, ct) ?? lead;
        return new MoveResult.Stale(current.Status, current.Version);
    }

    private async Task<bool> CanWorkAsync(string login, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select exists (select from review.account where login = $1 and not disabled and role in ('auditor', 'supervisor'))");
        command.Parameters.AddText(login);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static object? Changed<T>(T? before, T? after) => Equals(before, after) ? null : new { before, after };
}
