namespace FundWatch.Host.Accounts;

/// <summary>The roles of <c>review.account.role</c>. The three administrators are three people (三员分立) and none of them reads leads.</summary>
public static class Role
{
    public const string Auditor = "auditor";
    public const string DataStaff = "data_staff";
    public const string Supervisor = "supervisor";
    public const string SystemAdmin = "system_admin";
    public const string SecurityAdmin = "security_admin";
    public const string AuditAdmin = "audit_admin";

    public static string English(string role) => role switch
    {
        Auditor => "auditor", DataStaff => "data staff", Supervisor => "supervisor",
        SystemAdmin => "system administrator", SecurityAdmin => "security administrator", AuditAdmin => "audit administrator", _ => role,
    };

    public static IReadOnlyList<string> All { get; } = [Auditor, DataStaff, Supervisor, SystemAdmin, SecurityAdmin, AuditAdmin];
}
