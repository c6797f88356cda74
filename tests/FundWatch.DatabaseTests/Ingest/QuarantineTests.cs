using System.Text;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_correction_sheet_is_no_file_of_records(bool isMapped)
    {
        var mapping = Write("m.json", """{ "stream": "canteen_payment", "columns": { "payment_id": { "from": "流水号" }, "canteen_code": { "from": "食堂编码" }, "canteen_region_code": { "from": "食堂区划" }, "paid_at": { "from": "支付时间" }, "amount": { "from": "金额" } } }""");
        await IngestAsync(Write("a.csv", "单位：万元\n" + Payments(10, i => i == 4 ? "1.2.3" : "5")));
        var sheet = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), sheet, default);
        var mended = Write("mended.csv", Encoding.UTF8.GetString(sheet.ToArray()).Replace("1.2.3", "4.25"));

        var report = await IngestAsync(new IngestRequest([mended], Mapping: isMapped ? mapping : null));
        report.Files.Single().Error.Should().BeEquivalentTo(new { Code = "correction_sheet" }, o => o.ExcludingMissingMembers()).And.Match<FileError>(e => e.En.Contains("fundwatch quarantine retry") && e.Zh.Contains("quarantine_id"));
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'open'")).Should().Be(1);
        (await Service.RetryAsync(mended, "tester", default)).Loaded.Should().Be(1);
        (await ScalarAsync<decimal>("select max(amount) from record.canteen_payment")).Should().Be(50_000m);
    }

    [Fact]
    public async Task A_corrected_export_is_taken_back_in_and_what_is_still_wrong_stays()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 6 ? "1.2.3" : "5")));
        await IngestAsync(Write("h.csv", "日期,类型\n2025-10-01,放假\n2025-10-99,放假\n"));
        var export = new MemoryStream();
        (await Service.ExportAsync(new QuarantineFilter(), export, default)).Should().Be(3);
        var sheet = Encoding.UTF8.GetString(export.ToArray());
        sheet.Should().Contain("two_decimal_points").And.Contain("流水号").And.Contain("P00006");

        var first = sheet.IndexOf("P00004", StringComparison.Ordinal);
        var corrected = sheet[..first] + sheet[first..].Replace("2025-10-99", "2025-10-09");
        corrected = corrected[..first] + new System.Text.RegularExpressions.Regex("1\\.2\\.3(?=,)").Replace(corrected[first..], "1.23", 1);
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
    public async Task A_row_below_another_unit_is_read_again_only_once_its_amount_is_mended_or_a_mapping_states_the_unit()
    {
        var lines = Payments(4, _ => "3").TrimEnd('\n').Split('\n').ToList();
        lines.Insert(3, "单位：万元" + new string(',', lines[0].Count(c => c == ',')));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        var export = new MemoryStream();
        (await Service.ExportAsync(new QuarantineFilter(Code: "other_money_unit"), export, default)).Should().Be(2);

        foreach (var filter in new[] { new QuarantineFilter(), new QuarantineFilter(Code: "other_money_unit"), new QuarantineFilter(Ids: [1, 2]) })
        {
            (await Service.RetryAsync(filter, null, "tester", default)).Should().BeEquivalentTo(new { Rows = 0, Loaded = 0, OfAnotherTable = 2 }, o => o.ExcludingMissingMembers());
        }

        var sheet = Encoding.UTF8.GetString(export.ToArray());
        var mended = Write("mended.csv", sheet.Replace("330102", "330199").Replace("P00003,C3", "P00003,C9").Replace(",3,", ",30000,", StringComparison.Ordinal));
        var report = await Service.RetryAsync(Write("other-cells.csv", sheet.Replace("330102", "330199")), "tester", default);
        report.Should().BeEquivalentTo(new { Rows = 2, Loaded = 0, HalfGiven = 2 }, o => o.ExcludingMissingMembers(), "3 would be three yuan");
        (await Service.RetryAsync(mended, "tester", default)).Loaded.Should().Be(2);
        (await ScalarAsync<string>("select string_agg(distinct amount::text, ' ' order by amount::text) from record.canteen_payment")).Should().Be("3.00 30000.00");
    }

    [Fact]
    public async Task A_mapping_that_states_the_unit_is_applied_to_the_rows_below_it_alone_and_they_keep_their_reason_until_they_are_in()
    {
        var columns = Core.Records.RecordStreams.Get("canteen_payment").Columns.Select(c => $"\"{c.Name}\": {{\"from\": \"{c.ChineseHeader}\"{(c.Name == "amount" ? ", \"unit\": \"万元\"" : "")}}}");
        var mapping = new NamedMapping("wan", Mapping.Read(Write("wan.json", "{\"stream\": \"canteen_payment\", \"columns\": {" + string.Join(", ", columns) + "}}")));
        var lines = Payments(5, i => i == 0 ? "1.2.3" : "3", i => i == 4 ? "2025-13-01" : "2025-03-02 12:00:00").TrimEnd('\n').Split('\n').ToList();
        lines.Insert(3, "单位：万元" + new string(',', lines[0].Count(c => c == ',')));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));
        await IngestAsync(Write("later.csv", $"{lines[0]}\n{lines[5].Replace(",3,", ",30000,", StringComparison.Ordinal)}"));

        (await Service.RetryAsync(new QuarantineFilter(), mapping, "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, OfAnotherTable = 2 }, o => o.ExcludingMissingMembers(), "the others are in yuan");
        (await Service.RetryAsync(new QuarantineFilter(Code: "other_money_unit"), mapping, "tester", default)).Should().BeEquivalentTo(new { Rows = 2, Loaded = 1, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(code || ' ' || line_no, ', ' order by code) from ingest.rejected_row where status = 'open'")).Should().Be("other_money_unit 7, two_decimal_points 2");
        (await Service.RetryAsync(new QuarantineFilter(), null, "tester", default)).OfAnotherTable.Should().Be(1, "the day that is wrong there does not make its amount one in yuan");
        (await ScalarAsync<string>("select string_agg(amount::text, ' ' order by payment_id) from record.canteen_payment")).Should().Be("3.00 30000.00 30000.00");
    }

    [Fact]
    public async Task A_correction_that_takes_the_key_of_another_row_of_its_file_does_not_replace_it_unless_a_person_says_so()
    {
        await IngestAsync(Write("a.csv", Payments(5, i => i == 3 ? "1.2.3" : "5")));
        var mended = (await SheetAsync()).Replace("1.2.3,", "1.23,", StringComparison.Ordinal).Replace("P00003", "P00002", StringComparison.Ordinal);
        (await Service.RetryAsync(Write("mended.csv", mended), "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Updated = 0, Loaded = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await Store.ListAsync(new QuarantineFilter(), default)).Single().Should().BeEquivalentTo(new { Code = "duplicate_key", Column = "payment_id" }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select canteen_code from record.canteen_payment where payment_id = 'P00002'")).Should().Be("C2");

        (await Service.RetryAsync(new QuarantineFilter(Code: "duplicate_key"), null, "tester", default)).Updated.Should().Be(1);
        (await ScalarAsync<string>("select canteen_code from record.canteen_payment where payment_id = 'P00002'")).Should().Be("C3");
    }

    [Fact]
    public async Task A_line_of_the_sheet_without_the_number_of_a_row_is_said()
    {
        await IngestAsync(Write("a.csv", Payments(5, i => i == 2 ? "1.2.3" : "5")));
        var sheet = (await SheetAsync()).TrimEnd('\r', '\n');
        var row = sheet.Split('\n')[^1];
        var report = await Service.RetryAsync(Write("more.csv", $"{sheet.Replace("1.2.3,", "1.23,")}\n{row[row.IndexOf(',')..].Replace("P00002", "P00009")}\n,,,\nx{row}\n"), "tester", default);
        report.Loaded.Should().Be(1);
        report.WithoutId.Should().Equal(3, 5);
        (await Service.RetryAsync(Write("same.csv", sheet), "tester", default)).WithoutId.Should().BeNull();
    }

    private async Task<string> SheetAsync()
    {
        using var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        return Encoding.UTF8.GetString(export.ToArray());
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

        var report = await Service.RetryAsync(Write("untouched.csv", Encoding.UTF8.GetString(export.ToArray())), "tester", default);

        report.Should().BeEquivalentTo(new { Loaded = 0, Updated = 0, Quarantined = before.Count, Untouched = before.Count }, o => o.ExcludingMissingMembers());
        (await Store.ListAsync(new QuarantineFilter(), default)).Select(r => (r.Id, r.Code, r.Raw)).Should().BeEquivalentTo(before);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(0);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+cmd|'/C calc'!A0")]
    [InlineData("-2+3+cmd|'/C calc'!A0")]
    [InlineData("@SUM(1)")]
    [InlineData("\t=1+1")]
    [InlineData("＝1+1")]
    [InlineData("'=1+1")]
    public async Task A_cell_that_looks_like_a_formula_is_a_text_in_the_sheet_and_itself_again_when_it_comes_back(string cell)
    {
        var text = Payments(3, i => i == 1 ? "1.2.3" : i == 2 ? "-5.00" : "5", i => i == 2 ? "2025-13-01" : "2025-01-01 12:00");
        await IngestAsync(Write("a.csv", text.Replace("县财政局", $"\"{cell}\"").Replace("餐别", "+餐别").Replace(",中\n", ",=中\n")));
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        var sheet = Encoding.UTF8.GetString(export.ToArray()).TrimStart('\uFEFF');
        var cells = sheet.Split(',', '\r', '\n').Select(c => c.TrimStart('"')).Where(c => c.Length > 0).ToList();
        cells.Where(c => "=+-@\t＝".Contains(c[0])).Should().Equal(["-5.00"], "an amount with its sign is no formula");

        (await Service.RetryAsync(Write("untouched.csv", sheet), "tester", default)).Should().BeEquivalentTo(new { Untouched = 2, Loaded = 0 }, o => o.ExcludingMissingMembers());
        var corrected = sheet.Replace(",1.2.3,", ",1.23,").Replace(",2025-13-01,", ",2025-01-03 12:00,");
        (await Service.RetryAsync(Write("corrected.csv", corrected), "tester", default)).Loaded.Should().Be(2);
        (await ScalarAsync<string>("select string_agg(distinct payer_org_name, '; ') from record.canteen_payment where payment_id in ('P00001', 'P00002')")).Should().Be(cell.Trim());
    }

    [Fact]
    public async Task Rows_of_which_one_must_be_chosen_are_not_chosen_by_reading_everything_again()
    {
        var lines = Payments(5, i => i == 4 ? "1.2.3" : "5").TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[3].Replace("330102", "330199"));
        await IngestAsync(Write("a.csv", string.Join('\n', lines)));

        (await Service.RetryAsync(new QuarantineFilter(Stream: "canteen_payment"), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Updated = 0, Undecided = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select canteen_region_code from record.canteen_payment where payment_id = 'P00002'")).Should().Be("330102");
        (await Service.RetryAsync(new QuarantineFilter(Code: "duplicate_key"), null, "tester", default)).Should().BeEquivalentTo(new { Updated = 1, Undecided = 0 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_column_that_is_deleted_from_the_sheet_empties_nothing()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "1.2.3" : "5")));
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        var rows = System.Text.Encoding.UTF8.GetString(export.ToArray()).TrimEnd().Split("\r\n").Select(l => l.Split(',')).ToList();
        var gone = Array.IndexOf(rows[0], "付款人单位");
        gone.Should().BePositive();
        var sheet = string.Join('\n', rows.Select(r => string.Join(',', r.Where((_, i) => i != gone)))).Replace(",1.2.3,", ",1.23,");

        (await Service.RetryAsync(Write("mended.csv", sheet), "tester", default)).Loaded.Should().Be(1);
        (await ScalarAsync<string>("select payer_org_name from record.canteen_payment where payment_id = 'P00004'")).Should().NotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("quarantine_id,file,line,金额\n{0},a.csv,6,1.2\n{0},a.csv,6,1.3\n")]
    [InlineData("quarantine_id,file,line,金额\n{0},b.csv,6,1.2\n")]
    [InlineData("quarantine_id,file,line,金额\n{0},a.csv,7,1.2\n")]
    [InlineData("quarantine_id,stream,file,line,金额\n{0},reception,a.csv,6,1.2\n")]
    [InlineData("quarantine_id,stream,file,line,金额\n{0},,,,1.2\n")]
    public async Task A_sheet_that_says_two_things_of_a_row_or_means_another_takes_nothing_in(string sheet)
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "1.2.3" : "5")));
        var id = (await Store.ListAsync(new QuarantineFilter(), default)).Single().Id;
        var path = Write("sheet.csv", sheet.Replace("{0}", $"{id}") + (sheet.Contains("1.3") ? "" : "987654,a.csv,6,1.2\n"));
        if (sheet.Contains("1.3"))
        {
            (await Service.Invoking(s => s.RetryAsync(path, "tester", default)).Should().ThrowAsync<Data.Files.FileRefused>()).Which.Code.Should().Be("corrected_twice");
        }
        else
        {
            (await Service.RetryAsync(path, "tester", default)).Should().BeEquivalentTo(new { Rows = 0, Loaded = 0, OfOtherRows = new[] { $"{id}" }, NotOpen = new[] { "987654" } }, o => o.ExcludingMissingMembers(), "the row is open, and not to be said otherwise");
        }

        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(9);
    }

    [Fact]
    public async Task A_row_that_somebody_gave_up_while_its_sheet_waited_stays_given_up()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 5 ? "1.2.3" : "5")));
        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        var sheet = Write("mended.csv", System.Text.Encoding.UTF8.GetString(export.ToArray()).Replace(",1.2.3,", ",1.23,"));
        var id = (await Store.ListAsync(new QuarantineFilter(), default))[0].Id;
        await using var held = await Database.Owner.OpenConnectionAsync();
        await using (var take = new Npgsql.NpgsqlCommand("select pg_advisory_lock(hashtextextended('ingest:' || source_id || ':canteen_payment', 0)) from ingest.source", held))
        {
            await take.ExecuteNonQueryAsync();
        }

        var retry = Service.RetryAsync(sheet, "tester", default);
        await Testing.Eventually.HappensAsync(async () => await ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())") == 1);
        await Store.DiscardAsync(new QuarantineFilter(Ids: [id]), "other", "试录", default);
        await using (var give = new Npgsql.NpgsqlCommand("select pg_advisory_unlock_all()", held))
        {
            await give.ExecuteNonQueryAsync();
        }

        (await retry).Should().BeEquivalentTo(new { Rows = 1, Loaded = 1, NotUsed = new[] { $"{id}" } }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>($"select status || ' ' || resolved_by from ingest.rejected_row where rejected_id = {id}")).Should().Be("discarded other");
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
    public async Task What_was_refused_since_the_rows_were_shown_is_neither_given_up_nor_read_again()
    {
        await IngestAsync(Write("a.csv", Payments(5, i => i < 3 ? "x" : "5")));
        var shown = new QuarantineFilter(Code: "bad_number", UpTo: await Store.NewestAsync(default));
        await IngestAsync(Write("b.csv", Payments(5, _ => "x").Replace("P0", "Q0")));

        (await Service.RetryAsync(shown, null, "tester", default)).Rows.Should().Be(3);
        await Store.Invoking(s => s.DiscardAsync(shown, "tester", "x", default, shown: 2)).Should().ThrowAsync<Core.ProblemException>("a load that was under way may have come in below the newest");
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row where status = 'discarded'")).Should().Be(0);
        (await Store.DiscardAsync(shown, "tester", "x", default, shown: 3)).Should().Be(3);
        (await Store.ListAsync(new QuarantineFilter(), default)).Should().HaveCount(5).And.OnlyContain(r => r.File == "b.csv");
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

    [Fact]
    public async Task Filters_find_rows_by_batch_column_and_day()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "1.2.3" : "5", i => i == 4 ? "2025-13-01" : "2025-01-01 12:00")));
        await IngestAsync(Write("h.csv", "日期,类型\n2025-10-99,放假\n"));
        async Task<int> Count(QuarantineFilter filter) => (await Store.ListAsync(filter, default)).Count;
        (await Count(new QuarantineFilter(Batch: 2))).Should().Be(1);
        (await Count(new QuarantineFilter(Column: "amount"))).Should().Be(1, "a row is found by each of its wrong cells");
        (await Count(new QuarantineFilter(Column: "paid_at"))).Should().Be(1);
        (await Count(new QuarantineFilter(Since: DateTimeOffset.UtcNow.AddHours(1)))).Should().Be(0);
        (await Store.ListAsync(new QuarantineFilter(), default, withRaw: false)).Should().OnlyContain(r => r.Raw == "");
    }

    [Fact]
    public async Task Every_wrong_cell_of_a_row_has_its_reason_and_what_may_be_personal_is_masked()
    {
        await IngestAsync(Write("a.csv", Payments(3, i => i == 1 ? "1.2.3" : "5", i => i == 1 ? "2025-13-01" : "2025-01-01 12:00").Replace("餐别", "餐别,备注").Replace(",中\n", ",中,李四欠款\n")));
        var page = (await Store.ShowAsync(1, clear: false, default))!;
        page.Cells.Where(c => c.Reasons.Count > 0).Select(c => (c.Header, c.Reasons[0].Code)).Should().Equal(("支付时间", "bad_timestamp"), ("金额", "two_decimal_points"));
        page.Cells.Single(c => c.Header == "付款人标识").Should().BeEquivalentTo(new { Value = "张**", IsMasked = true }, o => o.ExcludingMissingMembers());
        page.Cells.Single(c => c.Header == "备注").IsMasked.Should().BeTrue("nobody knows what a column holds that no column took");
        page.Cells.Single(c => c.Header == "金额").Value.Should().Be("1.2.3");
        (await Store.ShowAsync(1, clear: true, default))!.Cells.Should().OnlyContain(c => !c.IsMasked).And.Contain(c => c.Value == "张1");
        (await Store.ShowAsync(99, clear: false, default)).Should().BeNull();
    }

    [Fact]
    public async Task An_empty_cell_that_should_name_a_person_is_said_to_be_empty()
    {
        var stream = Core.Records.RecordStreams.All.First(s => s.Columns.Any(c => c is { IsRequired: true, IsPersonal: true }));
        var person = stream.Columns.First(c => c is { IsRequired: true, IsPersonal: true });
        await IngestAsync(new Data.Ingest.IngestRequest([Write("a.csv", $"{Header(stream.Name)}\n{string.Join(',', stream.Columns.Select(c => c == person ? "" : "1"))}\n")], Stream: stream.Name));
        (await Store.ShowAsync(1, clear: false, default))!.Cells.Single(c => c.Header == person.ChineseHeader).Reasons.Should().ContainSingle()
            .Which.Zh.Should().Be($"“{person.ChineseHeader}”为必填项，此行为空；请补填");
    }

    [Fact]
    public async Task A_row_of_a_workbook_that_ends_before_its_header_does_has_not_moved()
    {
        var rows = Payments(3, i => i == 1 ? "1.2.3" : "5").TrimEnd('\n').Split('\n').Select(l => l.Split(',')).ToArray();
        rows[2] = rows[2][..^1];
        await IngestAsync(Write("a.xlsx", Testing.XlsxFile.Make(rows)));
        await IngestAsync(Write("b.csv", string.Join('\n', rows.Select(r => string.Join(',', r)))));

        var page = (await Store.ShowAsync(1, clear: false, default))!;
        page.Cells.Should().HaveCount(rows[0].Length);
        page.Cells.Single(c => c.Header == "金额").Should().BeEquivalentTo(new { Value = "1.2.3", IsMasked = false }, o => o.ExcludingMissingMembers());
        page.Cells.Single(c => c.Header == "金额").Reasons.Should().ContainSingle();
        page.Cells.Single(c => c.Header == "付款人标识").Value.Should().Be("张**");
        (await Store.ShowAsync(2, clear: false, default))!.Cells.Where(c => c.Value.Length > 0).Should().OnlyContain(c => c.IsMasked && c.Reasons.Count == 0, "a line of text that is short was cut off, or has lost a cell within");
    }

    [Fact]
    public async Task Those_who_sign_below_the_table_of_a_workbook_are_not_shown_under_its_headers()
    {
        var rows = Payments(3).TrimEnd('\n').Split('\n').Select(l => l.Split(',')).ToList();
        rows.Add(["张三", "科长", "李四", "处长"]);
        rows.Add(["A123", "科长", "李四"]);
        await IngestAsync(Write("a.xlsx", Testing.XlsxFile.Make([.. rows])));

        var refused = await Store.ListAsync(new QuarantineFilter(), default);
        refused.Should().HaveCount(2);
        foreach (var row in refused)
        {
            (await Store.ShowAsync(row.Id, clear: false, default))!.Cells.Where(c => c.Value.Length > 0).Should().OnlyContain(c => c.IsMasked);
        }
    }

    [Fact]
    public async Task Those_who_sign_below_a_text_padded_to_the_width_of_its_header_are_not_shown_under_it()
    {
        var width = Header("canteen_payment").Split(',').Length;
        string Padded(params string[] cells) => string.Join(',', cells) + new string(',', width - cells.Length) + "\n";
        await IngestAsync(Write("a.csv", Payments(3) + Padded("张三", "科长", "李四", "处长") + Padded("A123", "科长", "李四") + Padded("", "科长", "李四", "处长")));
        await IngestAsync(Write("b.csv", "使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,500\n张三,科长,李四,处长\n,科长,李四,处长\n"));

        var refused = await Store.ListAsync(new QuarantineFilter(), default);
        refused.Should().HaveCount(5);
        foreach (var row in refused)
        {
            (await Store.ShowAsync(row.Id, clear: false, default))!.Cells.Where(c => c.Value.Length > 0).Should().OnlyContain(c => c.IsMasked, "line {0} of {1} is no record", row.Line, row.File);
        }
    }

    [Theory]
    [InlineData("使用流水号,申报编号,使用日期,金额,用途说明\n,A1,2025-03-01,500,设备\n", "设备")] // its number is missing
    [InlineData("使用流水号,申报编号,使用日期,金额,用途说明\nU1,A1,昨天,500,设备\n", "昨天")]
    [InlineData("品名,行政区划代码,月份,参考价(元/公斤)\n大米,330102,2025-01,很贵\n", "很贵")] // named by a word
    public async Task A_record_of_full_width_is_shown_though_a_cell_is_missing_or_wrong(string text, string shown)
    {
        await IngestAsync(Write("a.csv", text));
        var id = (await Store.ListAsync(new QuarantineFilter(), default)).Single().Id;
        (await Store.ShowAsync(id, clear: false, default))!.Cells.Should().Contain(c => c.Value == shown && !c.IsMasked);
    }

    [Fact]
    public async Task A_narrow_row_of_a_workbook_that_lacks_two_required_cells_keeps_its_wrong_cells_though_nothing_of_it_is_shown()
    {
        var rows = Payments(2).TrimEnd('\n').Split('\n').Select(l => l.Split(',')).ToArray();
        rows[1] = [rows[1][0], rows[1][1]];
        await IngestAsync(Write("a.xlsx", Testing.XlsxFile.Make(rows)));

        var page = (await Store.ShowAsync(1, clear: false, default))!;
        page.Cells.Where(c => c.Value.Length > 0).Should().OnlyContain(c => c.IsMasked);
        page.Cells.Where(c => c.Reasons.Count > 0).Select(c => c.Header).Should().Contain(["支付时间", "金额"]);
    }

    [Fact]
    public async Task Nothing_of_a_row_below_another_header_is_shown_though_it_is_as_wide()
    {
        await IngestAsync(Write("a.csv", "使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,500\n使用流水号,申报编号,金额,使用日期\n李四,A1,20250302,20250303\n"));
        var id = (await Store.ListAsync(new QuarantineFilter(Code: "other_table"), default))[^1].Id;
        (await Store.ShowAsync(id, clear: false, default))!.Cells.Should().OnlyContain(c => c.IsMasked);
    }

    [Fact]
    public async Task A_workbook_has_the_reason_beside_each_wrong_cell_and_is_taken_back_in_after_correction()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 6 ? "1.2.3" : "5")));
        var path = Path.Combine(Folder, "to-correct.xlsx");
        await using (var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite))
        {
            (await Service.ExportAsync(new QuarantineFilter(), file, default, "xlsx")).Should().Be(2);
        }

        using (var book = DocumentFormat.OpenXml.Packaging.SpreadsheetDocument.Open(path, isEditable: true))
        {
            var sheet = book.WorkbookPart!.WorksheetParts.Single().Worksheet!;
            var rows = sheet.Descendants<DocumentFormat.OpenXml.Spreadsheet.Row>().Select(r => r.Elements<DocumentFormat.OpenXml.Spreadsheet.Cell>().ToList()).ToList();
            var amount = rows[0].FindIndex(c => c.InnerText == "金额");
            rows[0][amount + 1].InnerText.Should().Contain("金额");
            rows[1][amount + 1].InnerText.Should().Contain("小数点").And.Contain("decimal point");
            rows[1][amount].StyleIndex!.Value.Should().Be(1, "the wrong cell is coloured");
            rows[1][amount].InlineString!.Text!.Text = "1.23";
            sheet.Save();
        }

        var report = await Service.RetryAsync(path, "tester", default);
        report.Should().BeEquivalentTo(new { Rows = 2, Loaded = 1, Quarantined = 1, Untouched = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<decimal>("select amount from record.canteen_payment where payment_id = 'P00004'")).Should().Be(1.23m);
        (await ScalarAsync<string>("select actor || ' ' || (payload::jsonb ->> 'loaded') from review.trail where event = 'quarantine_retry'")).Should().Be("tester 1");
    }

    [Fact]
    public async Task All_rows_of_a_batch_are_read_again_when_its_mapping_was_mended()
    {
        string Map(string amount) =>
            """{"stream": "canteen_payment", "columns": {"payment_id": {"from": "no"}, "canteen_code": {"constant": "C1"}, "paid_at": {"from": "day"}, "amount": """ + amount + "}}";
        var file = Write("p.csv", "no,day,sum\n" + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"N{i},2025-01-0{i % 9 + 1},EUR {i}\n")));
        await IngestAsync(new FundWatch.Data.Ingest.IngestRequest([file], Mapping: Write("wrong.json", Map("{\"from\": \"sum\"}"))));
        await IngestAsync(Write("h.csv", "日期,类型\n2025-10-99,放假\n"));
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row")).Should().Be(12_001);

        var mended = new NamedMapping("mended", Mapping.Read(Write("mended.json", Map("{\"from\": \"sum\", \"remove\": [\"EUR\"]}"))));
        var report = await Service.RetryAsync(new QuarantineFilter(Batch: 1), mended, "tester", default);

        report.Should().BeEquivalentTo(new { Rows = 12_000, Loaded = 12_000, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(12_000);
        (await Store.ListAsync(new QuarantineFilter(), default)).Should().ContainSingle().Which.BatchId.Should().Be(2);
        (await ScalarAsync<long>("select corrects from ingest.batch where format = 'correction'")).Should().Be(1);

        var other = async () => await Service.RetryAsync(new QuarantineFilter(Batch: 2), mended, "tester", default);
        (await other.Should().ThrowAsync<FundWatch.Data.Files.FileRefused>()).Which.Code.Should().Be("other_stream");
    }

    [Fact]
    public async Task A_line_that_is_no_record_keeps_its_reason_however_it_is_read_again()
    {
        await IngestAsync(Write("a.jsonl", "{\"use_id\":\"U1\",\"application_id\":\"A1\",\"used_on\":\"2025-03-01\",\"amount\":1}\n{\"broken\": \n{\"use_id\":\"U2\",\"use_id\":\"U3\"}\n"));
        var before = await SaidAsync();
        before.Should().HaveCount(2).And.Contain(s => s.StartsWith("bad_json")).And.Contain(s => s.StartsWith("repeated_name"));
        var mapping = new NamedMapping("m", Mapping.Parse("{\"stream\":\"fund_use\",\"columns\":{\"use_id\":{\"from\":\"use_id\"},\"application_id\":{\"constant\":\"A1\"},\"used_on\":{\"constant\":\"2025-03-01\"},\"amount\":{\"constant\":\"1\"}}}"u8.ToArray(), "m.json"));
        foreach (var how in new[] { null, mapping })
        {
            (await Service.RetryAsync(new QuarantineFilter(), how, "tester", default)).Should().BeEquivalentTo(new { Rows = 2, Loaded = 0, Quarantined = 2 }, o => o.ExcludingMissingMembers());
            (await SaidAsync()).Should().Equal(before);
        }

        async Task<List<string>> SaidAsync() => [.. (await Store.ListAsync(new QuarantineFilter(), default)).Select(r => $"{r.Code} {r.MessageZh} {r.MessageEn} {r.Raw}")];
    }

    [Fact]
    public async Task A_field_first_met_after_the_columns_were_known_is_kept_and_its_row_is_never_read_without_it()
    {
        string Row(int i, string more) => $"{{\"单据编号\":\"R{i}\",\"单位代码\":\"11330100MB1234567E\",\"单位名称\":\"甲局\",\"行政区划代码\":\"330102\",\"接待日期\":\"2025-03-01\",\"来宾人数\":3,\"餐费\":1,\"报销金额\":2{more}}}\n";
        string Text(string first) => string.Concat(Enumerable.Range(0, 1_020).Select(i => Row(i, i == 0 ? first : i < 1_015 ? "" : ",\"lodging_amount\":77")));
        (await IngestAsync(Write("a.jsonl", Text("")))).Totals.Should().BeEquivalentTo(new { Loaded = 1_015, Quarantined = 5 }, o => o.ExcludingMissingMembers());

        var mapping = new NamedMapping("m", Mapping.Parse("{\"stream\":\"reception\",\"columns\":{\"reception_id\":{\"from\":\"单据编号\"},\"org_code\":{\"from\":\"单位代码\"},\"org_name\":{\"from\":\"单位名称\"},\"region_code\":{\"from\":\"行政区划代码\"},\"reception_date\":{\"from\":\"接待日期\"},\"guest_count\":{\"from\":\"来宾人数\"},\"meal_amount\":{\"from\":\"餐费\"},\"total_amount\":{\"from\":\"报销金额\"}}}"u8.ToArray(), "m.json"));
        foreach (var how in new[] { null, mapping })
        {
            (await Service.RetryAsync(new QuarantineFilter(), how, "tester", default)).Should().BeEquivalentTo(new { Rows = 5, Loaded = 0, Quarantined = 5 }, o => o.ExcludingMissingMembers());
            foreach (var row in await Store.ListAsync(new QuarantineFilter(), default))
            {
                row.Code.Should().Be("unknown_field");
                row.MessageZh.Should().Contain("“lodging_amount”").And.Contain("第一条记录").And.NotContain("列，表头");
                row.MessageEn.Should().Contain("'lodging_amount'");
                row.Raw.Should().Contain("330102").And.Contain("lodging_amount").And.Contain("77");
            }
        }

        var export = new MemoryStream();
        await Service.ExportAsync(new QuarantineFilter(), export, default);
        Encoding.UTF8.GetString(export.ToArray()).Should().Contain("lodging_amount").And.Contain("77");

        // What the message asks for.
        (await IngestAsync(Write("b.jsonl", Text(",\"lodging_amount\":null")))).Totals.Should().BeEquivalentTo(new { Loaded = 5, Unchanged = 1_015, Quarantined = 0 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<long>("select count(*) from record.reception where lodging_amount = 77")).Should().Be(5);
        (await Store.ListAsync(new QuarantineFilter(), default)).Should().BeEmpty("the rows have come in with the field");
    }

    [Fact]
    public async Task A_record_that_repeats_a_name_is_refused_for_that_though_it_is_the_first()
    {
        var report = await IngestAsync(Write("a.jsonl", "{\"org_code\":\"11330100MB1234567E\",\"org_name\":\"甲局\",\"org_name\":\"乙局\",\"region_code\":\"330102\"}\n"));
        report.Totals.Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        var row = (await Store.ListAsync(new QuarantineFilter(), default)).Single();
        (row.Code, row.MessageZh).Should().Be(("repeated_name", "此对象中“org_name”出现不止一次，无法确定取哪一个；请只保留一个"));
        row.Raw.Should().Contain("甲局").And.Contain("乙局", "which is right, only both of them tell");
    }

    [Fact]
    public async Task A_cell_far_beside_its_row_is_kept_and_never_shown_as_a_count()
    {
        const string id = "11010519491231002X";
        var header = "<row r=\"1\">" + string.Concat(new[] { "使用流水号", "申报编号", "使用日期", "金额" }.Select((h, i) => FundWatch.Testing.XlsxFile.Text(i, 1, h))) + "</row>";
        string Row(int r, string key, string more) => $"<row r=\"{r}\">{string.Concat(new[] { key, "A1", "2025-03-01", "1" }.Select((c, i) => FundWatch.Testing.XlsxFile.Text(i, r, c)))}{more}</row>";
        var report = await IngestAsync(Write("a.xlsx", FundWatch.Testing.XlsxFile.MakeRaw(header + Row(2, "U1", "") + Row(3, id, "<c r=\"XFD3\" t=\"str\"><v>加班</v></c>"))));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((1, 1));
        for (var times = 0; times < 2; times++)
        {
            var row = (await Store.ListAsync(new QuarantineFilter(), default)).Single();
            (row.Code, row.MessageZh).Should().Be(("row_width", "此行有 >2048 列，表头有 4 列；请检查分隔符、引号或被截断的行"));
            row.MessageEn.Should().StartWith("this row has >2048 cells where the header has 4;");
            row.Raw.Should().Contain("XFD3: 加班");
            (await Service.RetryAsync(new QuarantineFilter(), null, "tester", default)).Should().BeEquivalentTo(new { Rows = 1, Loaded = 0, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        }
    }

    [Fact]
    public async Task Giving_up_is_in_the_trail_with_who_and_why()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i is 4 or 5 ? "x" : "5")));
        await Store.DiscardAsync(new QuarantineFilter(), "tester", "试录", default);
        (await ScalarAsync<string>("select event || ' ' || actor || ' ' || note || ' ' || (payload::jsonb ->> 'rows') from review.trail")).Should().Be("quarantine_discard tester 试录 2");
        await Store.Invoking(s => s.DiscardAsync(new QuarantineFilter(), " ", "x", default)).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task A_correction_that_was_killed_holds_nothing_back()
    {
        await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? "x" : "5")));
        await ExecuteAsync("""
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, corrects, status)
            values (1, 'canteen_payment', '', '', 'x', '', 0, 'correction', 1, 'loading')
            """);
        await Service.RetryAsync(new QuarantineFilter(), null, "tester", default);
        (await ScalarAsync<long>("select count(*) from ingest.batch where status = 'loading'")).Should().Be(0);
    }
}
