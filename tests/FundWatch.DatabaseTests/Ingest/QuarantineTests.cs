using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class QuarantineTests : IngestTest
{
    private QuarantineService Service => new(Database.Store, TimeProvider.System);
    private QuarantineStore Store => new(Database.Store);

    [Fact]
    public async Task A_refused_row_is_shown_with_file_line_column_reason_and_its_own_words()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "1.2.3" : "5")));
        var row = (await Store.ListAsync(new QuarantineFilter(), default)).Single();
        row.Should().BeEquivalentTo(new { Stream = "canteen_payment", File = "a.csv", Line = 6, Column = "amount", Code = "two_decimal_points" }, o => o.ExcludingMissingMembers());
        row.Raw.Should().StartWith("P00004,C4,").And.Contain("1.2.3").And.Contain("张4");
        row.MessageZh.Should().Contain("小数点");
        (await ScalarAsync<bool>("select position('1.2.3'::bytea in raw) > 0 from ingest.rejected_row")).Should().BeFalse("raw rows are encrypted");
    }

    [Fact]
    public async Task A_corrected_export_is_taken_back_in_and_what_is_still_wrong_stays()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 6 ? "1.2.3" : "5")));
        await IngestAsync(Write("h.csv", "日期,类型\n2025-10-01,放假\n2025-10-99,放假\n"));
        var export = new MemoryStream();
        (await Service.ExportAsync(new QuarantineFilter(), export, default)).Should().Be(3);
        var sheet = System.Text.Encoding.UTF8.GetString(export.ToArray());
        sheet.Should().Contain("two_decimal_points").And.Contain("流水号").And.Contain("P00006");

        var first = sheet.IndexOf("P00004", StringComparison.Ordinal);
        var corrected = sheet[..first] + sheet[first..].Replace("2025-10-99", "2025-10-09");
        corrected = corrected[..first] + new System.Text.RegularExpressions.Regex("1\\.2\\.3,张4").Replace(corrected[first..], "1.23,张4", 1);
        var report = await Service.RetryAsync(Write("corrected.csv", corrected), "tester", default);

        report.Should().BeEquivalentTo(new { Rows = 3, Loaded = 2, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<decimal>("select amount from record.canteen_payment where payment_id = 'P00004'")).Should().Be(1.23m);
        (await ScalarAsync<long>("select line_no from record.canteen_payment where payment_id = 'P00004'")).Should().Be(6);
        (await ScalarAsync<long>("select count(*) from record.holiday")).Should().Be(2);
        (await Store.ListAsync(new QuarantineFilter(), default)).Single().Raw.Should().StartWith("P00006");

        var again = await Service.RetryAsync(Write("corrected.csv", corrected), "tester", default);
        again.Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        again.NotUsed.Should().HaveCount(2);
    }

    [Fact]
    public async Task The_later_of_two_versions_replaces_the_first_once_a_person_gives_it_back()
    {
        var lines = Payments(5).TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199"));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        var report = await Service.RetryAsync(new QuarantineFilter(Code: "duplicate_key"), null, "tester", default);
        report.Updated.Should().Be(1);
        (await ScalarAsync<string>("select canteen_region_code from record.canteen_payment where payment_id = 'P00002'")).Should().Be("330199");
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(1);
    }

    [Fact]
    public async Task An_export_given_back_as_it_was_decides_nothing_and_every_row_keeps_its_reason()
    {
        var lines = Payments(5, i => i == 4 ? "1.2.3" : "5").TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199"));
        lines.Add(lines[2] + ",one cell too many");
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        var before = (await Store.ListAsync(new QuarantineFilter(), default)).Select(r => (r.Id, r.Code, r.Raw)).ToList();
        before.Should().HaveCountGreaterThanOrEqualTo(2);

        var report = await Service.RetryAsync(Write("untouched.csv", System.Text.Encoding.UTF8.GetString(export.ToArray())), "tester", default);

        report.Should().BeEquivalentTo(new { Loaded = 0, Updated = 0, Quarantined = before.Count, Untouched = before.Count }, o => o.ExcludingMissingMembers());
        (await Store.ListAsync(new QuarantineFilter(), default)).Select(r => (r.Id, r.Code, r.Raw)).Should().BeEquivalentTo(before);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(0);
    }

    [Fact]
    public async Task A_discarded_row_stays_in_the_table_with_who_and_why()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "x" : "5")));
        (await Store.DiscardAsync(new QuarantineFilter(Stream: "canteen_payment"), "tester", "试录", default)).Should().Be(1);
        (await Store.ListAsync(new QuarantineFilter(), default)).Should().BeEmpty();
        (await ScalarAsync<string>("select status || ':' || reason || ':' || resolved_by from ingest.rejected_row")).Should().Be("discarded:试录:tester");
    }

    [Fact]
    public async Task Loading_the_file_again_counts_corrected_rows_as_unchanged()
    {
        var file = Write("a.csv", Payments(10, i => i is 4 or 6 ? "1.2.3" : "5"));
        await IngestAsync(file);
        (await IngestAsync(file)).Totals.Should().BeEquivalentTo(new { Rows = 10, Unchanged = 8, Quarantined = 2 }, o => o.ExcludingMissingMembers());
        await Store.DiscardAsync(new QuarantineFilter(Ids: [(await Store.ListAsync(new QuarantineFilter(), default))[0].Id]), "tester", "x", default);
        SumIsRight(await IngestAsync(file));
    }
}
