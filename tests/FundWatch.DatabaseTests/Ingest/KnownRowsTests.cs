using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>What a load knows from an earlier one may save work and must never show: the store is as a load that knows nothing leaves it.</summary>
public sealed class KnownRowsTests : IngestTest
{
    private const string Content = """
        select (select string_agg(t::text, '|' order by payment_id) from (select payment_id, paid_at, amount, payer_id, canteen_region_code, row_hash, line_no, batch_id from record.canteen_payment) t)
            || '#' || coalesce((select string_agg(t::text, '|' order by payment_id, batch_id) from (select payment_id, paid_at, amount, row_hash, line_no, batch_id from history.canteen_payment) t), '')
            || '#' || (select string_agg(t::text, '|' order by batch_id) from (select batch_id, status, rows, loaded, updated, unchanged, quarantined from ingest.batch) t)
            || '#' || coalesce((select string_agg(t::text, '|' order by line_no) from (select line_no, code, batch_id from ingest.rejected_row) t), '')
        """;

    [Fact]
    public async Task Changed_removed_reordered_repeated_and_refused_rows_end_as_in_a_load_that_knows_nothing()
    {
        var first = Write("a.csv", Payments(1_000));
        var lines = Payments(1_020, i => i % 90 == 5 ? "999.99" : $"{i % 50 + 10}.50").TrimEnd('\n').Split('\n').ToList();
        lines.RemoveRange(300, 50);
        (lines[20], lines[900]) = (lines[900], lines[20]);
        lines.Insert(500, lines[400]);                              // the same again
        lines.Insert(600, lines[450].Replace("330102", "330103"));  // another version of a row that came before
        lines.Insert(700, lines[800].Replace("330102", "330104"));  // and one that comes before the known one
        lines[100] = lines[100].Replace(".50,", ".5.0,");
        lines[101] = lines[101].Replace("2025-0", "2026-0");        // to another month
        var second = Write("b.csv", string.Join('\n', lines) + "\n");

        await IngestAsync(first);
        var report = await IngestAsync(second);

        SumIsRight(report);
        report.Totals.Updated.Should().BeGreaterThan(10);
        report.Totals.Quarantined.Should().Be(3);
        (await ScalarAsync<string>(Content)).Should().Be(await KnowingNothingAsync(first, second));
    }

    [Fact]
    public async Task Only_what_changed_is_looked_up()
    {
        await IngestAsync(Write("a.csv", Payments(3_000)));
        // Were the others looked up, they would be found changed: nobody but a test alters a hash.
        await ScalarAsync<object>("alter table record.canteen_payment disable trigger all; update record.canteen_payment set row_hash = md5(payment_id)::uuid; alter table record.canteen_payment enable trigger all");
        var report = await IngestAsync(Write("b.csv", Payments(3_000, i => i == 7 ? "1" : $"{i % 50 + 10}.50")));
        report.Totals.Should().BeEquivalentTo(new { Updated = 1, Unchanged = 2_999 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task Values_that_come_back_are_brought_back()
    {
        var old = Payments(50);
        await IngestAsync(Write("a.csv", old));
        await IngestAsync(Write("b.csv", Payments(50, i => i == 7 ? "1" : $"{i % 50 + 10}.50")));
        var report = await IngestAsync(Write("a2.csv", old + "\n"));
        report.Totals.Should().BeEquivalentTo(new { Updated = 1, Unchanged = 49 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<decimal>("select amount from record.canteen_payment where payment_id = 'P00007'")).Should().Be(17.50m);
    }

    [Fact]
    public async Task After_a_withdrawal_nothing_is_known()
    {
        await IngestAsync(Write("a.csv", Payments(50)));
        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(1, "wrong file", "tester", false, null, default);
        (await ScalarAsync<long>("select count(*) from ingest.batch_rows")).Should().Be(0);
        (await IngestAsync(Write("b.csv", Payments(60)))).Totals.Loaded.Should().Be(60);
    }

    [Fact]
    public async Task Rows_taken_out_by_hand_come_back()
    {
        await IngestAsync(Write("a.csv", Payments(50)));
        await ScalarAsync<object>("delete from record.canteen_payment where payment_id < 'P00010'");
        (await IngestAsync(Write("b.csv", Payments(50) + "\n"))).Totals.Should().BeEquivalentTo(new { Loaded = 10, Unchanged = 40 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_corrected_row_is_not_known_in_its_old_form()
    {
        var text = Payments(20);
        var lines = text.TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199"));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        await new Data.Ingest.Quarantine.QuarantineService(Database.Store, TimeProvider.System).RetryAsync(new Data.Ingest.Quarantine.QuarantineFilter(Code: "duplicate_key"), null, "tester", default);
        (await IngestAsync(Write("b.csv", text))).Totals.Should().BeEquivalentTo(new { Updated = 1, Unchanged = 19 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task One_set_of_hashes_is_kept_for_a_file_name()
    {
        await IngestAsync(Write("a.csv", Payments(50)));
        await IngestAsync(Write("a.csv", Payments(60)));
        (await ScalarAsync<string>("select string_agg(batch_id || ':' || octet_length(hashes), ' ') from ingest.batch_rows")).Should().Be("2:480");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_file_of_which_nothing_is_known_is_not_held_against_the_earlier_one_to_its_end(bool holdsOne)
    {
        const int setRows = 2_000;
        await IngestAsync(Write("a.csv", Payments(6_000)));
        var hashes = await ScalarAsync<byte[]>("select string_agg(hashes, ''::bytea order by end_row) from ingest.batch_rows");
        ulong Known(int row) => BitConverter.ToUInt64(hashes!, 8 * row);
        using var known = await KnownRows.OpenAsync(await Database.Store.App.OpenConnectionAsync(), 1, earlier: null, default, setRows);

        for (ulong i = 1; i <= 1_100; i++)
        {
            known.Holds(i).Should().BeFalse();
        }

        known.Holds(holdsOne ? Known(4_500) : 7).Should().Be(holdsOne);
        for (ulong i = 1; i <= setRows; i++)
        {
            known.Holds(i).Should().BeFalse();
        }

        known.Holds(Known(5_500)).Should().Be(holdsOne);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1)]
    public async Task Repeated_keys_beyond_what_fits_into_memory_are_judged_as_ever(int keysInMemory)
    {
        var lines = Payments(600, i => i % 100 == 7 ? "1.2.3" : $"{i % 50 + 10}.50").TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[4]);
        lines.Add(lines[5].Replace("330102", "330103"));
        lines.Add(lines[408].Replace("1.2.3", "5")); // the first was refused: this is no repeat
        lines.Add(lines[408].Replace("1.2.3", "6"));
        var first = Write("a.csv", string.Join('\n', lines));
        var second = Write("b.csv", string.Join('\n', lines.Select(l => l.Replace("12.50", "13.50"))) + "\n");
        await LoadAsync(Database, first, keysInMemory);
        await LoadAsync(Database, second, keysInMemory);

        (await ScalarAsync<string>(Content)).Should().Be(await KnowingNothingAsync(first, second));
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where code = 'duplicate_key'")).Should().Be(4);
    }

    // In a store of its own, with the hashes taken away between the loads and all keys in memory.
    private static async Task<string> KnowingNothingAsync(string first, string second)
    {
        await using var plain = new TestDatabase();
        await plain.InitializeAsync();
        await LoadAsync(plain, first);
        await using (var forget = plain.Owner.CreateCommand("truncate ingest.batch_rows"))
        {
            await forget.ExecuteNonQueryAsync();
        }

        await LoadAsync(plain, second);
        await using var command = plain.Owner.CreateCommand(Content);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static Task<IngestReport> LoadAsync(TestDatabase store, string file, int keysInMemory = 1_000_000) =>
        new IngestService(store.Store, TimeProvider.System) { KeysInMemory = keysInMemory, LargeFile = 1 }.IngestAsync(new IngestRequest([file]), null, default);
}
