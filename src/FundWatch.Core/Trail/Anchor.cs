using System.Globalization;
using System.Security.Cryptography;

namespace FundWatch.Core.Trail;

/// <summary>
/// A statement about the whole trail at a moment, chained to the one before: SHA-256(previous hash, then <see cref="Canonical"/> of "anchor/1", microseconds,
/// last seq, events, chains, and in hexadecimal SHA-256 over the heads). The heads, by lead with the office's chain first: <see cref="Canonical"/> of lead id, ordinal, hash.
/// Whoever keeps a copy of an anchor's hash can tell later whether anything up to it was changed, chains recomputed or not.
/// </summary>
/// <param name="ThroughSeq">It covers the events up to this one.</param>
public sealed record Anchor(long AnchorId, DateTimeOffset At, long ThroughSeq, long Events, long Chains, byte[] PrevHash, byte[] Hash)
{
    public byte[] ComputeHash(byte[] headsHash) => SHA256.HashData([.. PrevHash, .. Canonical.Bytes(
        "anchor/1", TrailEvent.Micros(At), Text(ThroughSeq), Text(Events), Text(Chains), Convert.ToHexStringLower(headsHash))]);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
