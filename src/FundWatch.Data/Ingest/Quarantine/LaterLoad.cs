using System.Globalization;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>The load that has brought a key since a row with it was refused.</summary>
internal sealed record LaterLoad(long BatchId, string File, DateTimeOffset At)
{
    /// <summary>Stands for the store's row that would be replaced, and for how the refused one was read; null where the store holds none.</summary>
    public Guid? Told { get; init; }

    private string Time => At.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    public string Chinese => $"{BatchId}（{File}，{Time}）";
    public string English => $"{BatchId} ({File}, {Time})";
}
