using FundWatch.Samples.World;

namespace FundWatch.UnitTests.Samples;

/// <summary>A clean prefecture keeps every hard limit on receptions; the checks are written out here without the program's rules.</summary>
[Collection("clean prefecture")]
public sealed class CleanReceptionTests(CleanPrefecture clean)
{
    private List<SampleRow> Receptions => clean.Rows("reception").DistinctBy(r => r.Key).ToList();

    [Fact]
    public void Nothing_is_planted() => File.ReadLines(clean.Report.TruthFile).Should().ContainSingle();

    [Fact]
    public void Escorts_keep_to_three_or_a_third()
    {
        Receptions.Should().OnlyContain(r => r.Count("accompany_count") <= (r.Count("guest_count") <= 10 ? 3 : r.Count("guest_count") / 3));
    }

    [Fact]
    public void Every_reception_has_a_letter_of_its_own_dated_before_it()
    {
        Receptions.Should().OnlyContain(r => r.Has("letter_no") && r.Date("letter_date") < r.Date("reception_date") && r["meal_count"] == "1");
        Receptions.Select(r => (r["org_code"], r["letter_no"])).Should().OnlyHaveUniqueItems();
        Receptions.Select(r => r["letter_no"]).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Letters_of_an_issuer_are_numbered_in_the_order_of_their_dates()
    {
        var issued = Receptions.GroupBy(r => (r["letter_no"].Split('〔')[0], r.Date("letter_date").Year))
            .Select(g => g.OrderBy(r => int.Parse(r["letter_no"].Split('〕')[1].TrimEnd('号'))).Select(r => r.Date("letter_date")).ToList());

        issued.Should().OnlyContain(dates => dates.SequenceEqual(dates.Order()));
    }

    [Fact]
    public void Bills_keep_to_the_standard_in_force_and_add_up()
    {
        var standards = clean.Rows("reception_standard").ToList();
        foreach (var r in Receptions)
        {
            var on = r.Date("reception_date");
            var standard = standards
                .Where(s => r["region_code"].StartsWith(s["region_code"], StringComparison.Ordinal) && s["org_level"] == r["org_level"] && s["meal_type"] == r["meal_type"]
                    && s.Date("valid_from") <= on && (!s.Has("valid_to") || on <= s.Date("valid_to")))
                .MaxBy(s => s["region_code"].Length)!.Money("per_head");
            r.Money("meal_amount").Should().BeLessThanOrEqualTo(standard * (r.Count("guest_count") + r.Count("accompany_count")), r.Key);
            r.Money("total_amount").Should().Be(r.Money("meal_amount") + r.Money("lodging_amount") + r.Money("alcohol_amount") + r.Money("other_amount"), r.Key);
            r.Money("standard_per_head", standard).Should().Be(standard, r.Key);
        }
    }

    [Fact]
    public void Guests_come_from_other_prefectures_and_nobody_comes_too_often()
    {
        Receptions.Should().OnlyContain(r => r["guest_region_code"].Substring(0, 4) != r["region_code"].Substring(0, 4));
        var hosts = Receptions.Select(r => r["org_code"]).ToHashSet();
        Receptions.Should().OnlyContain(r => !hosts.Contains(r["guest_org_code"]));
        foreach (var pair in Receptions.Where(r => r.Has("guest_org_code")).GroupBy(r => (r["org_code"], r["guest_org_code"])))
        {
            var days = pair.Select(r => r.Date("reception_date")).Order().ToList();
            days.Zip(days.Skip(2)).Count(p => p.Second.DayNumber - p.First.DayNumber <= 31).Should().Be(0, pair.Key.ToString());
            days.Count.Should().BeLessThan(12);
        }
    }

    [Fact]
    public void Claims_are_neither_split_nor_repeated()
    {
        Receptions.Select(r => r["invoice_no"]).Concat(clean.Rows("fund_use").Select(u => u["invoice_no"])).Should().OnlyHaveUniqueItems();
        foreach (var host in Receptions.GroupBy(r => r["org_code"]))
        {
            var days = host.Select(r => r.Date("reception_date").DayNumber).Order().ToList();
            days.Zip(days.Skip(1)).Count(p => p.Second - p.First < 2).Should().Be(0, host.Key);
        }
    }

    [Fact]
    public void No_alcohol_no_cash_no_club_and_only_workdays()
    {
        Receptions.Should().OnlyContain(r => r.Money("alcohol_amount") == 0 && r["payment_method"] != "现金" && r["venue_type"] != "私人会所");
        Receptions.Should().OnlyContain(r => WorkCalendar.IsWorkday(r.Date("reception_date")) && r.Date("reimbursed_on") > r.Date("reception_date"));
    }

    [Fact]
    public void At_a_designated_canteen_every_diner_paid_within_the_hours()
    {
        var payments = clean.Rows("canteen_payment").Where(p => p.Has("letter_no")).ToLookup(p => (p["letter_no"], p["meal_type"]));
        foreach (var r in Receptions.Where(r => r["venue_type"] == "定点食堂"))
        {
            var own = payments[(r["letter_no"], r["meal_type"])].ToList();
            own.Select(p => p["payer_id"]).Distinct().Should().HaveCount(r.Count("guest_count") + r.Count("accompany_count"), r.Key);
            own.Should().OnlyContain(p => DateOnly.FromDateTime(p.Time("paid_at")) == r.Date("reception_date"), r.Key);
        }

        clean.Rows("canteen_payment").Should().OnlyContain(p => InHours(p.Time("paid_at").TimeOfDay, p["meal_type"]));
        clean.Rows("canteen_payment").GroupBy(p => (p["payer_id"], p.Time("paid_at").Date, p["meal_type"], p["canteen_code"])).Should().OnlyContain(g => g.Count() == 1);
    }

    private static bool InHours(TimeSpan time, string meal) => meal switch
    {
        "早" => time >= new TimeSpan(6, 30, 0) && time <= new TimeSpan(9, 30, 0),
        "中" => time >= new TimeSpan(11, 0, 0) && time <= new TimeSpan(14, 0, 0),
        _ => time >= new TimeSpan(17, 0, 0) && time <= new TimeSpan(20, 0, 0),
    };
}
