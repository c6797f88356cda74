using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Review;

/// <summary>A lead whose deadline is near or past, or whose parking has ended.</summary>
/// <param name="Kind"><c>overdue</c>, <c>due_soon</c> or <c>parking_over</c>.</param>
public sealed record Deadline(long LeadId, string Kind, DateOnly Day, string? Assignee);

/// <summary>Deadlines of leads that are not done.</summary>
public sealed class DeadlineStore(FundWatchDatabase db)
{
    /// <summary>Everything that deserves a reminder on a day, most pressing first.</summary>
    public async Task<IReadOnlyList<Deadline>> OnAsync(DateOnly today, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            select lead_id, case when due_on < $1 then 'overdue' when due_on is not null and due_on <= $2 then 'due_soon' else 'parking_over' end,
                   case when due_on <= $2 then due_on else parked_until end, assignee
            from review.lead
            where status <> all($3) and (due_on <= $2 or (status = $4 and parked_until <= $1))
            order by 3, lead_id
            """);
        command.Parameters.Add(new() { Value = today });
        command.Parameters.Add(new() { Value = today.AddDays(ReviewPolicy.ReminderDays) });
        command.Parameters.Add(new() { Value = LeadStatus.All.Where(LeadStatus.IsClosed).ToArray() });
        command.Parameters.AddText(LeadStatus.Parked);
        var deadlines = new List<Deadline>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            deadlines.Add(new Deadline(reader.GetInt64(0), reader.GetString(1), reader.GetFieldValue<DateOnly>(2), reader.Text(3)));
        }

        return deadlines;
    }

    /// <summary>Whether the office's trail has that day's reminder.</summary>
    public async Task<bool> WasRemindedAsync(DateOnly today, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("select exists (select from review.trail where coalesce(lead_id, 0) = 0 and event = 'reminder' and note = $1)");
        command.Parameters.AddText($"{today:yyyy-MM-dd}");
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
