namespace FundWatch.Samples.Streams;

/// <summary>A cell that cannot be read; its row must end in quarantine.</summary>
public sealed record Misprint(string Column, string Text);

public static class Misprints
{
    /// <summary>At most two broken rows per event stream, none in the registers.</summary>
    public static Misprint? For(string stream, int part) => (stream, part) switch
    {
        ("reception", 0) => new("reception_date", "2025-13-45"),
        ("reception", 3) => new("guest_count", "-3"),
        ("canteen_payment", 0) => new("amount", "36.0.0"),
        ("canteen_payment", 1) => new("paid_at", "昨天中午"),
        ("subsidy", 0) => new("applied_amount", "1.234.50"),
        ("subsidy", 1) => new("applicant_name", ""),
        ("fund_use", 0) => new("used_on", "2025年2月30日"),
        ("fund_use", 1) => new("amount", "12.80.5"),
        ("project", 2) => new("project_name", ""),
        ("bid", 0) => new("bid_amount", "98..5"),
        ("bid", 1) => new("bidder_code", ""),
        ("project_event", 0) => new("event_on", "2025/0/7"),
        ("project_event", 1) => new("event_kind", ""),
        ("meal_purchase", 0) => new("unit_price", "3.1.5"),
        ("meal_purchase", 2) => new("purchased_on", "不详"),
        _ => null,
    };
}
