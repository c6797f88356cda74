using System.Text;
using FluentAssertions;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.UnitTests.Ingest;

public sealed class CellMemoTests
{
    [Fact]
    public void A_cell_seen_before_gives_the_field_it_became_and_no_other()
    {
        var memo = new CellMemo();
        var random = new Random(7);
        var row = new PgBlock();
        var hits = 0;
        for (var i = 0; i < 30_000; i++)
        {
            // More cells than places, lengths on both sides of every limit.
            var cell = Encoding.UTF8.GetBytes(new string((char)('甲' + random.Next(3)), random.Next(0, 22)) + random.Next(20));
            var field = Field(cell);
            row.Clear();
            if (memo.TryWrite(cell, row))
            {
                row.Span(0, row.Length).ToArray().Should().Equal(field);
                hits++;
            }
            else
            {
                row.Length.Should().Be(0);
                memo.Keep(cell, field);
            }
        }

        hits.Should().BeGreaterThan(1_000);
    }

    [Fact]
    public void Cells_that_do_not_repeat_are_soon_no_longer_looked_up()
    {
        var memo = new CellMemo();
        var row = new PgBlock();
        for (var i = 0; memo.Pays && i < 10_000; i++)
        {
            memo.TryWrite(Encoding.UTF8.GetBytes($"PAY{i}"), row).Should().BeFalse();
        }

        memo.Pays.Should().BeFalse();
    }

    private static byte[] Field(byte[] cell)
    {
        var block = new PgBlock();
        block.Bytes(cell);
        return block.Span(0, block.Length).ToArray();
    }
}
