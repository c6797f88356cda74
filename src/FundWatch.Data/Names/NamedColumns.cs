namespace FundWatch.Data.Names;

/// <summary>A column that names an organisation or company, with the columns that may hold its code and its place.</summary>
/// <param name="RowRegion">The place of the row as such, where it is not the body's own: what a short name without a place may be about.</param>
internal sealed record NamedColumn(string Kind, string Stream, string Name, string? Code, string? Region, string? RowRegion = null)
{
    public const string Organisation = "organisation", Company = "company";

    /// <summary>All that are looked at.</summary>
    public static IReadOnlyList<NamedColumn> All { get; } =
    [
        new(Organisation, "reception", "guest_org_name", "guest_org_code", "guest_region_code", "region_code"),
        new(Organisation, "subsidy", "department_name", "department_code", "region_code"),
        new(Organisation, "project", "owner_name", "owner_code", "region_code"),
        new(Organisation, "canteen_payment", "payer_org_name", null, "canteen_region_code"),
        new(Company, "project", "supplier_name", "supplier_code", null),
        new(Company, "meal_purchase", "supplier_name", "supplier_code", null),
        new(Company, "fund_use", "payee_name", null, null),
        new(Company, "project_event", "payee_name", null, null),
    ];

    /// <summary>Rows of (source_id, written name, region, the row's own region where that one is not stated, rows) whose name has no code.</summary>
    public string Select =>
        $"select source_id, {Name}, {Region ?? "null::text"}, {(RowRegion is null ? "null::text" : $"case when {Region} is null then {RowRegion} end")}, count(*) from record.{Stream} where {Name} is not null{(Code is null ? "" : $" and {Code} is null")} group by 1, 2, 3, 4";
}
