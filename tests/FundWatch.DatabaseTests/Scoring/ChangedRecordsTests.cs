using FundWatch.Core.Records;
using FundWatch.Jobs.Scoring;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Scoring;

/// <summary>Whatever changes in the records, a run over the changes leaves the store as a run over everything would.</summary>
public sealed class ChangedRecordsTests(Prefecture prefecture) : IClassFixture<Prefecture>
{
    private static readonly string[] _streams =
        ["reception", "canteen_payment", "subsidy", "fund_use", "project", "bid", "project_event", "meal_purchase", "company", "personnel", "organisation", "watchlist"];

    private TestDatabase Database => prefecture.Database;

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 40)]
    [InlineData(4, 40)]
    [InlineData(5, 1)]
    public async Task A_full_run_behind_a_run_over_changes_finds_nothing_to_change(int seed, int rows)
    {
        var random = new Random(seed);
        foreach (var stream in rows == 1 ? random.GetItems(_streams, 3) : _streams)
        {
            await MixAsync(RecordStreams.Get(stream), rows, random);
        }

        await NothingIsLeftForAFullRunAsync();
    }

    [Fact]
    public async Task A_column_that_loses_its_last_value_and_gets_a_first_one_again_is_noticed_by_everybody()
    {
        await SqlAsync("create table kept_list as select * from record.watchlist; delete from record.watchlist");
        await NothingIsLeftForAFullRunAsync();

        await SqlAsync("delete from record.project where project_id = (select min(project_id) from record.project where supplier_code is not null)");
        await NothingIsLeftForAFullRunAsync();

        await SqlAsync("insert into record.watchlist select * from kept_list; update record.watchlist set recorded_from = clock_timestamp()");
        await NothingIsLeftForAFullRunAsync();
    }

    [Fact]
    public async Task An_application_that_is_gone_frees_the_invoices_of_others()
    {
        // Two applications of two firms with one invoice; the later one is flagged until the earlier one is withdrawn.
        await SqlAsync("""
            create table pair as select application_id, applicant_code, row_number() over (order by application_id) as nth from (
                select distinct on (applicant_code) application_id, applicant_code from record.subsidy where applicant_code not like 'p\_%' order by applicant_code, application_id) a order by application_id limit 2;
            insert into record.fund_use (use_id, application_id, used_on, amount, payee_name, invoice_no, source_id, batch_id, line_no, row_hash, recorded_from)
            select 'PAIR-' || nth, application_id, date '2025-03-01' + nth::integer, 1000, '某店', '25432000000123456789', 1, 1, nth, gen_random_uuid(), clock_timestamp() from pair
            """);
        await NothingIsLeftForAFullRunAsync();
        const string flagged = "select count(*) from rule.flag f join pair p on p.application_id = f.item_key where rule_id = 'SUB-002' and cleared_at is null and 'fund_use:PAIR-2' = any(evidence)";
        (await Database.Owner.CreateCommand(flagged).ExecuteScalarAsync()).Should().Be(1L);

        await SqlAsync("delete from record.subsidy where application_id = (select application_id from pair where nth = 1)");
        await NothingIsLeftForAFullRunAsync();
        (await Database.Owner.CreateCommand(flagged).ExecuteScalarAsync()).Should().Be(0L);
    }

    private async Task NothingIsLeftForAFullRunAsync()
    {
        var changes = await prefecture.Pipeline.RunAsync(new ScoreRequest());
        changes.FailedRules.Should().BeEmpty();
        var before = await FoundAsync();
        var tables = await Database.HashTablesAsync("model", "review");

        var full = await prefecture.Pipeline.RunAsync(new ScoreRequest(Full: true));
        var after = await FoundAsync();
        after.Where(rule => before.GetValueOrDefault(rule.Key) != rule.Value).Select(rule => rule.Key).Concat(before.Keys.Except(after.Keys)).Should().BeEmpty();
        full.Models.Where(m => m.Written + m.Removed > 0).Select(m => m.FeatureSet).Should().BeEmpty();
        full.Leads.Should().BeEquivalentTo(new { New = 0, Updated = 0, Closed = 0 });
        (await Database.HashTablesAsync("model", "review")).Where(t => t.Key != "model.progress").Should().Equal(tables.Where(t => t.Key != "model.progress"));
    }

    /// <summary>By rule, a hash of its flags with all that they say, and of the states of its subjects.</summary>
    private async Task<Dictionary<string, string>> FoundAsync()
    {
        await using var command = Database.Owner.CreateCommand("""
            select rule_id, string_agg(what, ',' order by what) from (
                select rule_id, 'flags ' || md5(string_agg(f::text, E'\n' order by subject_code, item_key)) as what from rule.flag f group by 1
                union all select rule_id, 'states ' || md5(string_agg(s::text, E'\n' order by subject_code)) from rule.state s group by 1) found group by rule_id
            """);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found.Add(reader.GetString(0), reader.GetString(1));
        }

        return found;
    }

    /// <summary>Takes values of some rows over into others (new links, groups and peers that all make sense), and adds and removes some.</summary>
    private async Task MixAsync(RecordStream stream, int rows, Random random)
    {
        var keys = stream.Key.Select(c => c.Name).ToList();
        var own = stream.Columns.Select(c => c.Name).Except(keys).ToList();
        await using var connection = await Database.Owner.OpenConnectionAsync();
        for (var i = 0; i < rows; i++)
        {
            var taken = random.GetItems(own.ToArray(), random.Next(1, 4)).Distinct().ToList();
            await ExecuteAsync(connection, $"""
                update record.{stream.Name} t set ({string.Join(", ", taken)}, recorded_from) = (select {string.Join(", ", taken.Select(c => "d." + c))}, clock_timestamp() from {Some(stream, 1)} d)
                where (t.ctid, t.tableoid) = (select d.ctid, d.tableoid from {Some(stream, 2)} d)
                """, random.NextDouble(), random.NextDouble());
        }

        for (var i = 0; i < rows / 3; i++)
        {
            await ExecuteAsync(connection, $"delete from record.{stream.Name} t where (t.ctid, t.tableoid) = (select d.ctid, d.tableoid from {Some(stream, 1)} d)", random.NextDouble());
            if (stream.Columns.First(c => c.Name == keys[0]).Type == ColumnType.Text)
            {
                var rest = own.Concat(keys.Skip(1)).ToList();
                await ExecuteAsync(connection, $"""
                    insert into record.{stream.Name} ({keys[0]}, {string.Join(", ", rest)}, source_id, batch_id, line_no, row_hash, recorded_from)
                    select {keys[0]} || '-{random.Next()}', {string.Join(", ", rest)}, source_id, batch_id, line_no, row_hash, clock_timestamp() from {Some(stream, 1)} d
                    """, random.NextDouble());
            }
        }
    }

    private async Task SqlAsync(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static string Some(RecordStream stream, int chance) => $"(select r.*, r.ctid, r.tableoid from record.{stream.Name} r order by md5(r::text || ${chance}::text) limit 1)";

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params double[] chances)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var chance in chances)
        {
            command.Parameters.Add(new() { Value = chance });
        }

        await command.ExecuteNonQueryAsync();
    }
}
