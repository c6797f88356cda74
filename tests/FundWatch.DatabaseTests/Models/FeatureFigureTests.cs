using FundWatch.Data.Features;
using FundWatch.Models.Features;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Models;

/// <summary>Figures of a few small features, checked by hand.</summary>
public sealed class FeatureFigureTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private readonly FeatureCatalogue _features = FeatureCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "features"));

    [Fact]
    public async Task Figures_of_a_host_bureau_are_those_of_its_receptions()
    {
        // Five receptions of A, two of B which A visits in turn. Standard 100 a head.
        await database.IntoAsync("reception",
            Visit("A1", "A", "B", "2024-03-04", guests: 4, escorts: 2, meal: 588, total: 600, letter: "L1", payee: "店1"),   // 98 a head: just under; whole hundreds
            Visit("A2", "A", "B", "2024-03-05", guests: 4, escorts: 2, meal: 660, total: 655, letter: null, payee: "店1"),   // 110 a head: over; a day after A1 at the same payee
            Visit("A3", "A", "C", "2024-05-11", guests: 2, escorts: 0, meal: 100, total: 120, letter: "L2", payee: "店2"),   // a Saturday
            Visit("A4", "A", "C", "2024-06-12", guests: 5, escorts: 1, meal: 300, total: 310, letter: "L2", payee: "店3"),
            Visit("A5", "A", "D", "2024-12-18", guests: 5, escorts: 0, meal: 250, total: 315, letter: "L3", payee: "店2"),   // December
            Visit("B1", "B", "A", "2024-04-10", guests: 3, escorts: 1, meal: 200, total: 205, letter: "L4", payee: "店1"),
            Visit("B2", "B", "E", "2024-04-17", guests: 3, escorts: 1, meal: 200, total: 205, letter: "L5", payee: "店1"));

        var (figures, text) = await OneAsync("reception-organisation", "A");

        text.Amount(0).Should().Be(2000);
        text.Text("peer_group", 0).Should().Be("县/4301/教育");
        text.Evidence(0).Should().HaveCount(5).And.HaveElementAt(0, "reception:A2");
        figures["spend_per_guest"].Should().BeApproximately(2000f / 20, 1e-3f);
        figures["meal_per_head"].Should().BeApproximately(1898f / 25, 1e-3f);
        figures["escort_ratio"].Should().BeApproximately(5f / 20, 1e-6f);
        figures["just_under_share"].Should().BeApproximately(0.2f, 1e-6f);
        figures["over_share"].Should().BeApproximately(0.2f, 1e-6f);
        figures["no_letter_share"].Should().BeApproximately(0.2f, 1e-6f);
        figures["receptions_per_letter"].Should().BeApproximately(4f / 3, 1e-5f);
        figures["top_guest_share"].Should().BeApproximately(0.4f, 1e-6f);
        figures["reciprocity"].Should().BeApproximately(0.4f, 1e-6f, "B hosted A in turn");
        figures["off_day_share"].Should().BeApproximately(0.2f, 1e-6f);
        figures["neighbour_share"].Should().BeApproximately(0.4f, 1e-6f);
        figures["top_payee_share"].Should().BeApproximately(1255f / 2000, 1e-5f);
        figures["round_share"].Should().BeApproximately(0.2f, 1e-6f);
        figures["year_end_share"].Should().BeApproximately(315f / 2000, 1e-5f);
        figures["growth"].Should().Be(float.NaN, "there is no year before");

        (await OneAsync("reception-organisation", "B")).Figures["no_letter_share"].Should().Be(float.NaN, "two receptions are too few for a share");
    }

    [Fact]
    public async Task Screens_of_a_tender_are_those_of_its_valid_bids()
    {
        await database.IntoAsync("project", new
        {
            project_id = "P1", project_name = "道路", owner_name = "交通局", region_code = "430100", project_kind = "工程", tender_method = "公开招标",
            control_price = 110, award_amount = 100, contract_amount = 100, supplier_name = "甲",
        });
        await database.IntoAsync("bid",
            Bid("b1", "C1", 100, "有效", device: "d1"), Bid("b2", "C2", 104, "有效", device: "d1"), Bid("b3", "C3", 108, "有效", device: "d2"), Bid("b4", "C4", 90, "否决", device: "d3"));
        await database.IntoAsync("project_event",
            Event("e1", "支付", "2024-02-01", 30, 20), Event("e2", "支付", "2024-03-01", 40, 50), Event("e3", "变更", "2024-03-05", 12, null));

        var (figures, text) = await OneAsync("project", "P1");

        text.Amount(0).Should().Be(100);
        figures["bidders"].Should().Be(3);
        figures["bid_cv"].Should().BeApproximately(4f / 104, 1e-6f);           // sd of 100, 104, 108 is 4
        figures["bid_spread"].Should().BeApproximately(0.08f, 1e-6f);
        figures["second_gap"].Should().BeApproximately(0.04f, 1e-6f);
        figures["relative_distance"].Should().BeApproximately(MathF.Log(1 + (4 / MathF.Sqrt(8))), 1e-5f); // losing bids 104, 108: sd sqrt(8)
        figures["rejected_share"].Should().BeApproximately(0.25f, 1e-6f);
        figures["shared_traces"].Should().Be(2);
        figures["discount"].Should().BeApproximately(1 - (100f / 110), 1e-6f);
        figures["change_ratio"].Should().BeApproximately(0.12f, 1e-6f);
        figures["paid_ahead"].Should().BeApproximately(0.2f, 1e-6f);           // 70 % paid at 50 % progress
        figures["paid_share"].Should().BeApproximately(0.7f, 1e-6f);
    }

    [Fact]
    public async Task Figures_of_a_school_hold_its_prices_against_the_other_schools()
    {
        // Five schools pay 10 a kilogram for rice in March, the sixth 15.
        await database.IntoAsync("meal_purchase", [.. Enumerable.Range(1, 6).Select(i => new
        {
            purchase_id = $"m{i}", school_code = $"S{i}", school_name = $"学校{i}", region_code = "430100", supplier_name = "粮店", item_name = "大米",
            quantity = 100, unit = "公斤", unit_price = i == 6 ? 15 : 10, amount = i == 6 ? 1500 : 1000, purchased_on = "2024-03-05", diners = 200, channel = "自行采购",
        })]);

        var (figures, _) = await OneAsync("meal-school", "S6");

        figures["price_to_peers"].Should().BeApproximately(1.5f, 1e-6f);
        figures["dear_item_share"].Should().Be(1);
        figures["kg_per_cover"].Should().BeApproximately(0.5f, 1e-6f);
        figures["spend_per_cover"].Should().BeApproximately(7.5f, 1e-6f);
    }

    [Fact]
    public async Task Figures_of_a_canteen_count_its_payers_and_hours()
    {
        // 40 payments of 20: one person pays 10 of them, two for the same meal; four at midnight.
        await database.IntoAsync("canteen_payment", [.. Enumerable.Range(1, 40).Select(i => new
        {
            payment_id = $"c{i}", canteen_code = "K1", paid_at = $"2024-03-{(i <= 10 ? Math.Max(2, i) : 4 + (i % 20)):D2} {(i > 36 ? "23:30" : "12:10")}+08",
            amount = 20, payer_id = i <= 10 ? "p_one" : $"p_{i}", meal_type = "中",
        })]);

        var (figures, text) = await OneAsync("canteen", "K1");

        text.Amount(0).Should().Be(800);
        figures["top_payer_share"].Should().BeApproximately(0.25f, 1e-6f);
        figures["meals_per_payer"].Should().BeApproximately(40f / 31, 1e-5f);
        figures["repeat_share"].Should().BeApproximately(1f / 40, 1e-6f);
        figures["off_slot_share"].Should().BeApproximately(0.1f, 1e-6f);
        figures["round_share"].Should().Be(1);
    }

    [Fact]
    public async Task A_canteen_that_gives_days_without_hours_pays_neither_at_night_nor_twice_for_a_meal()
    {
        // Breakfast, lunch and supper of twelve people on three days.
        var paid = (from day in Enumerable.Range(5, 3) from person in Enumerable.Range(1, 12) from meal in "早中晚" select (day, person, meal)).ToList();
        await database.IntoAsync("canteen_payment", [.. paid.Select(p => new { payment_id = $"d{p.day}{p.person}{p.meal}", canteen_code = "K2", paid_at = $"2024-08-{p.day:D2} 00:00+08", amount = 21, payer_id = $"p_{p.person}" })]);
        await database.IntoAsync("canteen_payment", [.. paid.Select(p => new { payment_id = $"m{p.day}{p.person}{p.meal}", canteen_code = "K3", paid_at = $"2024-08-{p.day:D2} 00:00+08", amount = 21, payer_id = $"p_{p.person}", meal_type = $"{p.meal}" })]);

        var (days, _) = await OneAsync("canteen", "K2");
        var (meals, _) = await OneAsync("canteen", "K3");

        days["off_slot_share"].Should().Be(float.NaN, "nobody knows the hours");
        days["repeat_share"].Should().Be(float.NaN, "nor which payments belong to one meal");
        days["payments_per_day"].Should().Be(36);
        meals["off_slot_share"].Should().Be(float.NaN);
        meals["repeat_share"].Should().Be(0);
    }

    [Fact]
    public async Task Bids_of_a_day_without_hours_were_not_submitted_within_minutes_of_each_other()
    {
        foreach (var (project, at, region) in new[] { ("T1", "2024-03-25 00:00+08", "430100"), ("T2", "2024-03-26 00:00+08", "430100"), ("T3", "2024-03-27 00:00Z", "000000"), ("T4", "2024-03-28 09:00+08", "430100") })
        {
            await database.IntoAsync("project", new { project_id = project, project_name = "道路", owner_name = "交通局", region_code = region, supplier_name = "甲" });
            await database.IntoAsync("bid", [.. new[] { "D1", "D2", "D3" }.Select(b => new
            {
                bid_id = project + b, project_id = project, bidder_code = b, bidder_name = b, bid_amount = 100, status = "有效",
                submitted_at = project == "T4" && b == "D3" ? "2024-03-28 10:00+08" : at,
            })]);
        }

        (await OneAsync("company-bidder", "D1")).Figures["last_minute_share"].Should().Be(1, "of the one tender whose hours are known");
        (await OneAsync("company-bidder", "D3")).Figures["last_minute_share"].Should().Be(0);
    }

    private static object Visit(string id, string host, string guest, string date, int guests, int escorts, decimal meal, decimal total, string? letter, string payee) => new
    {
        reception_id = id, org_code = host, org_name = host + "局", region_code = "430100", org_level = "县", sector = "教育", reception_date = date, letter_no = letter,
        guest_org_code = guest, guest_region_code = "430200", guest_count = guests, accompany_count = escorts, meal_count = 1, standard_per_head = 100,
        meal_amount = meal, total_amount = total, payee_name = payee,
    };

    private static object Bid(string id, string bidder, decimal amount, string status, string device) => new
    {
        bid_id = id, project_id = "P1", bidder_code = bidder, bidder_name = bidder, bid_amount = amount, status, device_id = device,
    };

    private static object Event(string id, string kind, string date, decimal amount, decimal? progress) => new
    {
        event_id = id, project_id = "P1", event_kind = kind, event_on = date, amount, progress_pct = progress, payee_name = "甲",
    };

    private async Task<(IReadOnlyDictionary<string, float> Figures, FeatureRowText Text)> OneAsync(string set, string subject)
    {
        await foreach (var batch in new FeatureReader(database.Store).ReadAsync(_features.Get(set), rowsPerBatch: 1))
        {
            var text = new FeatureRowText(batch);
            if (text.Text("subject_code", 0) == subject)
            {
                var rows = new FeatureColumns(batch);
                return (_features.Get(set).Features.Select((f, j) => (f.Name, Value: rows[j][0])).ToDictionary(f => f.Name, f => f.Value), text);
            }
        }

        throw new InvalidOperationException($"{set} has no row for {subject}.");
    }
}
