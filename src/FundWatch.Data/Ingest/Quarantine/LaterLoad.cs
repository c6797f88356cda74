using System.Globalization;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>The load that has brought a key since a row with it was refused.</summary>
internal sealed record LaterLoad(long BatchId, string File, DateTimeOffset At)
{
    private string Time => At.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public string Chinese => $"{BatchId}（{File}，{Time}）";
    public string English => $"{BatchId} ({File}, {Time})";
}
