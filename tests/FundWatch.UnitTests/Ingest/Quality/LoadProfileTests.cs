using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Postgres;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class LoadProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-profile-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Counts_of_filled_refused_and_dates_are_exact()
    {
        var load = Profile("payment_id,canteen_code,paid_at,amount,meal_type,payer_org_name",
            "P1,C1,2025-01-03 12:00,10.50,早,甲局", "P2,C1,2025-01-04 12:00,20,中,", "P3,C2,1901-01-04 12:00,1.2.3,中,", "P4,C2,1902-01-04 12:00,30,晚,乙局", "P5,,2099-01-04 12:00,40,晚餐,");
        load.Should().BeEquivalentTo(new { Rows = 5, Accepted = 3, Repeated = 0 }, o => o.ExcludingMissingMembers());
        load.Column("payer_org_name")!.Filled.Should().Be(2);
        load.Column("amount")!.Refused.Should().Equal(new Dictionary<string, long> { ["two_decimal_points"] = 1 });
        load.Column("canteen_code")!.Refused.Should().ContainKey("missing_value");
        load.Column("paid_at").Should().BeEquivalentTo(new { Early = 1, Future = 0 }, o => o.ExcludingMissingMembers());
        load.Column("amount")!.Range.Should().BeEquivalentTo(new { Min = 10.5, Median = 20.0, Max = 30.0 }, o => o.ExcludingMissingMembers());
        load.Column("meal_type")!.Codes.Should().Equal(new Dictionary<string, long> { ["中"] = 1, ["早"] = 1, ["晚"] = 1 });
        load.Column("letter_no").Should().BeEquivalentTo(new { Supplied = false, Filled = 0 }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public void A_date_after_the_day_of_the_load_is_in_the_future_and_a_deadline_is_not()
    {
        var load = Profile("编号,政策,部门,主体代码,主体,区划,申报日期,申报金额,应拨付日期".Replace("编号", "申报编号").Replace("政策", "奖补政策名称").Replace("部门", "主管部门")
            .Replace("主体代码", "申报主体代码").Replace(",主体,", ",申报主体,").Replace("区划", "行政区划代码"),
            "A1,技改,工信局,91340800MA2N0XQ03E,甲厂,340801,2026-01-01,100,2031-01-01", "A2,技改,工信局,91340800MA2N0XQ03E,甲厂,340801,2026-01-02,100,2031-01-01");
        load.Column("applied_on")!.Future.Should().Be(1);
        load.Column("disburse_due_on")!.Future.Should().Be(0);
    }

    [Fact]
    public void Distinct_values_are_near_the_truth_and_quantiles_come_from_all_of_the_file()
    {
        const int rows = 200_000;
        var load = Profile("payment_id,canteen_code,paid_at,amount,payer_org_name", Enumerable.Range(0, rows).Select(i => $"P{i},C{i % 700},2025-01-03 12:00,{i},局{i % 30_000}").ToArray());
        load.Column("payment_id")!.Distinct.Should().BeInRange(rows * 9 / 10, rows * 11 / 10);
        load.Column("canteen_code")!.Distinct.Should().BeInRange(650, 750);
        load.Column("payer_org_name")!.Distinct.Should().BeInRange(26_000, 34_000);
        var range = load.Column("amount")!.Range!;
        (range.Min, range.Max).Should().Be((0, rows - 1));
        range.Sample.Should().BeInRange(1024, 2048);
        range.Median.Should().BeInRange(rows * 0.47, rows * 0.53);
        range.P95.Should().BeInRange(rows * 0.92, rows * 0.98);
    }

    [Fact]
    public void Thousands_of_values_are_counted_and_only_what_is_estimated_says_so()
    {
        var load = Profile("payment_id,canteen_code,paid_at,amount,payer_org_name", Enumerable.Range(0, 6_000).Select(i => $"P{i},C{i % 105},2025-01-03 12:00,{i},局{i % 4_096}").ToArray());
        load.Column("canteen_code").Should().BeEquivalentTo(new { Distinct = 105, ApproximateDistinct = false }, o => o.ExcludingMissingMembers());
        load.Column("payer_org_name").Should().BeEquivalentTo(new { Distinct = 4_096, ApproximateDistinct = false }, o => o.ExcludingMissingMembers());
        load.Column("payment_id").Should().BeEquivalentTo(new { ApproximateDistinct = true, ApproximateQuantiles = false }, o => o.ExcludingMissingMembers());
        load.Column("payment_id")!.Distinct.Should().BeInRange(5_400, 6_600);
        (ColumnWords.Distinct(load.Column("canteen_code")!), ColumnWords.Distinct(load.Column("payment_id")!)).Should().Be(("105", $"≈{load.Column("payment_id")!.Distinct:N0}"));
        load.Column("amount")!.ApproximateQuantiles.Should().BeTrue("2,048 values at most are kept");
        ColumnWords.Median(load.Column("amount")!, load.Column("amount")!.Range!).Should().StartWith("≈");
        ColumnWords.Filled(load.Column("payment_id")!, load).Should().Be("100.0 %");
        ColumnWords.Filled(load.Column("payment_id")!, load with { Accepted = 0 }).Should().Be("—", "no row was readable");
        Profile("payment_id,canteen_code,paid_at,amount", "P1,C1,2025-01-03 12:00,10", "P2,C1,2025-01-03 12:00,11").Column("amount")!.ApproximateQuantiles.Should().BeFalse();
    }

    [Fact]
    public void Values_told_apart_in_a_part_of_the_rows_are_an_estimate()
    {
        var load = Profile("payment_id,canteen_code,paid_at,amount", Enumerable.Range(0, 70_000).Select(i => $"P{i},C{i % 105},2025-01-03 12:00,{i}").ToArray());
        load.Column("canteen_code").Should().BeEquivalentTo(new { Distinct = 105, ApproximateDistinct = true }, o => o.ExcludingMissingMembers());
    }

    // Income and expense in turn, two schools in turn: at even distances only one of them would be looked at.
    [Theory]
    [InlineData(6_000)]
    [InlineData(150_000)]
    public void Rows_that_alternate_are_seen_as_often_as_they_are(int rows)
    {
        LoadSummary Of(int first) => Profile("payment_id,canteen_code,paid_at,amount,meal_type", Enumerable.Range(0, rows).Select(i => $"P{i},C1,2025-01-03 12:00,{((i + first) % 2 == 0 ? 1_000 : 10)},{((i + first) % 2 == 0 ? "早" : "中")}").ToArray());
        var (one, other) = (Of(0), Of(1));
        Comparison.Drift(one, other).Should().BeEmpty();
        foreach (var load in new[] { one, other })
        {
            var codes = load.Column("meal_type")!;
            codes.ApproximateCodes.Should().Be(rows > 65_536);
            codes.Codes!.Values.Sum().Should().BeInRange(rows - 1, rows + 1);
            codes.Codes!["早"].Should().BeInRange(rows * 47 / 100, rows * 53 / 100);
            (load.Column("amount")!.Range!.P25, load.Column("amount")!.Range!.P75).Should().Be((10, 1_000));
            ColumnWords.Codes(codes, 6).Should().HaveCount(2).And.OnlyContain(c => c.Contains('≈') == rows > 65_536);
            ColumnWords.Codes(codes, 1).Should().BeEmpty("nobody reads a long list");
        }
    }

    [Fact]
    public void The_same_code_in_every_row_of_a_long_file_is_counted_as_often_as_there_are_rows() =>
        Profile("payment_id,canteen_code,paid_at,amount,meal_type", Enumerable.Range(0, 80_000).Select(i => $"P{i},C1,2025-01-03 12:00,10,早").ToArray())
            .Column("meal_type")!.Codes.Should().Equal(new Dictionary<string, long> { ["早"] = 80_000 });

    [Fact]
    public void A_report_made_before_estimates_were_marked_is_taken_for_one() =>
        System.Text.Json.JsonSerializer.Deserialize<ColumnSummary>("""{"Column":"amount","Filled":3,"Distinct":2,"Kind":"number"}""")!.ApproximateDistinct.Should().BeTrue();

    [Fact]
    public void A_key_that_comes_twice_is_counted() =>
        Profile("payment_id,canteen_code,paid_at,amount", "P1,C1,2025-01-03 12:00,10", "P1,C1,2025-01-03 12:00,11").Repeated.Should().Be(1);

    [Fact]
    public void Rows_that_say_the_same_under_another_key_are_counted_and_the_same_row_twice_is_not() =>
        Profile("payment_id,canteen_code,paid_at,amount", "P1,C1,2025-01-03 12:00,10", "P2,C1,2025-01-03 12:00,10.00", "P3,C1,2025-01-03 12:00,11", "P3,C1,2025-01-03 12:00,11")
            .Twins.Should().Be(new TwinCount(3, 2, false));

    [Fact]
    public void Twins_of_a_long_file_are_counted_in_a_slice_of_all_contents()
    {
        // A fifth of the contents comes twice, far apart.
        var rows = Enumerable.Range(0, 100_000).Concat(Enumerable.Range(0, 20_000)).Select((content, i) => $"U{i},A{content},2025-03-01,{content}").ToArray();
        var twins = Profile("use_id,application_id,used_on,amount", rows).Twins!;
        twins.IsSample.Should().BeTrue();
        twins.Rows.Should().BeInRange(TwinSlice.Most / 2, TwinSlice.Most * 2);
        ((double)twins.Twins / twins.Rows).Should().BeApproximately(40_000.0 / 120_000, 0.02);
    }

    [Theory]
    [InlineData(0), InlineData(1), InlineData(105), InlineData(-12345678), InlineData(100_000_000), InlineData(123_456_789_012_345)]
    public void Encoded_money_is_read_back(long cents)
    {
        var block = new PgBlock();
        block.Numeric(cents, 2);
        PgNumber.Numeric(block.Span(4, block.Length)).Should().BeApproximately(cents / 100.0, Math.Abs(cents) * 1e-14);
    }

    private LoadSummary Profile(string header, params string[] lines) => ProfiledText.Of(_folder, header + "\n" + string.Join('\n', lines) + "\n");
}
