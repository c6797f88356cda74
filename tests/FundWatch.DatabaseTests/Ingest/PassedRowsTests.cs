using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>
/// Rows that stand in an earlier file byte for byte are passed over, in files long enough for it to matter: store, history, quarantine and quality report
/// are those of a load that read every row.
/// </summary>
public sealed class PassedRowsTests : IngestTest
{
    private const int Rows = 140_000, Warned = 37;

    // All but what names the batch; sums over all rows instead of the rows themselves.
    private const string Content = """
        select (select string_agg(t::text, '|') from (select count(*), sum(hashtextextended(r::text, 0)::numeric) from
                   (select payment_id, paid_at, amount, payer_id, payer_org_name, row_hash, line_no, batch_id from record.canteen_payment) r) t)
            || '#' || (select string_agg(h::text, '|' order by payment_id) from (select payment_id, amount, row_hash, batch_id from history.canteen_payment) h)
            || '#' || (select string_agg(b::text, '|' order by batch_id) from (select batch_id, status, rows, loaded, updated, unchanged, quarantined from ingest.batch) b)
            || '#' || coalesce((select string_agg(q::text, '|' order by line_no) from (select line_no, code, batch_id from ingest.rejected_row) q), '')
            || '#' || (select encode(sha256(string_agg(hashes, ''::bytea order by batch_id, end_row)), 'hex') from ingest.batch_rows)
        """;

    private const string Profile = "select (profile #- '{twins}')::text from ingest.batch_report where batch_id = 2";

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(100_000)]
    public async Task A_load_that_passes_over_rows_ends_as_one_that_reads_them(int keysInMemory)
    {
        var lines = Lines();
        var first = Write("a.csv", string.Join('\n', lines) + "\n");
        for (var i = 70_000; i < Rows; i += 100)
        {
            lines[i] = lines[i].Replace(".50,", ".75,");
        }

        lines[90_001] = lines[90_001].Replace(".50,", ".5.0,"); // refused
        lines.RemoveRange(100_000, 40);
        lines.Insert(110_000, lines[80_123]);                              // the same again
        lines.Insert(110_001, lines[80_124].Replace("330102", "330103"));  // another version of a row passed over before
        lines.Insert(110_002, lines[120_000].Replace("330102", "330103")); // and one that comes before the known one
        lines[130_007] = lines[130_007].Replace("县财政局", "");           // a column is filled no longer
        lines.Add(lines[6].Replace("P00005", "P99999999").Replace("县财政局", "\"县\"\"财政局\""));
        var second = Write("b.csv", string.Join('\n', lines) + "\n");
        await IngestAsync(first);
        var report = await LoadAsync(Database, second, keysInMemory);

        SumIsRight(report);
        (report.Totals.Loaded, report.Totals.Updated, report.Totals.Quarantined).Should().Be((1, 701, 3));
        await using var reading = new TestDatabase();
        await reading.InitializeAsync();
        await LoadAsync(reading, first);
        await using (var forget = reading.Owner.CreateCommand("update ingest.batch_rows set passes = null"))
        {
            await forget.ExecuteNonQueryAsync();
        }

        var read = await LoadAsync(reading, second);
        report.Files[^1].Warnings.Should().BeEquivalentTo(read.Files[^1].Warnings).And.NotBeEmpty();
        (await ScalarAsync<string>(Content)).Should().Be(await ScalarOfAsync(reading, Content));
        (await ScalarAsync<string>(Profile)).Should().Be(await ScalarOfAsync(reading, Profile));
    }

    [Fact]
    public async Task What_a_row_was_warned_of_is_said_again_of_a_row_that_is_passed_over()
    {
        var text = string.Join('\n', Lines()) + "\n";
        await IngestAsync(Write("a.csv", text));

        // Of rows passed over, only this says what they were warned of.
        await ExecuteAsync("update ingest.batch_rows set passes = overlay(passes placing 'meal_kind'::bytea from position('meal_type'::bytea in passes)) where passes is not null");
        var again = await IngestAsync(Write("b.csv", text + "\n"));

        again.Files[^1].Warnings!.Keys.Should().BeEquivalentTo("unlisted_code:meal_type", "unlisted_code:meal_kind");
        again.Files[^1].Warnings!.Values.Sum().Should().Be(Rows / Warned);
    }

    [Fact]
    public async Task Most_rows_of_a_long_file_are_passed_over_and_by_the_same_program_only()
    {
        var text = string.Join('\n', Lines()) + "\n";
        await IngestAsync(Write("a.csv", text));

        // Of rows passed over, only this says which columns are filled.
        await ExecuteAsync("update ingest.batch_rows set passes = overlay(passes placing '\\x0000000000000000'::bytea from 9) where passes is not null");
        (await IngestAsync(Write("b.csv", text + "\n"))).Totals.Unchanged.Should().Be(Rows);
        (await FilledAsync()).Should().BeInRange(Rows - 74_464, Rows - 10_000, "on a busy machine some go by before what is known of them is there");

        await ExecuteAsync("update ingest.batch_rows set passes = overlay(passes placing '\\x0000000000000000'::bytea from 9) where passes is not null; update ingest.batch set reading = reading || '+'");
        (await IngestAsync(Write("c.csv", text + "\n\n"))).Totals.Unchanged.Should().Be(Rows);
        (await FilledAsync()).Should().Be(Rows);
    }

    private Task<long> FilledAsync() => ScalarAsync<long>("select (profile -> 'columns' -> 0 ->> 'filled')::bigint from ingest.batch_report order by batch_id desc limit 1");

    // Every 37th row has something to be warned of: a meal that is in no list.
    private static List<string> Lines() => [.. Payments(Rows).TrimEnd('\n').Split('\n').Select((l, i) => i > 0 && i % Warned == 0 ? l[..^1] + "茶歇" : l)];

    private static Task<IngestReport> LoadAsync(TestDatabase store, string file, int keysInMemory = 1_000_000) => new IngestService(store.Store, TimeProvider.System) { KeysInMemory = keysInMemory, LargeFile = 1 }.IngestAsync(new IngestRequest([file]), null, default);

    private static async Task<string> ScalarOfAsync(TestDatabase store, string sql)
    {
        await using var command = store.Owner.CreateCommand(sql);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
