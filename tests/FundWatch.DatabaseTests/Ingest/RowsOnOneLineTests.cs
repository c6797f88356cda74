using System.Text;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A line does not tell rows apart: a release has many on one, and a workbook may number its rows as it likes.</summary>
public sealed class RowsOnOneLineTests : IngestTest
{
    private QuarantineService Service => new(Database.Store, TimeProvider.System);

    private static byte[] Book(params (string Key, string Amount)[] rows) => XlsxFile.MakeRaw(Row(1, "payment_id", "canteen_code", "paid_at", "amount")
        + string.Concat(rows.Select(r => Row(2, r.Key, "C1", "2025-03-01 12:00:00", r.Amount))));

    private static string Row(int number, params string[] cells) => $"<row r=\"{number}\">" + string.Concat(cells.Select((cell, i) => XlsxFile.Text(i, number, cell))) + "</row>";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Each_refused_row_has_its_own_cells(bool isFirst)
    {
        if (!isFirst)
        {
            await IngestAsync(Write("before.xlsx", Book(("P0", "1"))));
        }

        var report = (await IngestAsync(Write("a.xlsx", Book(("P1", "5"), ("P1", "6"), ("P2", "1.2.3"), ("P1", "6"), ("P3", "x"), ("P1", "7"), ("P1", "5"))))).Files.Single();

        (report.Loaded, report.Unchanged, report.Quarantined).Should().Be((1, 1, 5));
        (await AmountsAsync()).Should().BeEquivalentTo("P1 6", "P1 6", "P1 7", "P2 1.2.3", "P3 x");
        (await ScalarAsync<long>("select count(distinct line_no) from ingest.rejected_row")).Should().Be(1);
        (await ScalarAsync<long>("select count(*) from ingest.repeated_row")).Should().Be(0);
    }

    [Fact]
    public async Task A_row_that_is_mended_goes_in_and_its_neighbour_keeps_its_own_reason()
    {
        await IngestAsync(Write("a.xlsx", Book(("P2", "1.2.3"), ("P3", "x"), ("P4", "1.2.3"))));
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        var sheet = Encoding.UTF8.GetString(export.ToArray()).Split('\n');
        var row = Array.FindIndex(sheet, line => line.Contains("P4,", StringComparison.Ordinal));
        sheet[row] = sheet[row].Replace(",1.2.3,", ",1.23,");

        var report = await Service.RetryAsync(Write("mended.csv", string.Join('\n', sheet)), "tester", default);

        report.Should().BeEquivalentTo(new { Loaded = 1, Quarantined = 2, Untouched = 2 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(payment_id || ' ' || amount, ',') from record.canteen_payment")).Should().Be("P4 1.23");
        (await AmountsAsync()).Should().BeEquivalentTo("P2 1.2.3", "P3 x");
    }

    [Fact]
    public async Task Rows_of_one_line_that_are_read_again_and_are_still_wrong_stay_as_they_are()
    {
        await IngestAsync(Write("a.xlsx", Book(("P2", "1.2.3"), ("P3", "x"))));

        (await Service.RetryAsync(new QuarantineFilter(), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 2, Quarantined = 2 }, o => o.ExcludingMissingMembers());

        (await AmountsAsync()).Should().BeEquivalentTo("P2 1.2.3", "P3 x");
        (await ScalarAsync<long>("select count(*) from ingest.batch where status = 'loading'")).Should().Be(0);
    }

    private async Task<IReadOnlyList<string>> AmountsAsync() =>
        [.. (await new QuarantineStore(Database.Store).ListAsync(new QuarantineFilter(), default)).Select(r => r.Raw.Split(',')).Select(c => $"{c[0]} {c[3]}")];
}
