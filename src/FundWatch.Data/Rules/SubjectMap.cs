namespace FundWatch.Data.Rules;

/// <summary>
/// Which subjects a record names. When records of a stream change, the subjects of a rule's kind that they name are judged anew. A stream that
/// is not here for a kind (a holiday, a price list, a reception standard) bears on everybody: its change means judging all.
/// </summary>
internal static class SubjectMap
{
    /// <param name="Query">Selects subject codes from `changed`, the changed rows of the stream (the old versions among them).</param>
    /// <param name="Belongs">The same the other way round: the condition under which a row of the stream is one of the subjects `mine`, through the rows of `linked_…` where
    /// another stream stands between; null where no group needs it.</param>
    /// <param name="IsOwn">True where the codes stand in the rows themselves; these queries also find all subjects there are.</param>
    internal sealed record Touch(string Stream, string Kind, string Query, bool IsOwn, string? Belongs);

    /// <summary>The streams that stand between a record and its subject.</summary>
    public static IReadOnlyList<string> Links { get; } = ["subsidy", "reception"];

    public static IReadOnlyList<Touch> All { get; } =
    [
        Own("organisation", "reception", "org_code", "guest_org_code"),
        Own("organisation", "canteen_payment", "canteen_code"),
        Via("organisation", "canteen_payment", $"select r.org_code from reception r where {Letter("r.letter_no")} in (select {Letter("letter_no")} from changed)",
            $"{Letter("letter_no")} in (select {Letter("r.letter_no")} from linked_reception r where r.org_code in (select subject_code from mine))"),
        Own("organisation", "subsidy", "department_code"),
        Via("organisation", "fund_use", "select s.department_code from subsidy s where s.application_id in (select application_id from changed)",
            "application_id in (select s.application_id from linked_subsidy s where s.department_code in (select subject_code from mine))"),
        Own("organisation", "project", "owner_code"),
        Via("organisation", "bid", "select p.owner_code from project p where p.project_id in (select project_id from changed)"),
        Via("organisation", "project_event", "select p.owner_code from project p where p.project_id in (select project_id from changed)"),
        Own("organisation", "meal_purchase", "school_code"),
        Own("organisation", "organisation", "org_code"),
        // The register says where a guest is from.
        Via("organisation", "organisation", "select r.org_code from reception r where r.guest_org_code in (select org_code from changed)"),
        Own("organisation", "personnel", "org_code"),

        Own("company", "subsidy", "applicant_code"),
        Via("company", "fund_use", "select s.applicant_code from subsidy s where s.application_id in (select application_id from changed)",
            "application_id in (select s.application_id from linked_subsidy s where s.applicant_code in (select subject_code from mine))"),
        Own("company", "project", "supplier_code"),
        Own("company", "bid", "bidder_code"),
        // Rivals in the same lot: a bid that arrives later may match one judged before.
        Via("company", "bid", "select b.bidder_code from bid b where b.project_id in (select project_id from changed)"),
        Via("company", "project", "select b.bidder_code from bid b where b.project_id in (select project_id from changed)"),
        Via("company", "project_event", "select p.supplier_code from project p where p.project_id in (select project_id from changed)"),
        Own("company", "meal_purchase", "supplier_code"),
        Own("company", "company", "company_code"),
        Own("company", "watchlist", "subject_code"),

        Own("project", "project", "project_id"),
        Own("project", "bid", "project_id"),
        Own("project", "project_event", "project_id"),
        Via("project", "company", """
            select b.project_id from bid b where b.bidder_code in (select company_code from changed)
            union all select p.project_id from project p where p.supplier_code in (select company_code from changed)
            """),
        Via("project", "watchlist", """
            select b.project_id from bid b where b.bidder_code in (select subject_code from changed)
            union all select p.project_id from project p where p.supplier_code in (select subject_code from changed)
            """),

        Own("application", "subsidy", "application_id"),
        Own("application", "fund_use", "application_id"),
        Via("application", "company", "select s.application_id from subsidy s where s.applicant_code in (select company_code from changed)"),
        Via("application", "watchlist", "select s.application_id from subsidy s where s.applicant_code in (select subject_code from changed)"),

        Own("person", "subsidy", "applicant_code"),
        Via("person", "fund_use", "select s.applicant_code from subsidy s where s.application_id in (select application_id from changed)"),
        Own("person", "personnel", "person_id"),
        Own("person", "reception", "handler", "approver"),
        Own("person", "watchlist", "subject_code"),
    ];

    public static IEnumerable<Touch> For(string kind, string stream) => All.Where(t => t.Kind == kind && t.Stream == stream);

    // The same letter, whatever brackets and blanks each side writes.
    private static string Letter(string column) => $"translate({column}, ' 　〔〕[]（）()【】', '')";

    private static Touch Own(string kind, string stream, params string[] columns) =>
        new(stream, kind, string.Join(" union all ", columns.Select(c => $"select {c} from changed")), IsOwn: true,
            string.Join(" or ", columns.Select(c => $"{c} in (select subject_code from mine)")));

    private static Touch Via(string kind, string stream, string query, string? belongs = null) => new(stream, kind, query, IsOwn: false, belongs);
}
