using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.UnitTests.Ingest.Loading;

public sealed class TableFootTests
{
    [Fact]
    public void Below_a_record_no_cell_of_a_row_is_parted()
    {
        using var rows = new DelimitedReader(new MemoryStream(Encoding.UTF8.GetBytes("O1,某局\nO2,某院\nO3,某中心\n")), new Dialect((byte)',', (byte)'"')) { LeavesRowsWhole = true };
        var foot = new TableFoot(new Layout(RecordStreams.Get("organisation"), ["org_code", "org_name"], 0, [.. RecordStreams.Get("organisation").Columns.Select(c => new ColumnSource(c, []))]));
        rows.Read().Should().BeTrue();
        foot.Meet(rows);
        while (rows.Read())
        {
            foot.Meet(rows);
            rows.IsWhole.Should().BeTrue();
        }
    }
}
