using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Ingest;

/// <summary>Drafts for layouts as offices export them: the stream, and which header each column gets.</summary>
public sealed class MappingDraftTests
{
    private const string Asked = """
        流水|发票编号|核销单位|信用代码|地区|招待时间|宾客|人次|伙食(万元)|合计花费(万元)|怎么付的|级次
        L001|F00123|桐庐县教育局|11330122002512345A|330122|2024-03-05|杭州市教育局|6|0.06|0.08|公务卡|县级
        L002|F00124|桐庐县教育局|11330122002512345A|330122|2024-03-06|建德市教育局|4|0.04|0.05|转账|县级
        L003|F00124|桐庐县水利局|11330122002512346B|330122|2024-03-07|杭州市水利局|6|0.07|0.09|公务卡|县级
        """;

    private const string Reception = """
        序号,报销单号,承办单位,单位信用代码,所属区域,用餐日期,来客单位,来客人数,陪同人数,用餐费用,酒水费,费用总计(元),付款方式,餐厅,报销人
        1,BX2401,某县民政局,11330122002512345A,330122,2024/3/5,某市民政局,6,2,480,0,480,公务卡,机关食堂,王某
        2,BX2402,某县民政局,11330122002512345A,330122,2024/3/6,某市民政局,4,2,320,0,320,公务卡,机关食堂,李某
        3,BX2403,某县司法局,11330122002512346B,330122,2024/3/6,省司法厅,3,1,240,0,240,转账,机关食堂,王某
        """;

    private const string Payments = """
        支付凭证号;申请编号;付款时间;支付金额(万元);经济分类;收款人;收款账户;摘要
        Z0001;SB2401;2024-05-06;12.5;设备购置;某农机有限公司;6222000011112222;购农机
        Z0002;SB2401;2024-05-08;3.2;设备购置;某农机有限公司;6222000011112222;配件
        Z0003;SB2402;2024-05-09;7;材料;某种业有限公司;6222000011113333;种子
        """;

    private const string Projects = """
        工程编号,工程名称,业主单位,业主信用代码,行政区划,招标方式,最高限价(万元),定标日期,中标人,中标价(万元),合同价款(万元),开工时间,竣工时间
        GC001,某镇道路改造,某县交通运输局,11330122002512345A,330122,公开招标,500,2023-04-01,某路桥有限公司,480.5,480.5,2023-05-01,2023-12-01
        GC002,某村水渠,某县水利局,11330122002512346B,330122,邀请招标,120,2023-04-08,某水利有限公司,118,118,2023-05-11,2023-10-01
        GC003,某校操场,某县教育局,11330122002512347C,330122,公开招标,200,2023-06-01,某建设有限公司,190,190,2023-07-01,2023-09-01
        """;

    [Theory]
    [InlineData(Asked, "reception", "reception_id=流水 invoice_no=发票编号 org_name=核销单位 org_code=信用代码 region_code=地区 reception_date=招待时间 guest_org_name=宾客 guest_count=人次 meal_amount=伙食(万元)*万元 total_amount=合计花费(万元)*万元 payment_method=怎么付的 org_level=级次")]
    [InlineData(Reception, "reception", "reception_id=报销单号 org_name=承办单位 org_code=单位信用代码 region_code=所属区域 reception_date=用餐日期 guest_org_name=来客单位 guest_count=来客人数 accompany_count=陪同人数 meal_amount=用餐费用 alcohol_amount=酒水费 total_amount=费用总计(元) payment_method=付款方式 venue_name=餐厅 handler=报销人")]
    [InlineData(Payments, "fund_use", "use_id=支付凭证号 application_id=申请编号 used_on=付款时间 amount=支付金额(万元)*万元 category=经济分类 payee_name=收款人 payee_account=收款账户 purpose=摘要")]
    [InlineData(Projects, "project", "project_id=工程编号 project_name=工程名称 owner_name=业主单位 owner_code=业主信用代码 region_code=行政区划 tender_method=招标方式 control_price=最高限价(万元)*万元 awarded_on=定标日期 supplier_name=中标人 award_amount=中标价(万元)*万元 contract_amount=合同价款(万元)*万元 started_on=开工时间 completed_on=竣工时间")]
    public void A_header_as_offices_write_it_gets_its_stream_and_columns(string table, string stream, string expected)
    {
        var draft = Draft(table);
        draft.Mapping.Stream.Should().Be(stream);
        Pairs(draft).Should().BeEquivalentTo(expected.Split(' '));
    }

    [Fact]
    public void The_key_is_a_column_whose_values_tell_the_rows_apart()
    {
        Pairs(Draft("编号,单号,日期,金额,申报编号\nA,1,2024-01-02,5,S1\nA,2,2024-01-03,6,S1\nA,3,2024-01-03,7,S2\n", "fund_use")).Should().Contain("use_id=单号");
    }

    [Theory]
    [InlineData("付款额（人民币）", "万元")]
    [InlineData("付款额（￥）", "万元")]
    [InlineData("付款额（RMB）", "万元")]
    [InlineData("付款额", "万元")]
    [InlineData("付款额（元）", null)]
    [InlineData("付款额（专户元）", null)]
    public void An_amount_whose_header_names_its_currency_alone_is_in_the_unit_above_it(string header, string? unit) =>
        Amount("单位：万元\n", header).Should().BeEquivalentTo(new { Unit = unit, IsUnitGuessed = false }, o => o.ExcludingMissingMembers());

    [Theory]
    [InlineData("", "付款额（英镑）", "GBP", null)]
    [InlineData("", "付款额（万美元）", "USD", "万元")]
    [InlineData("单位：美元\n", "付款额", "USD", null)]
    [InlineData("单位：万美元\n", "付款额", "USD", "万元")]
    [InlineData("单位：美元\n", "付款额（元）", null, null)]
    [InlineData("单位：万元\n", "付款额", null, "万元")]
    public void The_currency_that_the_file_names_stands_in_the_draft(string above, string header, string? currency, string? unit)
    {
        var draft = Draft(Used(above, header), "fund_use");
        draft.Mapping.Currency.Should().Be(currency);
        Amount(above, header).Unit.Should().Be(unit);
        draft.ToText(chinese: true).Contains($"\"currency\": \"{currency}\"", StringComparison.Ordinal).Should().Be(currency is not null);
        Mapping.Parse(System.Text.Encoding.UTF8.GetBytes(draft.ToText(chinese: false)), "x").Currency.Should().Be(currency);
    }

    [Theory]
    [InlineData("付款额（专户万元）", "万元")]
    [InlineData("付款额（人民币）（专户亿元）", "亿元")]
    [InlineData("付款额（约百万元）", null)]
    [InlineData("付款额（每户百万元）", null)]
    public void A_unit_that_a_header_may_state_is_proposed_as_a_guess(string header, string? unit)
    {
        var column = Amount("", header);
        (column.Unit, column.IsUnitGuessed).Should().Be((unit, unit is not null));
        var text = Draft(Used("", header), "fund_use");
        text.ToText(chinese: true).Contains($"单位“{unit}”是按列名推测的，请核实", StringComparison.Ordinal).Should().Be(unit is not null);
        text.ToText(chinese: false).Contains("is a guess from the header", StringComparison.Ordinal).Should().Be(unit is not null);
    }

    private const string TwoLines = """
        接待明细表,,,,,,,,,,,,
        报销单号,单位信息,,行政区划,日期,人数,,金额,,,经办人,身份证号,银行卡号
        ,代码,名称,,,来宾,陪餐,餐费,住宿费,报销数,,,

        """;

    private const string People = """
        R1,11330100MB1234567E,甲局,330102,2025-02-03,3,1,100,0,100,王小芳,330102199001011234,6217350073627100001
        R2,11330100MB1234567E,甲局,330102,2025-02-04,3,1,100,0,100,李建国,330102199001011234,6217350073627100001

        """;

    [Fact]
    public void Two_lines_that_name_the_columns_together_are_the_header_and_the_draft_reads_the_file_as_it_is()
    {
        var draft = Draft(TwoLines + People, "reception");
        draft.Mapping.HeaderRow.Should().Be(3);
        draft.Columns.Select(c => c.Header).Concat(draft.Unused.Select(u => u.Header)).Should().Contain(["报销单号", "单位信息代码", "单位信息名称", "行政区划", "日期", "人数来宾", "金额报销数", "身份证号"]);
        draft.Columns.Should().Contain(c => c.Column.Name == "reception_date" && c.Header == "日期");
        NobodyIsIn(draft);

        foreach (var mapping in new[] { draft.Mapping, draft.Mapping with { HeaderRow = null }, draft.Mapping with { HeaderRow = 2 } })
        {
            var layout = Apply(mapping, TwoLines + People);
            (layout.HeaderRow, layout.RowsAbove).Should().Be((3, null));
            layout.Columns.Single(c => c.Column.Name == "org_code").Cells.Should().Equal(1);
        }
    }

    [Theory]
    [InlineData("资金（万元）,,", "已用,余额", "资金已用（万元）", 10_000)]
    [InlineData("资金万元,,", "已用,余额", "资金万元已用", 10_000)]
    [InlineData("资金（万元）,,", "已用（元）,余额", "资金已用", 1)]
    [InlineData("资金,,", "已用,余额", "资金已用", 1)]
    public void A_mapping_may_name_what_two_lines_say_together_and_amounts_are_in_the_unit_of_their_group(string above, string below, string named, long factor)
    {
        var mapping = Mapping.Parse(Encoding.UTF8.GetBytes($$"""{ "stream": "fund_use", "columns": { "use_id": { "from": "单号" }, "application_id": { "from": "文号" }, "used_on": { "from": "日子" }, "amount": { "from": "{{named}}" } } }"""), "x");
        var layout = Apply(mapping, $"单号,文号,日子,{above}\n,,,{below},\nU1,A1,2025-03-01,5,1,\n");
        layout.Columns.Single(c => c.Column.Name == "amount").Should().BeEquivalentTo(new { Cells = new[] { 3 }, Factor = factor }, o => o.ExcludingMissingMembers());
    }

    [Theory]
    [InlineData(People)]
    [InlineData("R1,甲局,2025-02-03,王小芳\nR2,乙局,2025-02-04,李建国\n")]
    [InlineData("R1,甲局,100.50,王小芳\nR2,乙局,80,李建国\n")]
    [InlineData("王小芳,13812345678\n李建国,13912345678\n")]
    [InlineData("接待明细表,,,\nR1,甲局,2025-02-03,王小芳\nR2,乙局,2025-02-04,李建国\n", 2)]
    public void A_table_without_a_header_is_refused_and_nobody_is_shown(string table, int line = 1)
    {
        var refused = FluentActions.Invoking(() => Draft(table)).Should().Throw<FileRefused>().Which;
        refused.Code.Should().Be("no_header");
        refused.Zh.Should().Contain($"从第 {line} 行起").And.Contain("加一行列名").And.NotContain("王小芳").And.NotContain("13812345678");
        refused.En.Should().Contain($"from line {line} on").And.Contain("Add a row of column names").And.NotContain("王小芳");
    }

    [Theory]
    [InlineData("编号,单位,,日期,,经办,,,,,\n", "编号")] // fewer names than the records have cells
    [InlineData("编号,2023,2024,经办人,身份证,卡号,电话,地址,甲,乙,丙,丁,戊\n", "2023")]
    [InlineData("编号,1,2,3,身份证,卡号,电话,地址,甲,乙,丙,丁,戊\n", "3")]
    [InlineData("2025-03-01,,,,,,,,,,,,\n编号,单位,甲,日期,身份证,卡号,电话,地址,子,乙,丙,丁,戊\n", "编号")]
    public void A_row_of_names_is_the_header_whatever_stands_around_it(string header, string name)
    {
        var records = header.StartsWith("编号,单位,,", StringComparison.Ordinal) ? People.Replace(",3,1,100,0,100,", ",", StringComparison.Ordinal) : People;
        var draft = Draft(header + records);
        draft.Columns.Select(c => c.Header).Concat(draft.Unused.Select(u => u.Header)).Should().Contain(name);
        NobodyIsIn(draft);
    }

    [Fact]
    public void A_number_of_a_person_that_stands_among_names_is_masked()
    {
        var draft = Draft("{\"编号\": \"1\", \"330102199001011234\": \"x\", \"日期\": \"2025-02-03\"}\n{\"编号\": \"2\", \"330102199001011234\": \"y\", \"日期\": \"2025-02-04\"}\n");
        draft.ToText(chinese: true).Should().Contain("****1234").And.NotContain("330102199001011234");
    }

    [Fact]
    public void Of_a_workbook_with_a_cover_the_first_table_is_drafted()
    {
        string[][] table = [["编号", "代码", "名称", "区划", "日期", "人数", "餐", "总"], ["R1", "11330100MB1234567E", "甲局", "330102", "2025-02-03", "3", "100", "100"], ["R2", "11330100MB1234567E", "甲局", "330102", "2025-02-04", "3", "100", "100"]];
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-draft-{Guid.NewGuid():N}.xlsx");
        File.WriteAllBytes(path, XlsxFile.MakeSheets([("封面", XlsxFile.Rows([["x"]])), ("1月", XlsxFile.Rows(table)), ("2月", XlsxFile.Rows(table))]));
        try
        {
            var draft = MappingDraft.Of(path, "reception");
            draft.Columns.Select(c => c.Header).Should().Contain("日期");
            draft.Mapping.Sheet.Should().BeNull("the next sheet has the same columns");
            MappingDraft.Of(path, "reception", "封面").Columns.Should().OnlyContain(c => c.Header == null, "a sheet that is named is the one");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("制表人：王小芳,,,审核人：李建国,\n")]
    [InlineData("审核：李建国,,,,\n")]
    [InlineData("合计,,,18,\n")]
    public void Who_signs_below_a_table_and_its_totals_are_no_samples_and_make_no_column_less_sure(string foot)
    {
        const string table = "流水,单号,付款日,付款额,用途\nU1,A1,2025-03-01,5,买米\nU2,A1,2025-03-02,6,买面\nU3,A2,2025-03-03,7,买油\n";
        var (plain, signed) = (Draft(table, "fund_use"), Draft(table + foot, "fund_use"));
        signed.Columns.Select(c => (c.Header, c.Confidence, string.Join('|', c.Values))).Should().Equal(plain.Columns.Select(c => (c.Header, c.Confidence, string.Join('|', c.Values))));
        signed.Unused.Select(u => (u.Header, string.Join('|', u.Values))).Should().Equal(plain.Unused.Select(u => (u.Header, string.Join('|', u.Values))));
    }

    [Fact]
    public void Of_a_header_that_is_shown_empty_cells_are_left_out()
    {
        var lacks = FluentActions.Invoking(() => Apply(Draft("使用流水号,申报编号,使用日期,金额\nU1,A1,2025-03-01,5\n", "fund_use").Mapping, ",申报流水,,日期\n1,A1,x,2025-03-01\n")).Should().Throw<FileRefused>().Which;
        lacks.Zh.Should().Contain("表头为：申报流水, 日期。");
        lacks.En.Should().Contain("Its header: 申报流水, 日期.");

        var bytes = Encoding.UTF8.GetBytes(",申报编号,,备注\n1,A1,x,y\n");
        using var reader = new DelimitedReader(new MemoryStream(bytes), Dialect.Detect(bytes));
        var unknown = FluentActions.Invoking(() => HeaderRecognition.Recognise(reader, null, "a.csv")).Should().Throw<FileRefused>().Which;
        unknown.Zh.Should().Contain("最接近的一行：申报编号, 备注）");
        unknown.En.Should().Contain("the nearest: 申报编号, 备注)");
    }

    private static void NobodyIsIn(MappingDraft draft)
    {
        var headers = string.Join(' ', draft.Columns.Select(c => c.Header).Concat(draft.Unused.Select(u => u.Header)));
        foreach (var text in new[] { draft.ToText(chinese: true), draft.Mapping.ToJson(), headers })
        {
            text.Should().NotContainAny("王小芳", "李建国", "330102199001011234", "6217350073627100001");
        }
    }

    [Theory]
    [InlineData("王小芳,13812345678,2025-02-03\n李建国,13912345678,2025-02-04\n", null)]
    [InlineData("某县资金使用表,,\n流水,经办人,日期\nU1,王小芳,2025-02-03\nU2,李建国,2025-02-04\n", "流水, 经办人, 日期")]
    public void A_mapping_that_does_not_fit_shows_the_files_header_and_never_a_record(string table, string? header)
    {
        var mapping = Mapping.Parse(Encoding.UTF8.GetBytes("""{ "stream": "fund_use", "columns": { "use_id": { "from": "单号" }, "application_id": { "from": "文号" }, "used_on": { "from": "日子" }, "amount": { "from": "花了" } } }"""), "x");
        var refused = FluentActions.Invoking(() => Apply(mapping, table)).Should().Throw<FileRefused>().Which;
        refused.Code.Should().Be("missing_column");
        refused.Zh.Should().Contain("单号, 文号, 日子, 花了").And.Contain(header ?? "加一行列名").And.NotContain("王小芳").And.NotContain("某县");
        refused.En.Should().Contain(header ?? "add a row of column names").And.NotContain("王小芳");
    }

    [Theory]
    [InlineData("币种", "美元", "美元（USD）", "USD", "美元 | 美元（USD）")]
    [InlineData("币种", "美元", "USD 美元 张三丰", "USD", "美元 | usd")] // what stands beside it is not shown
    [InlineData("币种", "港币", "港币", "HKD", "港币")]
    [InlineData("币种", "TZS", "TZS", "TZS", "TZS")]
    [InlineData("币种", "美元", "人民币", null, "美元 | 人民币")]
    [InlineData("币种", "美元", "其他", null, "美元 | 其**")]
    [InlineData("币种", "人民币", "人民币", null, "人民币")]
    [InlineData("币种", "张三丰", "张三丰", null, "张**")] // a header is no proof
    [InlineData("附注", "美元", "美元", null, "美**")]
    public void The_currency_that_all_rows_name_stands_in_the_draft_and_is_shown(string header, string one, string another, string? currency, string shown)
    {
        var draft = Draft($"使用流水号,申报编号,使用日期,金额,{header}\nU1,A1,2025-03-01,5,{one}\nU2,A1,2025-03-02,6,{another}\nU3,A1,2025-03-03,6,\n", "fund_use");
        draft.Mapping.Currency.Should().Be(currency);
        string.Join(" | ", draft.Unused.Single(u => u.Header == header).Samples).Should().Be(shown);
    }

    [Fact]
    public void A_header_in_yuan_is_heard_before_a_column_of_currencies() =>
        Draft("使用流水号,申报编号,使用日期,金额（元）,币种\nU1,A1,2025-03-01,5,美元\n", "fund_use").Mapping.Currency.Should().BeNull();

    [Theory]
    [InlineData(3, "某县资金使用表,,,\n单号,文号,日子,花了\nU1,A1,2025-02-03,5\nU2,A1,2025-02-04,6\n", "第 2 行才有映射所用的全部列名", "\"header_row\": 2", "row 2 has all the columns")]
    [InlineData(1, "某县资金使用表,,,\n\n单号,文号,日子,花了\nU1,A1,2025-02-03,5\n", "第 2 行才有映射所用的全部列名", "\"header_row\": 2", "row 2 has all the columns")] // a draft made of a file without a title
    [InlineData(9, "单号,文号,日子,花了\nU1,A1,2025-02-03,5\n", "第 1 行才有映射所用的全部列名", "\"header_row\": 1", "row 1 has all the columns")]
    [InlineData(2, "单号,文号,日子,花费\nU1,A1,2025-02-03,5\n", "第 1 行更像表头，但也没有映射所用的列 花了", "\"header_row\": 1", "row 1 looks more like it, but has no columns 花了")]
    [InlineData(3, "去向,去向,时间,多少\n单号,文号,日子,花了\nU1,A1,2025-02-03,5\n", "第 2 行才有映射所用的全部列名", "\"header_row\": 2", "row 2 has all the columns")]
    public void A_header_row_that_is_none_is_said_with_the_row_that_is_the_header(int said, string table, string zh, string write, string en)
    {
        var mapping = Mapping.Parse(Encoding.UTF8.GetBytes($$"""{ "stream": "fund_use", "header_row": {{said}}, "columns": { "use_id": { "from": "单号" }, "application_id": { "from": "文号" }, "used_on": { "from": "日子" }, "amount": { "from": "花了" } } }"""), "x");
        var refused = FluentActions.Invoking(() => Apply(mapping, table)).Should().Throw<FileRefused>().Which;
        refused.Code.Should().Be("missing_column");
        refused.Zh.Should().StartWith($"文件 a.csv 的第 {said} 行不是表头，而映射的 header_row 写着 {said}；{zh}").And.Contain($"请在映射中改为 {write}，或删去 header_row").And.NotContain("U1");
        refused.En.Should().StartWith($"Row {said} of the file a.csv, which the mapping's header_row names, is not the header; {en}").And.Contain($"write {write}, or leave header_row out");
    }

    [Fact]
    public void Where_a_format_names_its_columns_no_row_is_the_header()
    {
        var mapping = Mapping.Parse("""{ "stream": "fund_use", "header_row": 2, "columns": { "use_id": { "from": "单号" } } }"""u8.ToArray(), "x");
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-named-{Guid.NewGuid():N}.jsonl");
        File.WriteAllText(path, "{\"单号\": \"U1\"}\n{\"单号\": \"U2\"}\n");
        try
        {
            using var rows = SourceFile.Probe(path).OpenRows(null);
            FluentActions.Invoking(() => mapping.Apply(rows, path)).Should().Throw<FileRefused>().Which.Zh.Should().Contain("header_row 写着 2；这种格式自带列名").And.Contain("请在映射中删去 header_row");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Layout Apply(Mapping mapping, string table)
    {
        var bytes = Encoding.UTF8.GetBytes(table);
        using var reader = new DelimitedReader(new MemoryStream(bytes), Dialect.Detect(bytes));
        return mapping.Apply(reader, "a.csv");
    }

    private static DraftColumn Amount(string above, string header) => Draft(Used(above, header), "fund_use").Columns.Single(c => c.Column.Name == "amount");

    private static string Used(string above, string header) => $"{above}使用流水号,申报编号,使用日期,{header}\nU1,A1,2025-03-01,5\nU2,A1,2025-03-02,6\n";

    private static IEnumerable<string> Pairs(MappingDraft draft) => draft.Columns.Where(c => c.Header is not null).Select(c => $"{c.Column.Name}={c.Header}{(c.Unit is null ? "" : "*" + c.Unit)}");

    private static MappingDraft Draft(string table, string? stream = null)
    {
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-draft-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, table);
        try
        {
            return MappingDraft.Of(path, stream);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
