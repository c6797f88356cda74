using FundWatch.Jobs;
using FundWatch.Jobs.Queue;
using FundWatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FundWatch.DatabaseTests.Jobs;

public class RemindJobTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Deadlines_near_and_past_and_ended_parking_are_reminded_of_once_a_day()
    {
        await LeadAsync("a", "assigned", due: "2025-06-09", parked: null);
        await LeadAsync("b", "verifying", due: "2025-06-15", parked: null);
        await LeadAsync("c", "verifying", due: "2025-06-16", parked: null);
        await LeadAsync("d", "closed", due: "2025-06-01", parked: null);
        await LeadAsync("e", "parked", due: null, parked: "2025-06-10");
        // 23:30 UTC on the 9th is the morning of the 10th in Shanghai.
        var clock = new FakeTimeProvider(new DateTimeOffset(2025, 6, 9, 23, 30, 0, TimeSpan.Zero));
        await QueueTables.InstallAsync(database.Store, default);
        await using var services = new ServiceCollection().AddSingleton(database.Store).AddSingleton<TimeProvider>(clock).AddLogging().AddFundWatchJobs().BuildServiceProvider();
        var runner = services.GetRequiredService<JobRunner>();

        var outcome = await runner.RunAsync("remind", "first", "test", null, default);
        await runner.RunAsync("remind", "second", "test", null, default);

        outcome.Counts.Should().BeEquivalentTo(new Dictionary<string, long> { ["overdue"] = 1, ["due_soon"] = 1, ["parking_over"] = 1 });
        await using var reminders = database.Owner.CreateCommand("select count(*) || ' ' || min(note) from review.trail where event = 'reminder'");
        (await reminders.ExecuteScalarAsync()).Should().Be("1 2025-06-10");
    }

    private async Task LeadAsync(string name, string status, string? due, string? parked)
    {
        await using var insert = database.Owner.CreateCommand("""
            insert into review.lead (fingerprint, stream, scheme, subject_kind, subject_code, subject_name, risk_score, priority,
                reason_codes, reasons_zh, reasons_en, evidence_keys, content_sha256, status, due_on, parked_until)
            values ($1, 'reception', 'reception.standard', 'organisation', $1, $1, 50, 1, '{}', '', '', '{}', '', $2, $3::date, $4::date)
            """);
        insert.Parameters.Add(new() { Value = name });
        insert.Parameters.Add(new() { Value = status });
        insert.Parameters.Add(new() { Value = (object?)due ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        insert.Parameters.Add(new() { Value = (object?)parked ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        await insert.ExecuteNonQueryAsync();
    }
}
