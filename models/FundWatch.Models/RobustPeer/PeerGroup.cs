namespace FundWatch.Models.RobustPeer;

/// <summary>What is usual within one peer group.</summary>
/// <param name="Name">As in the peer group column, or a wider part of it; empty for all rows.</param>
/// <param name="Count">Training rows in it.</param>
/// <param name="Median">Per feature, of the rows that have a value; 0 where none has.</param>
/// <param name="Scale">Per feature: 1.4826 x MAD; where the MAD is 0, the standard deviation; 0 where all values are equal.</param>
public sealed record PeerGroup(string Name, int Count, float[] Median, float[] Scale);
