namespace FundWatch.Models.Features;

/// <summary>Which side of the peers is suspicious for a feature.</summary>
public enum Direction : byte
{
    Both = 0,
    High = 1,
    Low = 2,
}
