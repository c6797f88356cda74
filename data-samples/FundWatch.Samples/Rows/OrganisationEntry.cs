using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>An entry of the register of organisations. Properties are the columns of stream organisation.</summary>
public sealed class OrganisationEntry : Row
{
    public override string Stream => "organisation";

    public override string Key { get; set; } = "";

    public string OrgName { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? Level { get; set; }

    public string? Sector { get; set; }

    public string? ParentCode { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(OrgName);
        to.Text(RegionCode);
        to.Text(Level);
        to.Text(Sector);
        to.Text(ParentCode);
    }
}
