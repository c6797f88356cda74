using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class StatedTotalsTests : IDisposable
{
    private const string Yuan = "使用流水号,申报编号,使用日期,金额\n", TenThousands = "使用流水号,申报编号,使用日期,金额(万元)\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-totals-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("合计,,,310.50")]
    [InlineData("合计,,,\"￥310.50\"")]
    [InlineData(",,总计（元）,310.5")]
    [InlineData("小计,,,311")] // to whole yuan
    [InlineData("合计（万元）,,,0.03")] // said to be in another unit, which is remarked on elsewhere
    [InlineData("本年累计,,,9999")]
    [InlineData("累计数,,,9999")]
    [InlineData("本年计,,,9999")]
    [InlineData("季度合计,,,9999")]
    [InlineData("1-3月合计,,,9999")]
    [InlineData("过次页,,,9999")]
    [InlineData("承前页,,,9999")]
    [InlineData("转下页：,,,9999")]
    [InlineData("承前页累计数,,,9999")]
    [InlineData("累计,,,9999")]
    [InlineData("年度合计,,,9999")]
    [InlineData("本季合计,,,9999")]
    [InlineData("2025年合计,,,9999")]
    [InlineData("合计,,,")]
    [InlineData("合计,,,2笔")]
    public void Totals_that_add_up_or_are_of_something_else_are_no_matter(string total) => Off(Yuan + Rows(100.25m, 210.25m) + total + "\n").Should().BeEmpty();

    [Theory]
    [InlineData("合计,,,310.52", 310.52)]
    [InlineData("合 计：,,,300", 300)]
    [InlineData("2025年3月合计,,,\"1,310.50\"", 1310.5)]
    [InlineData("Grand total,,,0", 0)]
    [InlineData("本月计,,,311.9", 311.9)]
    [InlineData("合计数,,,300", 300)]
    public void A_total_that_differs_is_kept(string total, double stated) =>
        Off(Yuan + Rows(100.25m, 210.25m) + total + "\n").Should().Equal(new StatedTotal(4, "amount", (decimal)stated, 310.5m, 0));

    [Fact]
    public void Totals_of_pages_and_sections_begin_anywhere_behind_a_totals_row()
    {
        const string sheet = "小计,,,30\n", rest = "小计,,,12\n合计,,,42\n";
        var text = Yuan + Rows(10, 20) + sheet + Rows(5, 7) + rest + Rows(8) + "小计,,,8\n总计,,,50\n";
        Off(text).Should().BeEmpty();
        Off(text.Replace("小计,,,12", "小计,,,13", StringComparison.Ordinal)).Should().Equal(new StatedTotal(7, "amount", 13, 12, 0, 4));
        Off(text.Replace("总计,,,50", "总计,,,60", StringComparison.Ordinal)).Should().ContainSingle().Which.Sum.Should().Be(50);
    }

    [Theory]
    [InlineData("总计", 10_400, 0)]
    [InlineData("合计", 10_400, 0)]
    [InlineData("Grand total", 10_400, 0)]
    [InlineData("小计", 9_900, 3)]
    [InlineData("2025年3月合计", 9_900, 3)]
    public void A_total_of_all_is_told_against_all_rows_however_near_a_section_comes(string word, decimal sum, long after) =>
        Off(Yuan + Rows(500) + "小计,,,500\n" + Rows(4_000, 5_900) + "小计,,,9900\n" + word + ",,,10000\n").Should().Equal(new StatedTotal(7, "amount", 10_000, sum, 0, after));

    [Fact]
    public void Pages_of_a_ledger_have_totals_of_their_own_although_no_total_stands_between_them()
    {
        const string turn = "过次页,,,30\n承前页,,,30\n";
        Off(Yuan + Rows(10, 20) + turn + Rows(5, 7) + "本页合计,,,12\n过次页,,,42\n承前页,,,42\n" + Rows(8) + "本月合计,,,50\n").Should().BeEmpty();
        Off(Yuan + Rows(10, 20) + turn + Rows(5, 7) + "本页合计,,,13\n").Should().ContainSingle().Which.Sum.Should().Be(12);
        Off(Yuan + "承前页,,,30\n" + Rows(5, 7) + "本月合计,,,42\n合计,,,42\n").Should().BeEmpty("the rows before are in another file");
    }

    [Fact]
    public void Tables_one_below_another_have_a_total_each()
    {
        var first = Yuan + Rows(500) + "小计,,,500\n" + Rows(700) + "小计,,,700\n合计,,,1200\n";
        Off(first + Rows(30) + "小计,,,30\n" + Rows(60) + "小计,,,60\n合计,,,80\n总计,,,1290\n").Should().Equal(new StatedTotal(11, "amount", 80, 90, 0, 6));
        Off(first + Rows(30) + "小计,,,30\n" + Rows(60) + "小计,,,60\n合计,,,90\n总计,,,90\n").Should().BeEmpty("what comes to it is not doubted, whichever rows that takes");
        Off(first + Rows(30) + "小计,,,30\n" + Rows(60) + "小计,,,60\n合计,,,90\n总计,,,1205\n").Should().Equal(new StatedTotal(12, "amount", 1_205, 1_290, 0));
    }

    [Fact]
    public void A_total_is_not_told_against_no_rows() =>
        Off(Yuan + Rows(10, 20) + "合计,,,30\n合计,,,10\n").Should().Equal(new StatedTotal(5, "amount", 10, 30, 0));

    [Fact]
    public void A_total_of_0_does_not_sum_up_the_rows_behind_the_subtotals_before_it_where_there_are_none()
    {
        Off(Yuan + Rows(1, 2) + "小计,,,3\n合计,,,0\n").Should().Equal(new StatedTotal(5, "amount", 0, 3, 0));
        Off(Yuan + Rows(1, 2) + "小计,,,3\n合计,,,3\n总计,,,0\n").Should().Equal(new StatedTotal(6, "amount", 0, 3, 0));
        Off(Yuan + Rows(5, -5) + "小计,,,0\n合计,,,0\n").Should().BeEmpty("these rows come to it");
        Off(Yuan + Rows(7) + "小计,,,7\n" + Rows(0, 0) + "小计,,,0\n总计,,,7\n").Should().BeEmpty("so do these");
        Off(Yuan + Rows(7) + "1月小计,,,7\n2月小计,,,0\n合计,,,7\n").Should().BeEmpty("a month may have no rows");
    }

    [Fact]
    public void A_total_may_reach_back_over_hundreds_of_others()
    {
        var sections = string.Concat(Enumerable.Range(0, 1_200).Select(i => Rows(i) + $"小计,,,{i}\n"));
        Off(Yuan + sections + "总计,,,719400\n").Should().BeEmpty("from the start of the table");
        Off(Yuan + Rows(7) + "合计,,,7\n" + sections[..sections.IndexOf("小计,,,900\n", StringComparison.Ordinal)] + "合计,,,405450\n").Should().BeEmpty("behind the first total, over 900 subtotals");
        Off(Yuan + sections + "总计,,,719401\n").Should().Equal(new StatedTotal(2402, "amount", 719_401, 719_400, 0));
    }

    [Fact]
    public void In_ten_thousands_each_row_was_rounded()
    {
        Off(TenThousands + Rows(12.34m, 12.34m, 12.34m, 12.34m) + "合计,,,49.38\n").Should().BeEmpty();
        Off(TenThousands + Rows(12.34m, 12.34m, 12.34m, 12.34m) + "合计,,,49.46\n").Should().Equal(new StatedTotal(6, "amount", 494_600, 493_600, 0));
    }

    [Fact]
    public void Amounts_that_were_rounded_to_cents_may_add_up_to_less() => Off(Yuan + Rows(1.004m, 1.004m, 1.004m, 1.004m) + "合计,,,4.02\n").Should().BeEmpty();

    [Fact]
    public void Rows_that_were_refused_are_counted() => Off(Yuan + Rows(10) + "U90,A,昨天,20\n" + "合计,,,30\n").Should().Equal(new StatedTotal(4, "amount", 30, 10, 1));

    [Fact]
    public void Totals_above_their_rows_are_not_compared() => Off(Yuan + "合计,,,60\n小计,,,30\n" + Rows(10, 20) + "小计,,,30\n" + Rows(30)).Should().BeEmpty();

    [Fact]
    public void The_first_three_are_kept() => Off(Yuan + string.Concat(Enumerable.Range(0, 5).Select(_ => Rows(10) + "小计,,,12\n"))).Select(t => t.Line).Should().Equal(3, 5, 7);

    [Fact]
    public void Prices_have_no_sum()
    {
        const string header = "采购单号,学校代码,学校,行政区划代码,品名,数量,计量单位,单价,金额,采购日期\n";
        const string rows = "M1,S1,一小,330102,大米,10,公斤,5,50,2025-03-01\nM2,S1,一小,330102,大米,10,公斤,7,70,2025-03-02\n";
        Off(header + rows + "合计,,,,,20,,6,120,\n").Should().BeEmpty();
        Off(header + rows + "合计,,,,,20,,6,121,\n").Should().ContainSingle().Which.Column.Should().Be("amount");
    }

    private static string Rows(params decimal[] amounts) => string.Concat(amounts.Select(a => FormattableString.Invariant($"U{Guid.NewGuid():N},A,2025-03-01,{a}\n")));

    private IReadOnlyList<StatedTotal> Off(string text) => ProfiledText.Of(_folder, text).TotalsOff;
}
