using System.Text;
using System.Text.Json;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.UnitTests.Ingest;

/// <summary>Of a refused row that is a record its cells are shown, and nothing of those who sign below the table.</summary>
public sealed class RefusedLayoutTests
{
    private const string FundUse = "使用流水号,申报编号,使用日期,金额", Project = "项目编号,项目名称,建设单位,行政区划代码,招标控制价";

    [Theory]
    [InlineData(FundUse, "张三,科长,李四,处长")]
    [InlineData(FundUse, "张三 2025.12.1,李四 2025.12.1,王五,赵六")]
    [InlineData(FundUse, "2025年12月1日,张三,李四,王五")]
    [InlineData(FundUse, "2025.12.1,张三,李四,2025.12.1")]
    [InlineData(FundUse, "经办1：张三,李四,王五,赵六")]
    [InlineData(FundUse, "张三1,李四,2025.12.1,王五")]
    [InlineData(FundUse, "张三（13812345678）,科长,李四,处长")]
    [InlineData(FundUse, "A123,科长,李四,处长")]
    [InlineData(Project, "经办1：张三,李四,王五,赵六,")]
    [InlineData("统一社会信用代码,企业名称", "张三1,李四")]
    [InlineData("日期,类型", "张三,李四")]
    public void Nothing_is_shown_of_a_row_of_those_who_sign(string headers, string row) =>
        Shown(headers, row).Where(c => c.Value.Length > 0).Should().OnlyContain(c => c.IsMasked);

    [Theory]
    [InlineData(FundUse, "U1,A1,昨天,500")]
    [InlineData(FundUse, "U1,A1,2025-03-01,很多")]
    [InlineData(FundUse, ",A1,2025-03-01,500")]
    [InlineData(FundUse, "财函〔2025〕3号,A1,2025-03-01,500")]
    [InlineData(FundUse, "高新-01,A1,2025-03-01,500")]
    [InlineData(FundUse, "2025-03-01,A1,2025-03-01,18812345678.50")]
    [InlineData(Project, "P1,道路改造,县交通局,某县,500")]
    [InlineData("品名,行政区划代码,月份,参考价(元/公斤)", "大米,330102,2025年1月,很贵")]
    [InlineData("日期,类型", "2025年1月1日,上班")]
    [InlineData("统一社会信用代码,企业名称", "91330122MA2ABCDE1X,某公司")]
    public void A_record_is_shown(string headers, string row) => string.Join(',', Shown(headers, row).Select(c => c.Value)).Should().Be(row);

    [Fact]
    public void A_mobile_number_hides_the_cell_it_stands_in() =>
        Shown(FundUse, "U1,张三13812345678,2025-03-01,500").Select(c => c.Value).Should().Equal("U1", "****5678", "2025-03-01", "500");

    private static IReadOnlyList<RefusedCell> Shown(string headers, string row)
    {
        var bytes = Encoding.UTF8.GetBytes(headers + "\n");
        using var reader = new DelimitedReader(new MemoryStream(bytes), Dialect.Detect(bytes));
        var layout = HeaderRecognition.Recognise(reader, null, "a.csv");
        return RefusedLayout.Of(1, layout.Stream.Name, JsonSerializer.Serialize(layout.Headers), StoredLayout.Write(layout), null).Cells(row.Split(','), [], "bad_amount", "csv", clear: false);
    }
}
