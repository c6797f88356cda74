using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>A holiday or a make-up workday. Properties are the columns of stream holiday.</summary>
public sealed class HolidayEntry : Row
{
    public override string Stream => "holiday";

    public override string Key { get; set; } = "";

    public DateOnly Day { get; set; }

    public string Kind { get; set; } = "";

    public override void Fill(RowWriter to)
    {
        to.Date(Day);
        to.Text(Kind);
    }
}
