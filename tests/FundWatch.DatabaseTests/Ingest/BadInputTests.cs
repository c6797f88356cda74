using System.IO.Compression;
using System.Text;
using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

public sealed class BadInputTests : IngestTest
{
    [Theory]
    [InlineData("2025-02-30 12:00", "5", "bad_timestamp", "paid_at")]
    [InlineData("昨天", "5", "bad_timestamp", "paid_at")]
    [InlineData("2025-03-01 12:00", "12.34.56", "two_decimal_points", "amount")]
    [InlineData("2025-03-01 12:00", "", "missing_value", "amount")]
    [InlineData("2025-03-01 12:00", "约5元", "bad_number", "amount")]
    [InlineData("2025-03-01 12:00", "1e308", "too_large", "amount")]
    [InlineData("2025-03-01 12:00", "#REF!", "excel_error", "amount")]
    public async Task A_row_with_a_wrong_cell_is_quarantined_and_the_others_load(string paidAt, string amount, string code, string column)
    {
        var report = await IngestAsync(Write("a.csv", Payments(10, i => i == 4 ? amount : "5", i => i == 4 ? paidAt : "2025-03-01 12:00")));

        SumIsRight(report);
        report.HasRefusals.Should().BeTrue();
        report.Totals.Should().BeEquivalentTo(new { Rows = 10, Loaded = 9, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select concat_ws('|', code, column_name, file_name, line_no) from ingest.rejected_row")).Should().Be($"{code}|{column}|a.csv|6");
    }

    [Fact]
    public async Task A_negative_count_is_quarantined()
    {
        var report = await IngestAsync(Write("r.csv", "单据编号,单位代码,单位名称,行政区划代码,接待日期,来宾人数,陪餐人数,餐费,报销金额\nR1,91152201078377449P,某局,330102,2025-03-02,-3,2,100,100\nR2,91152201078377449P,某局,330102,2025-03-02,3,-2,100,100\n"));
        report.Totals.Should().BeEquivalentTo(new { Rows = 2, Loaded = 0, Quarantined = 2 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(code || ':' || column_name, ',' order by line_no) from ingest.rejected_row"))
            .Should().Be("negative_count:guest_count,negative_count:accompany_count");
    }

    [Fact]
    public async Task Rows_of_other_widths_and_open_quotes_are_quarantined_one_by_one()
    {
        var lines = Payments(30).TrimEnd('\n').Split('\n');
        lines[3] += ",多了一格";
        lines[6] = lines[6][..20];
        lines[9] += ",,,";
        lines[30] = "\"" + lines[30];
        var report = await IngestAsync(Write("a.csv", string.Join("\r\n", lines)));

        SumIsRight(report);
        report.Totals.Should().BeEquivalentTo(new { Rows = 30, Loaded = 27, Quarantined = 3 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select string_agg(code || ':' || line_no, ',' order by line_no) from ingest.rejected_row")).Should().Be("row_width:4,row_width:7,unclosed_quote:31");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused_and_nothing_else()
    {
        var bytes = Encoding.UTF8.GetBytes(Payments(100));
        var at = Encoding.UTF8.GetString(bytes).IndexOf("P00050", StringComparison.Ordinal);
        var position = Encoding.UTF8.GetByteCount(Encoding.UTF8.GetString(bytes)[..at]) + Encoding.UTF8.GetByteCount("P00050,C1,330102,2025-03-23 12:50:00,10.50,张");
        bytes[position - 2] = 0xFF;
        var report = await IngestAsync(Write("a.csv", bytes));
        report.Totals.Should().BeEquivalentTo(new { Rows = 100, Loaded = 99, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select code from ingest.rejected_row")).Should().Be("bad_encoding");
    }

    [Fact]
    public async Task A_file_without_a_required_column_is_refused_whole_with_its_name()
    {
        await IngestAsync(Write("good.csv", Payments(10)));
        var before = await Database.HashTablesAsync("record", "history");
        var report = await IngestAsync(Write("bad.csv", Payments(10).Replace("支付时间", "别的列")));

        report.Files[0].Error.Should().BeEquivalentTo(new { Code = "missing_column" }, o => o.ExcludingMissingMembers());
        report.Files[0].Error!.Zh.Should().Contain("支付时间").And.Contain("--suggest-mapping");
        (await ScalarAsync<string>("select status from ingest.batch where file_name = 'bad.csv'")).Should().Be("failed");
        (await ScalarAsync<string>("select error_zh || error from ingest.batch where file_name = 'bad.csv'")).Should().Contain("缺少").And.Contain("missing_column", "the page tells each reader in his language");
        (await Database.HashTablesAsync("record", "history")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task A_file_of_a_key_and_one_column_is_told_what_it_is_nearest_to()
    {
        var report = await IngestAsync(Write("u.csv", "使用流水号,金额\nU1,100\n"));
        var error = report.Files.Single().Error!;
        error.Code.Should().Be("unknown_layout");
        error.Zh.Should().Contain("最接近“").And.Contain("(fund_use)").And.Contain("缺少必填列：申报编号、使用日期");
        error.En.Should().Contain("nearest to fund_use").And.Contain("application_id, used_on");
        (await IngestAsync(Write("n.csv", "金额,甲,乙\n1,2,3\n"))).Files.Single().Error!.Zh.Should().NotContain("最接近“");
    }

    [Theory]
    [InlineData("无"), InlineData("—"), InlineData("N/A"), InlineData("NaN"), InlineData("NULL"), InlineData("/")]
    public async Task A_mark_for_nothing_in_a_required_column_is_shown_as_written(string mark)
    {
        await IngestAsync(Write("m.csv", $"使用流水号,申报编号,使用日期,金额\nU1,{mark},2025-03-01,1\nU2,,2025-03-01,2\n"));
        (await ScalarAsync<string>("select string_agg(message_zh, ' ' order by line_no) from ingest.rejected_row")).Should().Be($"“申报编号”为必填项，此行写的是“{mark}”，按空值处理；请补填 “申报编号”为必填项，此行为空；请补填");
    }

    [Fact]
    public async Task An_unknown_layout_says_what_to_do_and_the_good_file_beside_it_loads()
    {
        Write("unknown.csv", "a,b,c\n1,2,3\n");
        Write("good.csv", Payments(10));
        var report = await IngestAsync(Folder);

        report.Totals.Should().BeEquivalentTo(new { Files = 2, Failed = 1, Loaded = 10 }, o => o.ExcludingMissingMembers());
        report.Files.Single(f => f.Error is not null).Error.Should().Match<FileError>(e => e.Code == "unknown_layout" && e.En.Contains("--suggest-mapping"));

        var before = await Database.HashTablesAsync("record", "history", "ingest");
        await IngestAsync(Folder);
        (await Database.HashTablesAsync("record", "history", "ingest")).Should().BeEquivalentTo(before, "a refused file is noted once");
    }

    [Theory]
    [InlineData("empty.csv", "", "empty_file")]
    [InlineData("old.xls", "\u00D0\u00CF\u0011\u00E0 old", "unsupported_format")]
    [InlineData("report.pdf", "%PDF-1.7 …", "unsupported_format")]
    [InlineData("noise.xlsx", "PK\u0003\u0004 cut off here", "truncated_archive")]
    [InlineData("noise.csv.gz", "\u001F\u008B\u0008 cut off here", "truncated_archive")]
    public async Task A_file_that_cannot_be_read_says_why(string name, string content, string code)
    {
        var report = await IngestAsync(Write(name, content, Encoding.Latin1));
        report.Files[0].Error!.Code.Should().Be(code);
        report.HasRefusals.Should().BeTrue();
    }

    [Fact]
    public async Task A_truncated_gzip_is_refused_before_any_row_of_it_loads()
    {
        var whole = Gzip(Encoding.UTF8.GetBytes(Payments(20_000)));
        var report = await IngestAsync(Write("cut.csv.gz", whole[..(whole.Length * 2 / 3)]));
        report.Files[0].Error!.Code.Should().Be("truncated_archive");
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
    }

    [Fact]
    public async Task A_truncated_spreadsheet_is_refused()
    {
        var whole = XlsxFile.Make(Payments(500).TrimEnd('\n').Split('\n').Select(l => l.Split(',')));
        var report = await IngestAsync(Write("cut.xlsx", whole[..(whole.Length / 2)]));
        report.Files[0].Error!.Code.Should().Be("truncated_archive");
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_says_so()
    {
        var file = Write("locked.csv", Payments(3));
        File.SetUnixFileMode(file, UnixFileMode.None);
        if (Environment.UserName == "root") // who may read everything that there is
        {
            File.Delete(file);
            File.CreateSymbolicLink(file, Path.Combine(Folder, "gone.csv"));
        }

        var report = await IngestAsync(Folder);
        report.Files[0].Error!.Code.Should().Be("unreadable_file");
    }

    [Fact]
    public async Task A_bomb_is_not_unpacked()
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Optimal).Open();
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 64; i++)
            {
                part.Write(zeros);
            }
        }

        var report = await IngestAsync(Write("bomb.xlsx", memory.ToArray()));
        report.Files[0].Error!.Code.Should().Be("archive_bomb");
    }
}
