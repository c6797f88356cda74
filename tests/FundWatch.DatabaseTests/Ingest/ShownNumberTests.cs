using System.Security;
using System.Text;
using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Numbers of a sheet whose format shows more than they hold.</summary>
public sealed class ShownNumberTests : IngestTest
{
    private static readonly string[] _formats = ["00000000", "0.0\"万元\"", "[$$-409]#,##0.00", "#,##0.00 [$€-1]", "0.00\"元\"", "0.0,\"万\""];

    [Theory]
    [InlineData("金额", "U1 12000.00, U3 12000.00, U6 5.00")]
    [InlineData("金额(万元)", "U1 12000.00, U3 120000000.00, U6 5.00")] // the unit of a cell goes before that of the header; a scaled number has none
    public async Task Units_are_read_currencies_refused_and_scaled_amounts_left(string header, string loaded)
    {
        var report = await IngestAsync(Write("a.xlsx", Book(header, ("U1", 2, "1.2"), ("U3", 6, "12000"), ("U4", 3, "100"), ("U5", 4, "100"), ("U6", 5, "5"))));

        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((3, 2), report.Files[0].Error?.En);
        (await AmountsAsync()).Should().Be(loaded);
        (await ScalarAsync<string>("select string_agg(line_no || ' ' || column_name || ' ' || code, ', ' order by line_no) from ingest.rejected_row")).Should().Be("4 amount bad_number, 5 amount bad_number", "as a text $100 is");
        report.Files[0].Remarks!.Should().ContainSingle(r => r.Code == "scaled_display").Which.Count.Should().Be(1);
    }

    [Fact]
    public async Task A_key_that_is_shown_with_zeros_is_that_of_the_same_table_as_csv()
    {
        await IngestAsync(Write("a.csv", "使用流水号,申报编号,使用日期,金额\n00900001,S00,2024-03-01,1001\n"));
        var report = await IngestAsync(Write("a.xlsx", Book("金额", key => $"<c r=\"A{key}\" s=\"1\"><v>900001</v></c>", ("", 0, "1001"))));
        report.Totals.Unchanged.Should().Be(1);
    }

    [Fact]
    public async Task A_mapping_with_a_currency_takes_amounts_that_name_it()
    {
        var mapping = Write("m.json", """{"stream": "fund_use", "currency": "USD", "columns": {"use_id": {"from": "使用流水号"}, "application_id": {"from": "申报编号"}, "used_on": {"from": "使用日期"}, "amount": {"from": "金额"}}}""");
        var report = await IngestAsync(new IngestRequest([Write("a.xlsx", Book("金额", ("U1", 3, "100"), ("U2", 4, "100"), ("U3", 3, "-2.5")))], Mapping: mapping, Source: "usd"));
        (report.Totals.Loaded, report.Totals.Quarantined).Should().Be((2, 1), report.Files[0].Error?.En);
        (await AmountsAsync()).Should().Be("U1 100.00, U3 -2.50");
    }

    [Fact]
    public async Task A_workbook_that_was_loaded_without_what_it_shows_is_read_anew()
    {
        await IngestAsync(Write("wrong.csv", "使用流水号,申报编号,使用日期,金额\nU1,S00,2024-03-01,1.2\n"));
        var book = Write("a.xlsx", Book("金额", ("U1", 2, "1.2")));
        await ExecuteAsync($"update ingest.batch set sha256 = '{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(book)))}'"); // what a reader made of it that knew no formats

        (await IngestAsync(book)).Files.Single().Should().BeEquivalentTo(new { Status = FileReport.Done, Updated = 1 }, o => o.ExcludingMissingMembers());
        (await AmountsAsync()).Should().Be("U1 12000.00");
        (await IngestAsync(book)).Files.Single().Status.Should().Be(FileReport.AlreadyLoaded);
    }

    private Task<string> AmountsAsync() => ScalarAsync<string>("select string_agg(use_id || ' ' || amount, ', ' order by use_id) from record.fund_use")!;

    private static byte[] Book(string amount, params (string Key, int Style, string Amount)[] rows) => Book(amount, null, rows);

    private static byte[] Book(string amount, Func<int, string>? key, params (string Key, int Style, string Amount)[] rows)
    {
        var header = string.Concat(new[] { "使用流水号", "申报编号", "使用日期", amount }.Select((h, i) => XlsxFile.Text(i, 1, h)));
        var cells = rows.Select((r, i) => $"<row r=\"{i + 2}\">{key?.Invoke(i + 2) ?? XlsxFile.Text(0, i + 2, r.Key)}{XlsxFile.Text(1, i + 2, "S00")}{XlsxFile.Text(2, i + 2, "2024-03-01")}<c r=\"D{i + 2}\" s=\"{r.Style}\"><v>{r.Amount}</v></c></row>");
        var styles = $"<styleSheet><numFmts>{string.Concat(_formats.Select((f, i) => $"<numFmt numFmtId=\"{164 + i}\" formatCode=\"{SecurityElement.Escape(f)}\"/>"))}</numFmts><cellXfs><xf numFmtId=\"0\"/>{string.Concat(_formats.Select((_, i) => $"<xf numFmtId=\"{164 + i}\"/>"))}</cellXfs></styleSheet>";
        return XlsxFile.With(XlsxFile.MakeRaw($"<row r=\"1\">{header}</row>{string.Concat(cells)}"), "xl/styles.xml", Encoding.UTF8.GetBytes(styles));
    }
}
