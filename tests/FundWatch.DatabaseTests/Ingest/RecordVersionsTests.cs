using FundWatch.Data.Batches;
using FundWatch.Data.Records;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>What a record said on a day, for whoever has only its number.</summary>
public sealed class RecordVersionsTests : IngestTest
{
    private const string Columns = "use_id,application_id,used_on,amount,payee_account\n";

    private static readonly RecordKey _key = new("fund_use", "U1");

    private Task<IReadOnlyList<RecordVersion>> ReadAsync(RecordKey key) => new RecordVersions(Database.Store).ReadAsync(key);

    [Fact]
    public async Task A_changed_and_a_withdrawn_row_are_shown_with_their_times_files_and_lines()
    {
        await IngestAsync(Write("a.csv", Columns + "U1,A1,2025-03-01,100,6222020200112233445\n"));
        await IngestAsync(Write("b.csv", Columns + "U0,A1,2025-03-01,1,\nU1,A1,2025-03-01,200,6222020200112233445\n"));
        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(2, "错", "tester", false, null, default);
        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(1, "错", "tester", false, null, default);

        var versions = await ReadAsync(_key);

        versions.Select(v => (Amount: v.Cells.Single(c => c.Column == "amount").Value, v.FileName, v.Line, v.BatchStatus)).Should().Equal(
            ("100", "a.csv", 2L, "withdrawn"), ("200", "b.csv", 3L, "withdrawn"), ("100", "a.csv", 2L, "withdrawn"));
        versions.Zip(versions.Skip(1)).Should().OnlyContain(p => p.First.To == p.Second.From, "one version ends when the next begins");
        versions[^1].To.Should().NotBeNull();
        versions[1].StoodAt(versions[1].From).Should().BeTrue();
        versions[1].StoodAt(versions[1].To!.Value).Should().BeFalse();
        versions[0].Cells.Single(c => c.Column == "payee_account").Value.Should().Be("****3445", "accounts are masked");
    }

    [Fact]
    public async Task A_row_that_came_back_from_quarantine_is_shown_with_the_file_sheet_and_line_it_stood_in()
    {
        string[] Row(string id, string amount) => [id, "A1", "2025-03-01", amount, ""];
        await IngestAsync(Write("a.xlsx", Testing.XlsxFile.Make([Columns.Trim().Split(','), Row("U0", "1"), Row("U1", "1.2.3"), Row("U2", "x")])));
        var service = new Data.Ingest.Quarantine.QuarantineService(Database.Store, TimeProvider.System);
        var export = new MemoryStream();
        await service.ExportAsync(new Data.Ingest.Quarantine.QuarantineFilter(Ids: [1]), export, default);
        await service.RetryAsync(Write("三月更正.csv", System.Text.Encoding.UTF8.GetString(export.ToArray()).Replace(",1.2.3,", ",1.23,")), "tester", default);

        (await ReadAsync(_key)).Single().Should().BeEquivalentTo(new { FileName = "a.xlsx", Sheet = "数据", Line = 3L, BatchId = 2L, ReturnedBy = "三月更正.csv" }, o => o.ExcludingMissingMembers());
        (await ReadAsync(new RecordKey("fund_use", "U0"))).Single().ReturnedBy.Should().BeNull();
    }

    [Fact]
    public async Task A_record_that_two_sources_have_is_shown_for_each_and_one_that_nobody_has_is_empty()
    {
        var file = Write("a.csv", Columns + "U1,A1,2025-03-01,100,\n");
        await new Data.Ingest.IngestService(Database.Store, TimeProvider.System).IngestAsync(new Data.Ingest.IngestRequest([file], Source: "甲"), null, default);
        await new Data.Ingest.IngestService(Database.Store, TimeProvider.System).IngestAsync(new Data.Ingest.IngestRequest([file], Source: "乙"), null, default);

        (await ReadAsync(_key)).Select(v => v.Source).Should().BeEquivalentTo("甲", "乙");
        (await ReadAsync(new RecordKey("fund_use", "U1' or '1'='1"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("fund_use:U1", "fund_use", "U1")]
    [InlineData(" project:ocds-1/lot:2 ", "project", "ocds-1/lot:2")]
    [InlineData("nothing:U1", null, null)]
    [InlineData("U1", null, null)]
    [InlineData(null, null, null)]
    public void A_key_is_written_as_evidence_writes_it(string? text, string? stream, string? key) =>
        RecordKey.Parse(text).Should().Be(stream is null ? null : new RecordKey(stream, key!));
}
