using FundWatch.Samples.Files;

namespace FundWatch.Samples.Rows;

/// <summary>An entry of a list of barred subjects. Properties are the columns of stream watchlist.</summary>
public sealed class WatchlistEntry : Row
{
    public override string Stream => "watchlist";

    public override string Key { get; set; } = "";

    public string SubjectCode { get; set; } = "";

    public string ListName { get; set; } = "";

    public DateOnly ListedOn { get; set; }

    public DateOnly? Until { get; set; }

    public override void Fill(RowWriter to)
    {
        to.Text(SubjectCode);
        to.Text(ListName);
        to.Date(ListedOn);
        to.Date(Until);
    }
}
