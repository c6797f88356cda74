using FundWatch.Host.Accounts;
using FundWatch.Host.Pages;

namespace FundWatch.UnitTests.Accounts;

public sealed class PermissionTests
{
    [Theory]
    [InlineData(Role.SystemAdmin)]
    [InlineData(Role.SecurityAdmin)]
    [InlineData(Role.AuditAdmin)]
    public void Administrators_cannot_read_move_or_export_leads(string role) =>
        new[] { Permission.ReadLeads, Permission.MoveLeads, Permission.ExportLeads }.Should().OnlyContain(p => !Permission.Allows(p, role));

    [Fact]
    public void Whoever_manages_accounts_sees_neither_leads_nor_the_trail() =>
        Permission.Roles[Permission.ManageAccounts].Should().OnlyContain(r => !Permission.Allows(Permission.ReadLeads, r) && !Permission.Allows(Permission.ReadOfficeTrail, r));

    [Fact]
    public void Every_role_has_a_page_to_start_on() => Role.All.Select(Menu.FirstFor).Should().OnlyContain(path => path.StartsWith('/'));

    [Fact]
    public void Permissions_name_known_roles_only() => Permission.Roles.Values.SelectMany(r => r).Except(Role.All).Should().BeEmpty();
}
