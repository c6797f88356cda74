namespace FundWatch.UnitTests.Samples;

/// <summary>A clean prefecture keeps every hard limit on tenders, contracts and payments.</summary>
[Collection("clean prefecture")]
public sealed class CleanProjectTests(CleanPrefecture clean)
{
    private List<SampleRow> Projects => clean.Rows("project").ToList();

    private ILookup<string, SampleRow> Bids => clean.Rows("bid").ToLookup(b => b["project_id"]);

    [Fact]
    public void What_must_be_tendered_is_tendered()
    {
        Projects.Where(p => p["tender_method"] is not ("公开招标" or "邀请招标")).Should().OnlyContain(p => p.Money("budget_amount") < Limit(p["project_kind"]));
    }

    [Fact]
    public void Nobody_cuts_a_project_into_parts()
    {
        Projects.Where(p => p["tender_method"] is not ("公开招标" or "邀请招标"))
            .Select(p => (p["owner_code"], p["project_name"])).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Tenders_stay_open_for_twenty_days_and_dates_follow_each_other()
    {
        foreach (var p in Projects.Where(p => p.Has("bid_deadline")))
        {
            var deadline = DateOnly.FromDateTime(p.Time("bid_deadline"));
            var period = deadline.DayNumber - p.Date("tender_notice_on").DayNumber;
            period.Should().BeGreaterThanOrEqualTo(p["tender_method"] is "公开招标" or "邀请招标" ? 20 : 10, p.Key);
            p.Date("approved_on").Should().BeBefore(p.Date("tender_notice_on"), p.Key);
            p.Date("awarded_on").Should().BeAfter(deadline, p.Key);
        }

        foreach (var p in Projects)
        {
            (p.Date("contract_signed_on").DayNumber - p.Date("awarded_on").DayNumber).Should().BeInRange(0, 30, p.Key);
            p.Money("contract_amount").Should().Be(p.Money("award_amount"), p.Key);
            p.Money("contract_amount").Should().BeLessThanOrEqualTo(p.Money("budget_amount"), p.Key);
            if (p.Has("started_on"))
            {
                p.Date("started_on").Should().BeOnOrAfter(p.Date("contract_signed_on"), p.Key);
            }
        }
    }

    [Fact]
    public void Bidders_are_three_at_least_and_have_nothing_in_common()
    {
        var holders = clean.Rows("company").ToDictionary(c => c["company_code"], c => c["shareholders"].Split(';'));
        foreach (var project in Bids)
        {
            var bids = project.ToList();
            bids.Count(b => b["status"] == "有效").Should().BeGreaterThanOrEqualTo(3, project.Key);
            foreach (var column in (string[])["bidder_code", "document_author", "device_id", "deposit_account", "legal_rep", "phone", "address", "contact", "bid_amount"])
            {
                bids.Select(b => b[column]).Should().OnlyHaveUniqueItems($"{column} of {project.Key}");
            }

            bids.SelectMany(b => holders[b["bidder_code"]]).Should().OnlyHaveUniqueItems(project.Key);
        }
    }

    [Fact]
    public void Prices_scatter_and_the_lowest_valid_bid_wins()
    {
        var projects = Projects.ToDictionary(p => p.Key);
        foreach (var project in Bids)
        {
            var prices = project.Select(b => b.Money("bid_amount")).ToList();
            var mean = prices.Average();
            var deviation = Math.Sqrt(prices.Sum(p => Math.Pow((double)(p - mean), 2)) / (prices.Count - 1));
            (deviation / (double)mean).Should().BeGreaterThan(0.02, project.Key);
            var winner = project.Where(b => b["status"] == "有效").MinBy(b => b.Money("bid_amount"))!;
            projects[project.Key]["supplier_code"].Should().Be(winner["bidder_code"], project.Key);
            projects[project.Key].Money("contract_amount").Should().Be(winner.Money("bid_amount"), project.Key);
            project.Should().OnlyContain(b => b.Time("submitted_at") < projects[project.Key].Time("bid_deadline"));
        }
    }

    [Fact]
    public void Payments_stay_behind_progress_and_changes_small()
    {
        var events = clean.Rows("project_event").ToLookup(e => e["project_id"]);
        foreach (var p in Projects)
        {
            var contract = p.Money("contract_amount");
            var paid = 0m;
            foreach (var payment in events[p.Key].Where(e => e["event_kind"] == "支付").OrderBy(e => e.Date("event_on")))
            {
                paid += payment.Money("amount");
                paid.Should().BeLessThanOrEqualTo(contract * payment.Money("progress_pct") / 100, p.Key);
                payment["payee_name"].Should().Be(p["supplier_name"]);
            }

            events[p.Key].Where(e => e["event_kind"] is "变更" or "签证").Sum(e => e.Money("amount")).Should().BeLessThanOrEqualTo(contract * 0.1m, p.Key);
            if (p.Has("settlement_audited"))
            {
                (1 - (p.Money("settlement_audited") / p.Money("settlement_submitted"))).Should().BeInRange(0, 0.08m, p.Key);
            }
        }
    }

    [Fact]
    public void No_barred_company_wins_and_no_relative_of_an_official_bids()
    {
        var barred = clean.Rows("watchlist").ToLookup(w => w["subject_code"]);
        Projects.Should().OnlyContain(p => barred[p["supplier_code"]].All(w => w.Date("listed_on") > p.Date("awarded_on") || (w.Has("until") && w.Date("until") < p.Date("awarded_on"))));
        var officials = clean.Rows("personnel").SelectMany(p => p["relatives"].Split(';').Append(p["person_name"])).ToHashSet();
        clean.Rows("company").Should().OnlyContain(c => !officials.Contains(c["legal_rep"]));
    }

    // 国家发展改革委令第16号第五条
    private static decimal Limit(string kind) => kind switch { "货物" => 2_000_000, "服务" => 1_000_000, _ => 4_000_000 };
}
