using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A reception standard with its validity. Properties are the columns of stream reception_standard.</summary>
public sealed class ReceptionStandardEntry : Row
{
    public override string Stream => "reception_standard";

    public override string Key { get; set; } = "";

    public string RegionCode { get; set; } = "";

    public string? OrgLevel { get; set; }

    public string? MealType { get; set; }

    public decimal PerHead { get; set; }

    public DateOnly ValidFrom { get; set; }

    public DateOnly? ValidTo { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(RegionCode);
        to.Text(OrgLevel);
        to.Text(MealType);
        to.Money(PerHead);
        to.Date(ValidFrom);
        to.Date(ValidTo);
    }
}
