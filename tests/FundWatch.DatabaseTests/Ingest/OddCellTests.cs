using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Cells of one column at a time, in a file that is otherwise right: what is stored, which warning the row carries, or why it is refused.</summary>
public sealed class OddCellTests : IngestTest
{
    private const string Headers = "单据编号,单位代码,单位名称,行政区划代码,接待日期,来宾人数,餐费,*报销金额（万元）,发票号码,经办人,酒水\n";

    private static readonly string[] _right = ["R1", "91152201078377449P", "县财政局", "330102", "2025-03-02", "4", "100", "0.01", "A1", "张三", "0"];

    private static readonly (string Column, string Cell, string Expected)[] _kept =
    [
        ("meal_amount", "人民币叁万贰仟元伍角整", "32000.50"), ("meal_amount", "（1,200.00）", "-1200.00"), ("meal_amount", "=\"12.5\"", "12.50"), ("meal_amount", "'12.5", "12.50"),
        ("alcohol_amount", "暂无", ""), ("alcohol_amount", "－", ""), ("alcohol_amount", "N/A", ""), ("alcohol_amount", "\u200B", ""), ("alcohol_amount", "\u00AD", ""), ("alcohol_amount", "=\"\"", ""), ("alcohol_amount", "'", ""), ("alcohol_amount", "=\"无\"", ""),
        ("reception_date", "2025年3月2日 星期日", "2025-03-02"), ("guest_count", "十二人", "12"), ("invoice_no", "'0012", "0012"), ("invoice_no", "ＡＢ—１２", "AB-12"),
        ("region_code", "330183", "330111 region_mapped:region_code:330183"), ("region_code", "330104", "330104 region_abolished:region_code"),
        ("org_code", "91350211M00013FA1N", "91350211M00013FA1N bad_credit_code:org_code"), ("invoice_no", "25430000000000000000", "25430000000000000000 lost_digits:invoice_no"),
        ("org_name", "县 财\u200B政局", "县 财政局"),
    ];

    private static readonly (string Column, string Cell, string Expected)[] _refused =
    [
        ("alcohol_amount", "#######", "column_too_narrow"), ("meal_amount", "－", "missing_value"), ("meal_amount", "暂无", "missing_value"), ("reception_date", "无", "missing_value"), ("meal_amount", "=\"\"", "missing_value"),
        ("reception_date", "2025-02-30", "bad_date"), ("reception_date", "25-3-2", "two_digit_year"), ("reception_date", "2025年3月", "month_without_day"),
        ("org_code", "9.11522E+17", "damaged_by_excel"), ("org_code", "121200004013590000", "damaged_by_excel"), ("invoice_no", "2.543E+19", "damaged_by_excel"),
        ("handler", "3.30106E+17", "damaged_by_excel"), ("region_code", "3.30102E+11", "damaged_by_excel"), ("meal_amount", "1.23457E+11", "damaged_by_excel"),
    ];

    [Fact]
    public async Task What_can_be_read_is_kept_and_says_what_was_odd()
    {
        foreach (var (column, cell, expected) in _kept)
        {
            (await IngestAsync(File(column, cell))).Totals.Quarantined.Should().Be(0, $"{column} {cell}");
            (await ScalarAsync<string>($"select concat_ws(' ', coalesce({column}::text, ''), array_to_string(warnings, ' ')) from record.reception")).Should().Be(expected, $"{column} {cell}");
            await ScalarAsync<object>("delete from record.reception");
        }
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_with_its_own_code_and_a_word_on_what_to_do()
    {
        foreach (var (column, cell, code) in _refused)
        {
            await IngestAsync(File(column, cell));
            var row = (await new QuarantineStore(Database.Store).ListAsync(new QuarantineFilter(), default)).Should().ContainSingle($"{column} {cell}").Subject;
            (row.Code, row.Column).Should().Be((code, column), cell);
            await ScalarAsync<object>("update ingest.rejected_row set status = 'discarded'");
        }
    }

    [Fact]
    public async Task A_refusal_names_the_column_as_the_file_does_and_ours_in_brackets()
    {
        await IngestAsync(File("total_amount", "约五百"), File("meal_amount", "x"));
        var rows = await new QuarantineStore(Database.Store).ListAsync(new QuarantineFilter(), default);
        rows[0].MessageZh.Should().StartWith("“*报销金额（万元）（报销金额）”应为数字");
        rows[0].MessageEn.Should().StartWith("'*报销金额（万元） (total_amount)' should be");
        rows[1].MessageZh.Should().StartWith("“餐费”应为");
        rows[1].MessageEn.Should().StartWith("'餐费 (meal_amount)'");
    }

    [Fact]
    public async Task A_quantity_is_read_in_the_unit_of_its_row_and_another_that_cannot_become_it_is_refused()
    {
        const string header = "采购单号,学校代码,学校,行政区划代码,品名,数量,计量单位,单价,金额,采购日期\n";
        var rows = new[] { "30公斤,公斤", "15kg,斤", "0.5吨,kg", "12箱,箱", "30公斤,箱", "约30公斤,公斤" }.Select((q, i) => $"M{i},S1,一小,330102,大米,{q},5.20,156,2025-03-02\n");
        var report = await IngestAsync(Write("purchases.csv", header + string.Concat(rows)));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((4, 2));
        (await ScalarAsync<string>("select string_agg(trim_scale(quantity) || coalesce('=' || trim_scale(fw.kilograms(quantity, unit)), ''), ' ' order by purchase_id) from record.meal_purchase")).Should().Be("30=30 30=15 500=500 12");
        (await ScalarAsync<string>("select string_agg(code || ':' || column_name, ' ' order by line_no) from ingest.rejected_row")).Should().Be("other_unit:quantity bad_number:quantity");
        (await ScalarAsync<string>("select message_zh from ingest.rejected_row where code = 'other_unit'")).Should().Contain("应以“箱”计");
    }

    [Fact]
    public async Task An_area_below_a_header_in_hectares_is_kept_in_mu()
    {
        const string header = "项目编号,项目名称,建设单位,行政区划代码,建设面积（公顷）\n";
        await IngestAsync(Write("projects.csv", header + "P1,田,局,330102,2\nP2,田,局,330102,2.5亩\nP3,田,局,330102,\n"), Write("in-mu.csv", header.Replace("公顷", "亩") + "P4,田,局,330102,2.5亩\n"));
        (await ScalarAsync<string>("select string_agg(coalesce(trim_scale(area_mu)::text, '-'), ' ' order by project_id) from record.project")).Should().Be("30 2.5 - 2.5");
    }

    private string File(string column, string cell)
    {
        var names = new[] { "reception_id", "org_code", "org_name", "region_code", "reception_date", "guest_count", "meal_amount", "total_amount", "invoice_no", "handler", "alcohol_amount" };
        var row = (string[])_right.Clone();
        row[Array.IndexOf(names, column)] = cell;
        return Write($"{Guid.NewGuid():N}.csv", Headers + string.Join(',', row.Select(RawRow.Quote)) + "\n");
    }
}
