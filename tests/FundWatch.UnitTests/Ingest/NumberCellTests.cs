using System.Globalization;
using CsCheck;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class NumberCellTests
{
    [Theory]
    [InlineData("1234.5", 123450)]
    [InlineData("0", 0)]
    [InlineData("-0", 0)]
    [InlineData("-12.30", -1230)]
    [InlineData("+12", 1200)]
    [InlineData("1,234,567.89", 123456789)]
    [InlineData("12,345", 1234500)]
    [InlineData("１２３４．５６", 123456)]
    [InlineData("１，２３４．５０", 123450)]
    [InlineData("¥1,234.00", 123400)]
    [InlineData("￥ 1234", 123400)]
    [InlineData("-￥50", -5000)]
    [InlineData("￥-50", -5000)]
    [InlineData("CNY 88.8", 8880)]
    [InlineData("500元", 50000)]
    [InlineData("500元整", 50000)]
    [InlineData("1.2万", 1200000)]
    [InlineData("1.2万元", 1200000)]
    [InlineData("３万元", 3000000)]
    [InlineData("0.5亿", 5000000000)]
    [InlineData("(500.00)", -50000)]
    [InlineData("（500）", -50000)]
    [InlineData("1.2E5", 12000000)]
    [InlineData("5e-1", 50)]
    [InlineData(".5", 50)]
    [InlineData("5.", 500)]
    [InlineData("9999999999999999.99", 999999999999999999)]
    [InlineData("12,345.60元", 1234560)]
    [InlineData("￥12,345.60", 1234560)]
    [InlineData("12,345.60 CNY", 1234560)]
    [InlineData("3.5亿", 35000000000)]
    [InlineData("1.2 万元", 1200000)]
    [InlineData("（1,200.00）", -120000)]
    [InlineData("1,200.00-", -120000)]
    [InlineData("—500", -50000)]
    [InlineData("负500元", -50000)]
    [InlineData("1.2E+05", 12000000)]
    [InlineData("1.23456E+05", 12345600)]
    [InlineData("１２\u200B３", 12300)]
    [InlineData("壹佰元整", 10000)]
    [InlineData("人民币叁万贰仟元伍角整", 3200050)]
    [InlineData("人民币（大写）：叁万贰仟元整", 3200000)]
    [InlineData("￥壹佰贰拾叁元肆角伍分", 12345)]
    [InlineData("伍佰元零伍分", 50005)]
    [InlineData("壹万零伍拾元正", 1005000)]
    [InlineData("壹亿贰仟万元", 12000000000)]
    [InlineData("拾伍元", 1500)]
    [InlineData("一百十五", 11500)]
    [InlineData("两千零五", 200500)]
    [InlineData("三百万", 300000000)]
    [InlineData("伍角", 50)]
    [InlineData("零元", 0)]
    [InlineData("1万2千", 1200000)]
    [InlineData("1万2千元", 1200000)]
    [InlineData("1万2千3百元", 1230000)]
    [InlineData("1万2000元", 1200000)]
    [InlineData("1万2000.50元", 1200050)]
    [InlineData("2万零500", 2050000)]
    [InlineData("2千500", 250000)]
    [InlineData("3亿5千万", 35000000000)]
    [InlineData("3亿5000万元", 35000000000)]
    [InlineData("1亿2345万6789元", 12345678900)]
    [InlineData("1,200万5千元", 1200500000)]
    [InlineData("5百元", 50000)]
    [InlineData("-1万2千", -1200000)]
    [InlineData("（3万5千元）", -3500000)]
    [InlineData("120元5角", 12050)]
    [InlineData("120元5角6分", 12056)]
    [InlineData("120元零6分", 12006)]
    [InlineData("120 元 5 角", 12050)]
    [InlineData("1,200元5角整", 120050)]
    [InlineData("1万2千元5角", 1200050)]
    [InlineData("5角6分", 56)]
    [InlineData("120元0角0分", 12000)]
    [InlineData("120.00￥", 12000)]
    [InlineData("120¥", 12000)]
    [InlineData("120.00元整", 12000)]
    [InlineData("人民币120元", 12000)]
    [InlineData("人民币：￥120.00", 12000)]
    [InlineData("120元人民币", 12000)]
    [InlineData("RMB 120", 12000)]
    [InlineData("Rmb120", 12000)]
    [InlineData("CNY120.00", 12000)]
    [InlineData("CNY ￥120.00", 12000)]
    [InlineData("120.00 RMB", 12000)]
    [InlineData("-RMB 120", -12000)]
    public void An_amount_is_read_to_the_cent(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 1, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("12.34.56", CellIssue.TwoDecimalPoints)]
    [InlineData("1,234.5.6", CellIssue.TwoDecimalPoints)]
    [InlineData("1,23", CellIssue.BadThousands)]
    [InlineData("1234,567", CellIssue.BadThousands)]
    [InlineData("1,2345", CellIssue.BadThousands)]
    [InlineData("1,234,56", CellIssue.BadThousands)]
    [InlineData("12a", CellIssue.BadNumber)]
    [InlineData("约500", CellIssue.BadNumber)]
    [InlineData("£50", CellIssue.BadNumber)]
    [InlineData("--5", CellIssue.BadNumber)]
    [InlineData("万", CellIssue.BadNumber)]
    [InlineData(".", CellIssue.BadNumber)]
    [InlineData("1e308", CellIssue.TooLarge)]
    [InlineData("10000000000000000", CellIssue.TooLarge)]
    [InlineData("NaN", CellIssue.BadNumber)]
    [InlineData("∞", CellIssue.BadNumber)]
    [InlineData("(-5)", CellIssue.BadNumber)]
    [InlineData("-5-", CellIssue.BadNumber)]
    [InlineData("一百五", CellIssue.BadNumber)]
    [InlineData("一万五", CellIssue.BadNumber)]
    [InlineData("百", CellIssue.BadNumber)]
    [InlineData("壹仟万佰元", CellIssue.BadNumber)]
    [InlineData("二〇二五", CellIssue.BadNumber)]
    [InlineData("壹佰元（100）", CellIssue.BadNumber)]
    [InlineData("5%", CellIssue.BadNumber)]
    [InlineData("1.23457E+11", CellIssue.DamagedByExcel)]
    [InlineData("1万2", CellIssue.BadNumber)] // 12,000 as it is spoken, or 10,002
    [InlineData("1万2元", CellIssue.BadNumber)]
    [InlineData("99999999999999999999999999亿99999999", CellIssue.BadNumber)]
    [InlineData("999999999999999999亿9999万9999", CellIssue.TooLarge)]
    [InlineData("1万25", CellIssue.BadNumber)]
    [InlineData("1万250元", CellIssue.BadNumber)]
    [InlineData("3亿5000", CellIssue.BadNumber)]
    [InlineData("2千5", CellIssue.BadNumber)]
    [InlineData("1.2万5千", CellIssue.BadNumber)]
    [InlineData("2千1万", CellIssue.BadNumber)]
    [InlineData("1万2万", CellIssue.BadNumber)]
    [InlineData("1万20千", CellIssue.BadNumber)]
    [InlineData("120元5", CellIssue.BadNumber)]
    [InlineData("120元50", CellIssue.BadNumber)]
    [InlineData("120.5元5角", CellIssue.BadNumber)]
    [InlineData("120元15角", CellIssue.BadNumber)]
    [InlineData("5元6角7", CellIssue.BadNumber)]
    [InlineData("5角元", CellIssue.BadNumber)]
    [InlineData("1 2万3千", CellIssue.BadNumber)]
    [InlineData("1,2万3千", CellIssue.BadNumber)]
    [InlineData("120美元", CellIssue.BadNumber)]
    [InlineData("$120", CellIssue.BadNumber)]
    [InlineData("￥120￥￥", CellIssue.BadNumber)]
    [InlineData("120元/人", CellIssue.BadNumber)]
    public void What_is_no_amount_is_refused_with_its_own_code(string cell, CellIssue issue) =>
        NumberCell.Parse(Cell.Of(cell), 2, 1, out _).Should().Be(issue);

    [Theory]
    [InlineData("1.005", 101)]
    [InlineData("1.004", 100)]
    [InlineData("-1.005", -101)]
    [InlineData("0.0049", 0)]
    public void More_than_two_decimals_are_rounded_half_up_with_a_warning(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 1, out var parsed).Should().Be(CellIssue.Rounded);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("1.2", 1200000)]
    [InlineData("0.000123", 123)]
    [InlineData("1.2万", 1200000)]
    [InlineData("500元", 50000)]
    [InlineData("叁万元整", 3000000)]
    [InlineData("三万", 3000000)]
    [InlineData("三", 3000000)]
    [InlineData("1万2千", 1200000)]
    [InlineData("120元5角", 12050)]
    public void A_unit_in_the_header_multiplies_unless_the_cell_names_its_own(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 10_000, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("5", 50000)]
    [InlineData("500元", 50000)]
    [InlineData("1.2万", 1200000)]
    [InlineData("伍佰元", 50000)]
    [InlineData("120元5角", 12050)]
    public void Below_hundreds_of_yuan_too(string cell, long cents)
    {
        NumberCell.Parse(Cell.Of(cell), 2, 100, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Theory]
    [InlineData("5", 1, 2, 1000)] // 元/斤
    [InlineData("5元", 1, 2, 1000)]
    [InlineData("5元", 1, 1000, 500000)] // 元/克
    [InlineData("1.2万", 1, 2, 2400000)]
    [InlineData("5元5角", 1, 2, 1100)]
    [InlineData("0.52", 10_000, 0.001, 520)] // 万元/吨
    [InlineData("5200元", 10_000, 0.001, 520)]
    public void A_price_keeps_its_weight_whatever_unit_the_cell_names(string cell, long factor, decimal times, long cents)
    {
        NumberCell.ParseTimes(Cell.Of(cell), 2, factor, times, out var parsed).Should().Be(CellIssue.None);
        parsed.Should().Be(cents);
    }

    [Fact]
    public void Thousands_and_hundreds_alone_are_refused_below_a_unit_that_may_hold_for_them_too() =>
        NumberCell.Parse(Cell.Of("2千5百"), 2, 10_000, out _).Should().Be(CellIssue.BadNumber);

    [Fact]
    public void Any_whole_amount_survives_digits_with_units_among_them() =>
        Gen.Long[1, 999_999_999_999].Select(Gen.Int[0, 99]).Sample((yuan, cents) =>
        {
            var (yi, wan, rest) = (yuan / 100_000_000, yuan / 10_000 % 10_000, yuan % 10_000);
            var written = (yi > 0 ? $"{yi}亿" : "") + (wan > 0 || yi > 0 ? yi > 0 ? $"{wan:0000}万" : $"{wan}万" : "") + (yi + wan > 0 ? $"{rest:0000}" : $"{rest}");
            var units = $"{written}元{cents / 10}角{cents % 10}分";
            return NumberCell.Parse(Cell.Of(units), 2, 1, out var parsed) == CellIssue.None && parsed == yuan * 100 + cents;
        });

    [Fact]
    public void Any_amount_survives_plain_grouped_and_full_width_writing() =>
        Gen.Long[-99_999_999_999_999, 99_999_999_999_999].Sample(cents =>
        {
            var amount = cents / 100m;
            var plain = amount.ToString("0.00", CultureInfo.InvariantCulture);
            var grouped = amount.ToString("#,##0.00", CultureInfo.InvariantCulture);
            var fullWidth = string.Concat(plain.Select(c => (char)(c + 0xFEE0)));
            var scientific = amount.ToString("0.####################E+0", CultureInfo.InvariantCulture);
            var bookkeeping = cents < 0 ? $"（{grouped[1..]}）" : grouped;
            var behind = cents < 0 ? plain[1..] + "-" : plain;
            var inWan = (amount / 10_000).ToString("0.######", CultureInfo.InvariantCulture) + "万元";
            return new[] { plain, grouped, fullWidth, "￥" + plain, plain + "元", bookkeeping, behind, inWan, Math.Abs(cents) < 10_000_000_000 ? scientific : plain }
                .All(text => NumberCell.Parse(Cell.Of(text), 2, 1, out var parsed) == CellIssue.None && parsed == cents);
        });

    [Fact]
    public void Any_amount_survives_the_words_of_a_bank_slip() =>
        Gen.Long[0, 99_999_999_999_999].Select(Gen.Int[0, 12]).Select((cents, cut) => cents / (long)Math.Pow(10, cut)).Sample(cents =>
            NumberCell.Parse(Cell.Of(Spelt(cents)), 2, 1, out var parsed) == CellIssue.None && parsed == cents);

    // 壹亿零贰佰万叁仟元零伍分
    private static string Spelt(long cents)
    {
        const string digits = "零壹贰叁肆伍陆柒捌玖";
        var text = "";
        var yuan = (cents / 100).ToString("000000000000", CultureInfo.InvariantCulture);
        var zero = false;
        for (var i = 0; i < 12; i++)
        {
            var digit = yuan[i] - '0';
            text += digit == 0 ? "" : (zero && text.Length > 0 ? "零" : "") + digits[digit] + new[] { "仟", "佰", "拾", "" }[i % 4];
            zero = digit == 0;
            text += i % 4 == 3 && yuan[(i - 3)..(i + 1)] != "0000" ? new[] { "亿", "万", "" }[i / 4] : "";
        }

        text = "人民币" + (text.Length > 0 ? text + "元" : cents == 0 ? "零元" : "");
        var (jiao, fen) = ((int)(cents % 100) / 10, (int)(cents % 10));
        return text + (jiao + fen == 0 ? "整" : (jiao > 0 ? $"{digits[jiao]}角" : cents > 99 ? "零" : "") + (fen > 0 ? $"{digits[fen]}分" : "整"));
    }

    [Theory]
    [InlineData("12", 12, CellIssue.None)]
    [InlineData("12.0", 12, CellIssue.None)]
    [InlineData("１２人", 12, CellIssue.None)]
    [InlineData("1,200", 1200, CellIssue.None)]
    [InlineData("-3", 0, CellIssue.NegativeCount)]
    [InlineData("－3", 0, CellIssue.NegativeCount)]
    [InlineData("2.5", 0, CellIssue.BadCount)]
    [InlineData("三", 3, CellIssue.None)]
    [InlineData("十二人", 12, CellIssue.None)]
    [InlineData("12人次", 12, CellIssue.None)]
    [InlineData("约十人", 0, CellIssue.BadCount)]
    [InlineData("十几", 0, CellIssue.BadCount)]
    [InlineData("99999999999", 0, CellIssue.TooLarge)]
    public void A_count_is_a_whole_number_and_not_negative(string cell, int expected, CellIssue issue)
    {
        CountCell.Parse(Cell.Of(cell), out var count).Should().Be(issue);
        count.Should().Be(expected);
    }

    [Theory]
    [InlineData("45", 450000, CellIssue.None)]
    [InlineData("45.5%", 455000, CellIssue.None)]
    [InlineData("４５．５％", 455000, CellIssue.None)]
    [InlineData("45.5 %", 455000, CellIssue.None)]
    [InlineData("百分之四十五", 450000, CellIssue.None)]
    [InlineData("100", 1000000, CellIssue.None)]
    [InlineData("100.1", 1001000, CellIssue.PercentRange)]
    [InlineData("-1", -10000, CellIssue.PercentRange)]
    public void A_share_lies_between_0_and_100(string cell, long scaled, CellIssue issue)
    {
        PercentCell.Parse(Cell.Of(cell), out var parsed).Should().Be(issue);
        parsed.Should().Be(scaled);
    }
}
