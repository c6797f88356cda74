namespace FundWatch.Host.Pages.Ingest;

/// <summary>A file that the browser holds: chosen, on its way, or not accepted.</summary>
public sealed class Outgoing(int key, string name, long size)
{
    public int Key => key;
    public string Name => name;
    public long Size => size;

    /// <summary>Bytes that have left.</summary>
    public long Sent { get; set; }

    public OutgoingState State { get; set; } = OutgoingState.Chosen;

    /// <summary>Why it was not accepted.</summary>
    public string? Problem { get; set; }

    /// <summary>True where it was not accepted because the sender is signed out.</summary>
    public bool IsSignedOut { get; set; }

    public int Percent => size == 0 ? 0 : (int)(100 * Math.Min(Sent, size) / size);
}

public enum OutgoingState
{
    Chosen,
    Sending,
    Refused,
}

/// <summary>What the script says of a chosen file.</summary>
public sealed record ChosenFile(int Key, string Name, long Size);
