using Microsoft.AspNetCore.Authorization;

namespace FundWatch.Host.Accounts;

/// <summary>What an account may do. Each page and endpoint names one of these; a role that is not listed may not.</summary>
public static class Permission
{
    public const string ReadLeads = "leads.read";
    public const string MoveLeads = "leads.move";
    public const string ExportLeads = "leads.export";
    public const string ReadRuns = "runs.read";
    public const string StartRuns = "runs.start";
    public const string ReadBatches = "batches.read";
    public const string WithdrawBatches = "batches.withdraw";

    /// <summary>Refused rows in their own words, with what is personal in them.</summary>
    public const string ManageQuarantine = "quarantine.manage";
    /// <summary>Which registered organisation a written name is.</summary>
    public const string ManageNames = "names.manage";
    public const string LoadFiles = "files.load";
    public const string ManageAccounts = "accounts.manage";
    public const string ReadOfficeTrail = "trail.read";

    public static IReadOnlyDictionary<string, string[]> Roles { get; } = new Dictionary<string, string[]>
    {
        [ReadLeads] = [Role.Auditor, Role.DataStaff, Role.Supervisor],
        [MoveLeads] = [Role.Auditor, Role.Supervisor],
        [ExportLeads] = [Role.Auditor, Role.Supervisor],
        [ReadRuns] = [Role.Auditor, Role.DataStaff, Role.Supervisor, Role.SystemAdmin],
        [StartRuns] = [Role.DataStaff],
        [ReadBatches] = [Role.DataStaff, Role.Supervisor],
        [WithdrawBatches] = [Role.DataStaff],
        [ManageQuarantine] = [Role.DataStaff],
        [ManageNames] = [Role.DataStaff],
        [LoadFiles] = [Role.DataStaff],
        [ManageAccounts] = [Role.SecurityAdmin],
        [ReadOfficeTrail] = [Role.AuditAdmin, Role.Supervisor],
    };

    public static bool Allows(string permission, string role) => Roles[permission].Contains(role);

    /// <summary>One policy per permission; anything without one still needs a signed-in account.</summary>
    public static void AddPolicies(AuthorizationOptions options)
    {
        foreach (var (permission, roles) in Roles)
        {
            options.AddPolicy(permission, policy => policy.RequireAuthenticatedUser().RequireRole(roles));
        }

        options.FallbackPolicy = options.DefaultPolicy;
    }
}
