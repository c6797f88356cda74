using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class KeptMappingTests : IngestTest
{
    private const string Body = """
        {"stream": "fund_use", "skip_below_header": 1, "skip_rows": [{"column": "No", "values": ["合计*", ""]}], "columns": {
          "use_id": {"template": "{Year}-{No}"}, "application_id": {"constant": "A1"}, "used_on": {"from": "Day", "formats": ["d/M/yyyy"]},
          "amount": {"from": "Sum", "unit": "千元"}, "payee_name": {"from": ["First", "Last"], "separator": " "}}}
        """;

    private const string Rows = "Year,No,Day,Sum,First,Last\n年,号,日,千元,名,姓\n2025,1,2/3/2025,1.5,Ann,Lee\n2025,2,3/3/2025,2,,\n2025,合计（2 笔）,,3.5,,\n2025,,,,,\n";

    private MappingStore Store => new(Database.Store, TimeProvider.System);

    [Fact]
    public async Task A_saved_mapping_is_used_by_its_name_and_each_version_stays()
    {
        var first = await Save(Body);
        (await Save(Body)).Version.Should().Be(first.Version, "the same text is no new version");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", Rows)], Mapping: "payments", Source: "bank"));

        report.Totals.Should().BeEquivalentTo(new { Rows = 2, Loaded = 2, Skipped = 2 }, o => o.ExcludingMissingMembers());
        report.Files[0].Mapping.Should().Be("payments");
        (await ScalarAsync<string>("select string_agg(concat_ws('|', use_id, used_on, amount, payee_name), ';' order by use_id) from record.fund_use"))
            .Should().Be("2025-1|2025-03-02|1500.00|Ann Lee;2025-2|2025-03-03|2000.00");

        var second = await Save(Body.Replace("千元", "元"));
        second.Version.Should().Be(2);
        (await Store.FindAsync("payments", 1, default))!.Body.Should().Be(Body);
        (await Store.ListAsync(default)).Single(m => m.Name == "payments").Should().BeEquivalentTo(new { Version = 2, Stream = "fund_use", SavedBy = "wang" }, o => o.ExcludingMissingMembers());
    }

    [Theory]
    [InlineData("|@|", "|@|")]
    [InlineData("，", "，")]
    [InlineData(" ", "   ")]
    [InlineData("||", "||")]
    public async Task A_mapping_names_its_delimiter_and_the_source_remembers_it(string delimiter, string written)
    {
        static string Rows(string between, int first) => string.Join(between, "单号", "何时", "多少", "谁") + "\n" + string.Concat(Enumerable.Range(first, 5).Select(i => string.Join(between, $"N{i}", "2025-03-02", $"{i}.50", "张三") + "\n"));
        var body = $$$$"""{"stream": "fund_use", "delimiter": "{{{{delimiter}}}}", "columns": {"use_id": {"from": "单号"}, "application_id": {"constant": "A1"}, "used_on": {"from": "何时"}, "amount": {"from": "多少"}, "payee_name": {"from": "谁"}}}""";
        await Save(body);
        var first = (await IngestAsync(new IngestRequest([Write("a.txt", Rows(written, 1))], Mapping: "payments", Source: "bank"))).Files[0];
        (first.Loaded, first.Quarantined).Should().Be((5, 0));
        (await ScalarAsync<decimal>("select sum(amount) from record.fund_use where payee_name = '张三'")).Should().Be(17.5m);
        var next = (await IngestAsync(new IngestRequest([Write("b.txt", Rows(written, 10))], Source: "bank"))).Files[0];
        next.Should().BeEquivalentTo(new { Loaded = 5, Mapping = "payments", MappingRemembered = true }, o => o.ExcludingMissingMembers());

        var other = (await IngestAsync(new IngestRequest([Write("c.csv", Rows(";", 20))], Mapping: "payments", Source: "bank"))).Files[0];
        other.Error!.Code.Should().Be("missing_delimiter");
        other.Error.Zh.Should().Contain($"“{delimiter}”");
    }

    [Fact]
    public async Task A_draft_names_a_rare_delimiter_and_loads_as_it_is()
    {
        var path = Write("bank.txt", "申报编号|@|使用流水号|@|使用日期|@|金额\nA1|@|U1|@|2025-03-02|@|12.50\nA1|@|U2|@|2025-03-03|@|1,200.00\n");
        var draft = MappingDraft.Of(path, "fund_use").ToText(chinese: true);
        draft.Should().Contain("\"delimiter\": \"|@|\"");
        var report = await IngestAsync(new IngestRequest([path], Mapping: Write("draft.json", draft)));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((2, 0));
    }

    [Fact]
    public async Task A_mapping_of_a_header_of_two_lines_loads_and_its_source_remembers_it()
    {
        static string Rows(int first) => "单号,文号,哪天,资金（万元）,\n,,,已用,余额\n" + string.Concat(Enumerable.Range(first, 2).Select(i => $"U{i},A1,2025-03-0{i},0.5,1\n"));
        var path = Write("a.csv", Rows(1));
        await Save("""{"stream": "fund_use", "columns": {"use_id": {"from": "单号"}, "application_id": {"from": "文号"}, "used_on": {"from": "哪天"}, "amount": {"from": "资金已用"}}}""");
        MappingDraft.Of(path, "fund_use").ToText(chinese: true).Should().Contain("资金已用（万元）").And.Contain("\"header_row\": 2");

        var first = (await IngestAsync(new IngestRequest([path], Mapping: "payments", Source: "bank"))).Files[0];
        (first.Loaded, first.Quarantined).Should().Be((2, 0));
        (await ScalarAsync<string>("select string_agg(use_id || ' ' || amount, ', ' order by use_id) from record.fund_use")).Should().Be("U1 5000.00, U2 5000.00");

        var next = (await IngestAsync(new IngestRequest([Write("b.csv", Rows(3))], Source: "bank"))).Files[0];
        next.Should().BeEquivalentTo(new { Loaded = 2, Mapping = "payments", MappingRemembered = true }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task The_draft_that_a_report_asks_for_can_be_had_of_a_file_within_an_archive()
    {
        var archive = Path.Combine(Path.GetDirectoryName(Write("x.txt", ""))!, "a.zip");
        using (var zip = System.IO.Compression.ZipFile.Open(archive, System.IO.Compression.ZipArchiveMode.Create))
        {
            using var entry = new StreamWriter(zip.CreateEntry("in/unknown.csv").Open());
            entry.Write("单号,何时,多少\nN1,2025-03-02,1.50\n");
        }

        var asked = (await IngestAsync(new IngestRequest([archive]))).Files[0].Error!.En.Split('"')[1];
        asked.Should().Be($"{archive}/in/unknown.csv");
        MappingDraft Draft(string path) => MappingDraft.Of(path, "fund_use", null, () => new WorkFolder(Database.Store.Directory.Work));
        Draft(asked).ToText(chinese: true).Should().Contain("\"unknown\"").And.Contain("何时");
        Directory.GetFiles(Database.Store.Directory.Work).Should().BeEmpty("what was unpacked is gone");

        var absent = () => Draft($"{archive}/in/other.csv");
        absent.Should().Throw<FileRefused>().Which.En.Should().Contain("holds no in/other.csv").And.Contain("in/unknown.csv");
        var within = () => Draft(Write("plain.csv", "a,b\n1,2\n") + "/in.csv");
        within.Should().Throw<FileRefused>().Which.En.Should().Contain("neither a folder nor an archive");
    }

    [Fact]
    public async Task Joined_cells_leave_no_separator_where_a_part_is_empty_and_a_key_that_lacks_one_is_refused_with_its_header()
    {
        var mapping = Write("m.json", """
            {"stream": "fund_use", "columns": {"use_id": {"from": ["年", "号"]}, "application_id": {"constant": "A1"}, "used_on": {"constant": "2025-03-02"}, "amount": {"from": "金额"},
             "purpose": {"from": ["甲", "乙", "丙"], "separator": "、"}}}
            """);
        var report = await IngestAsync(new IngestRequest([Write("a.csv", "年,号,金额,甲,乙,丙\nA,2,1,米,,油\n,0114,2,,面,无\nA,1,3,,,\n-,3,3,,,\n,,3,,,\n")], Mapping: mapping));
        SumIsRight(report);
        (await ScalarAsync<string>("select string_agg(use_id || '=' || coalesce(purpose, '-'), ' ' order by amount) from record.fund_use")).Should().Be("A|2=米、油 A|1=-");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code || ' ' || message_zh || ' ' || message_en, '\n' order by line_no) from ingest.rejected_row")).Should().Be(
            "3 missing_value “年（“使用流水号”由其拼成）”为必填项，此行为空；请补填 '年 (part of use_id)' is required and empty in this row; fill it in\n"
            + "5 missing_value “年（“使用流水号”由其拼成）”为必填项，此行写的是“-”，按空值处理；请补填 '年 (part of use_id)' is required; this row holds '-', which counts as empty; fill it in\n"
            + "6 missing_value “年 + 号（使用流水号）”为必填项，此行为空；请补填 '年 + 号 (use_id)' is required and empty in this row; fill it in");
    }

    [Fact]
    public async Task A_key_of_a_template_needs_all_its_cells_and_another_required_value_those_that_there_are()
    {
        await Save(Body.Replace("{\"constant\": \"A1\"}", "{\"from\": [\"First\", \"Last\"]}").Replace("{Year}-{No}\"", "{Year}-{No}\", \"empty\": [\"none\"]"));
        await IngestAsync(new IngestRequest([Write("a.csv", "Year,No,Day,Sum,First,Last\nx,x,x,x,x,x\n2025,1,2/3/2025,1.5,Ann,Lee\n,2,2/3/2025,1.5,Ann,Lee\n2025,3,2/3/2025,1.5,Ann,\n2025,none,2/3/2025,1.5,Ann,\n")], Mapping: "payments"));
        (await ScalarAsync<string>("select string_agg(use_id || '=' || application_id, ' ' order by use_id) from record.fund_use")).Should().Be("2025-1=Ann|Lee 2025-3=Ann");
        (await ScalarAsync<string>("select string_agg(code || ' ' || message_en, '\n' order by line_no) from ingest.rejected_row")).Should().Be(
            "missing_value 'Year (part of use_id)' is required and empty in this row; fill it in\n"
            + "missing_value 'No (part of use_id)' is required; this row holds 'none', which counts as empty; fill it in");
    }

    [Fact]
    public async Task A_required_time_that_is_put_together_is_a_day_where_no_hour_is_given()
    {
        var mapping = Write("m.json", """
            {"stream": "canteen_payment", "columns": {"payment_id": {"from": "号"}, "canteen_code": {"constant": "C1"}, "paid_at": {"template": "{日期} {时间}"}, "amount": {"from": "金额"}}}
            """);
        SumIsRight(await IngestAsync(new IngestRequest([Write("a.csv", "号,日期,时间,金额\nP1,2025-03-02,12:30,5\nP2,2025-03-02,,5\nP3,,,5\n")], Mapping: mapping)));
        (await ScalarAsync<string>("select string_agg(payment_id || ' ' || to_char(paid_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI'), ', ' order by payment_id) from record.canteen_payment")).Should().Be("P1 03-02 12:30, P2 03-02 00:00");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code, ' ') from ingest.rejected_row")).Should().Be("4 missing_value");
    }

    [Fact]
    public async Task Cells_of_a_key_that_may_be_empty_keep_their_place_and_the_others_are_needed()
    {
        var mapping = Write("m.json", """
            {"stream": "fund_use", "columns": {"use_id": {"from": ["谁", "日", "何物"], "may_be_empty": ["谁", "何物"]}, "application_id": {"constant": "A1"}, "used_on": {"constant": "2025-03-02"}, "amount": {"from": "金额"}}}
            """);
        var report = await IngestAsync(new IngestRequest([Write("a.csv", "谁,日,何物,金额\n甲,3,,1\n,3,甲,x\n甲,,书,3\n,,,4\n")], Mapping: mapping));
        SumIsRight(report);
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code || ' ' || message_en, '\n' order by line_no) from ingest.rejected_row")).Should().Contain("4 missing_value '日 (part of use_id)'").And.Contain("5 missing_value '谁 + 日 + 何物 (use_id)'");
        await IngestAsync(new IngestRequest([Write("b.csv", "谁,日,何物,金额\n,3,甲,2\n")], Mapping: mapping));
        (await ScalarAsync<string>("select string_agg(use_id, ' ' order by amount) from record.fund_use")).Should().Be("甲|3| |3|甲");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || status, ', ' order by line_no) from ingest.rejected_row")).Should().Be("3 settled, 4 open, 5 open", "the layout that is kept with a batch knows which cells may be empty");
    }

    [Fact]
    public async Task A_reference_that_is_put_together_as_its_key_is_meets_it_also_where_a_place_is_empty()
    {
        const string id = """{"template": "{年}/{号}/{标段}", "may_be_empty": ["标段"]}""";
        var projects = Write("p.json", $$$$"""{"stream": "project", "columns": {"project_id": {{{{id}}}}, "project_name": {"from": "名"}, "owner_code": {"constant": "91431402MA0000015C"}, "owner_name": {"constant": "局"}, "region_code": {"constant": "330102"}, "project_kind": {"constant": "工程"}, "tender_method": {"constant": "公开招标"}}}""");
        var bids = Write("b.json", $$$$"""{"stream": "bid", "columns": {"bid_id": {"from": "标"}, "project_id": {{{{id}}}}, "bidder_code": {"constant": "91431402MA0000015C"}, "bidder_name": {"constant": "甲"}, "bid_amount": {"from": "价"}}}""");
        SumIsRight(await IngestAsync(new IngestRequest([Write("p.csv", "年,号,标段,名\n2025,1,,渠\n2025,2,A,路\n")], Mapping: projects)));
        var report = await IngestAsync(new IngestRequest([Write("b.csv", "标,年,号,标段,价\nB1,2025,1,-,5\nB2,2025,2,A,6\nB3,2025,,A,7\n")], Mapping: bids));

        SumIsRight(report);
        (await ScalarAsync<string>("select string_agg(bid_id || '=' || p.project_name, ' ' order by bid_id) from record.bid join record.project p using (project_id)")).Should().Be("B1=渠 B2=路");
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || code || ' ' || message_en, '\n') from ingest.rejected_row")).Should().StartWith("4 missing_value").And.Contain("号 (part of project_id)", "2025//A would be another project");
    }

    [Fact]
    public async Task A_mark_for_nothing_is_nothing_in_a_key_too()
    {
        var joined = Write("joined.json", """
            {"stream": "fund_use", "columns": {"use_id": {"from": ["谁", "日", "何物"], "may_be_empty": ["何物"]}, "application_id": {"constant": "A1"}, "used_on": {"constant": "2025-03-02"}, "amount": {"from": "金额"}}}
            """);
        await IngestAsync(new IngestRequest([Write("a.csv", "谁,日,何物,金额\n甲,3,-,1\n")], Mapping: joined));
        var again = await IngestAsync(new IngestRequest([Write("b.csv", "谁,日,何物,金额\n甲,3,,1\n甲,4,无,1\n")], Mapping: joined));
        (again.Totals.Unchanged, again.Totals.Loaded).Should().Be((1L, 1L), "it is one record however its file writes that there is nothing");

        var template = Write("template.json", """
            {"stream": "fund_use", "columns": {"use_id": {"template": "G-{号}"}, "application_id": {"constant": "A1"}, "used_on": {"constant": "2025-03-02"}, "amount": {"from": "金额"}}}
            """);
        (await IngestAsync(new IngestRequest([Write("c.csv", "号,金额\nN/A,1\n无,2\n7,3\n")], Mapping: template))).Totals.Quarantined.Should().Be(2);
        (await ScalarAsync<string>("select string_agg(use_id, ' ' order by use_id collate \"C\") from record.fund_use")).Should().Be("G-7 甲|3| 甲|4|");
    }

    [Theory]
    [InlineData("use_id", "[\"First\"]")]
    [InlineData("use_id", "[\"Year\", \"No\"]")]
    [InlineData("amount", "[\"Sum\"]")]
    public async Task What_may_be_empty_is_some_cell_of_a_key(string column, string headers)
    {
        var body = column == "use_id" ? Body.Replace("{Year}-{No}\"", $"{{Year}}-{{No}}\", \"may_be_empty\": {headers}") : Body.Replace("\"unit\": \"千元\"", $"\"unit\": \"千元\", \"may_be_empty\": {headers}");
        (await FluentActions.Awaiting(() => Save(body)).Should().ThrowAsync<FileRefused>()).Which.En.Should().Contain("may_be_empty").And.Contain($"'{column}'");
    }

    [Fact]
    public async Task A_source_remembers_the_mapping_of_its_headers_and_no_other_source_does()
    {
        await Save(Body);
        await IngestAsync(new IngestRequest([Write("a.csv", Rows)], Mapping: "payments", Source: "bank"));
        var next = Write("b.csv", Rows.Replace("2025,1", "2025,7").Replace("Year", " year "));

        var remembered = (await IngestAsync(new IngestRequest([next], Source: "bank"))).Files[0];
        remembered.Should().BeEquivalentTo(new { Status = FileReport.Done, Rows = 2, Mapping = "payments", MappingRemembered = true }, o => o.ExcludingMissingMembers());
        (await IngestAsync(new IngestRequest([next], Source: "other"))).Files[0].Error!.Code.Should().Be("unknown_layout");
        (await IngestAsync(new IngestRequest([Write("c.csv", "Year,Other\n1,2\n")], Source: "bank"))).Files[0].Error!.Code.Should().Be("unknown_layout");

        (await Store.RemoveAsync("payments", "wang", default)).Should().BeTrue();
        (await IngestAsync(new IngestRequest([Write("d.csv", Rows.Replace("2025,1", "2025,8"))], Source: "bank"))).Files[0].Error!.Code.Should().Be("unknown_layout");
    }

    [Fact]
    public async Task A_name_saved_here_hides_the_programs_until_it_is_removed()
    {
        await Store.SaveAsync("gla-payments", Encoding.UTF8.GetBytes(Body), "x", "wang", default);
        (await Store.FindAsync("gla-payments", null, default))!.SavedBy.Should().Be("wang");
        await Store.RemoveAsync("gla-payments", "wang", default);
        (await Store.FindAsync("gla-payments", null, default))!.IsBuiltIn.Should().BeTrue();
        (await Store.RemoveAsync("gla-payments", "wang", default)).Should().BeFalse();
        (await Store.SaveAsync("gla-payments", Encoding.UTF8.GetBytes(Body), "x", "wang", default)).Version.Should().Be(2, "what was removed stays and is not counted again");
    }

    [Fact]
    public async Task A_name_in_use_is_taken_over_only_by_whoever_has_seen_what_it_stands_for()
    {
        Task<SavedMapping> Ask(string name, string body, int replaces) => Store.SaveAsync(name, Encoding.UTF8.GetBytes(body), "x", "li", default, takeOver: false, replaces);
        async Task<FileRefused> Refused(string name, string body, int replaces) => (await FluentActions.Awaiting(() => Ask(name, body, replaces)).Should().ThrowAsync<FileRefused>()).Which;
        (await Refused("gla-payments", Body, 0)).Code.Should().Be("name_of_program");
        await Save(Body);
        var other = Body.Replace("千元", "元");
        var taken = await Refused("payments", other, 0);
        (taken.Code, taken.En).Should().Match<(string Code, string En)>(t => t.Code == "name_taken" && t.En.Contains("version 1, saved by wang"));
        (await Ask("payments", Body, 0)).SavedBy.Should().Be("wang", "the same text replaces nothing");
        (await Ask("payments", other, 1)).Should().BeEquivalentTo(new { Version = 2, SavedBy = "li" }, o => o.ExcludingMissingMembers());
        (await Refused("payments", Body, 1)).Code.Should().Be("name_taken", "somebody has saved another version since");
        (await Refused("payments", """{"stream": "holiday", "columns": {"day": {"from": "日"}, "kind": {"from": "类"}}}""", 2)).Code.Should().Be("name_of_other_stream");
        (await Store.ListAsync(default)).Single(m => m.Name == "payments").Stream.Should().Be("fund_use");
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a.json")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_name_is_a_word(string name) =>
        (await FluentActions.Awaiting(() => Store.SaveAsync(name, Encoding.UTF8.GetBytes(Body), "x", "wang", default)).Should().ThrowAsync<FileRefused>()).Which.Code.Should().Be("bad_name");

    [Fact]
    public async Task A_wrong_mapping_is_not_kept_and_an_unknown_name_is_refused_with_those_there_are()
    {
        await FluentActions.Awaiting(() => Save(Body.Replace("fund_use", "x"))).Should().ThrowAsync<FileRefused>();
        (await ScalarAsync<long>("select count(*) from ingest.mapping")).Should().Be(0);
        var load = () => IngestAsync(new IngestRequest([Write("a.csv", Rows)], Mapping: "nothing"));
        (await load.Should().ThrowAsync<FileRefused>()).Which.En.Should().Contain("gla-payments");
    }

    [Theory]
    [InlineData("\"constant\": \"\"")]
    [InlineData(null)]
    public async Task A_mapping_without_a_source_for_a_required_column_is_neither_kept_nor_used_and_is_named(string? source)
    {
        var body = source is null ? Body.Replace("\"application_id\": {\"constant\": \"A1\"},", "") : Body.Replace("\"constant\": \"A1\"", source);
        (await FluentActions.Awaiting(() => Save(body)).Should().ThrowAsync<FileRefused>()).Which.Zh.Should().Contain("fund_use 的必填列没有来源：申报编号 application_id");
        (await ScalarAsync<long>("select count(*) from ingest.mapping")).Should().Be(0);

        var path = Write("draft.json", body);
        var refused = (await FluentActions.Awaiting(() => IngestAsync(new IngestRequest([Write("a.csv", Rows)], Mapping: path))).Should().ThrowAsync<FileRefused>()).Which;
        refused.Code.Should().Be("bad_mapping");
        refused.En.Should().StartWith($"The mapping {path} is wrong in line {(source is null ? 1 : 2)} (columns").And.Contain("have no source: application_id;");
    }

    [Fact]
    public async Task A_mapping_kept_before_that_was_looked_at_is_refused_by_its_name()
    {
        await Save(Body);
        await ExecuteAsync("update ingest.mapping set body = replace(body, '\"A1\"', '\"\"')");
        var refused = (await FluentActions.Awaiting(() => IngestAsync(new IngestRequest([Write("a.csv", Rows)], Mapping: "payments"))).Should().ThrowAsync<FileRefused>()).Which;
        refused.Zh.Should().StartWith("映射 payments 第 2 行（columns.application_id）有误");
    }

    [Fact]
    public async Task Rows_read_again_as_their_file_was_say_that_their_mapping_has_a_newer_version()
    {
        await Save(Body);
        await IngestAsync(new IngestRequest([Write("a.csv", Rows.Replace("3/3/2025", "2025-03-03"))], Mapping: "payments", Source: "bank"));
        (await ScalarAsync<string>("select code || ' ' || message_zh || ' ' || message_en from ingest.rejected_row")).Should().Be(
            "bad_date “Day（使用日期）”应为日期，按映射写明的格式 d/M/yyyy（1900 至 2100 年间），实为“2025-03-03”；请按该格式填写，或在映射的 formats 中加上此格式 "
            + "'Day (used_on)' should be a date in the mapping's format d/M/yyyy (1900 to 2100); found '2025-03-03': write it so, or add its format to the mapping's 'formats'");
        var service = new QuarantineService(Database.Store, TimeProvider.System);
        (await service.RetryAsync(new QuarantineFilter(Code: "bad_date"), null, "wang", default)).NewerMappings.Should().BeNull("there is one version");

        await Save(Body.Replace("\"d/M/yyyy\"", "\"d/M/yyyy\", \"yyyy-MM-dd\""));
        var again = await service.RetryAsync(new QuarantineFilter(Code: "bad_date"), null, "wang", default);
        (again.Rows, again.Quarantined).Should().Be((1, 1));
        again.NewerMappings.Should().Equal(new NewerMapping(1, "payments", 1, 2));
        again.NewerMappings![0].Words.Zh.Should().Contain("第 1 版").And.Contain("第 2 版").And.Contain("--mapping payments");

        var mended = await service.RetryAsync(new QuarantineFilter(Code: "bad_date"), await Store.ResolveAsync("payments", default), "wang", default);
        (mended.Loaded, mended.NewerMappings).Should().Be((1, null));
    }

    private Task<SavedMapping> Save(string json) => Store.SaveAsync("payments", Encoding.UTF8.GetBytes(json), "payments.json", "wang", default);
}
