using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>An official. Properties are the columns of stream personnel.</summary>
public sealed class PersonnelEntry : Row
{
    public override string Stream => "personnel";

    public override string Key { get; set; } = "";

    public string OrgCode { get; set; } = "";

    public string? PersonName { get; set; }

    public string? PostLevel { get; set; }

    public string? Relatives { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(Key);
        to.Text(OrgCode);
        to.Text(PersonName);
        to.Text(PostLevel);
        to.Text(Relatives);
    }
}
