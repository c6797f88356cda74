using System.Globalization;
using System.Security.Cryptography;

namespace FundWatch.Core.Trail;

/// <summary>
/// One event of the trail. Hash = SHA-256(previous hash, then <see cref="Canonical"/> of: "trail/1", lead id, ordinal, event, actor,
/// microseconds since 1970 UTC, from, to, note, payload). The first event's previous hash is 32 zero bytes. The database computes
/// it as the row is written (review.link_trail); this is the second, independent computation that verifies it.
/// </summary>
/// <param name="Seq">Over all chains, in the order written.</param>
/// <param name="LeadId">Null in the office's own chain.</param>
/// <param name="Ordinal">Position in its chain, from 1.</param>
/// <param name="Payload">JSON text, byte for byte as hashed.</param>
public sealed record TrailEvent(
    long Seq, long? LeadId, int Ordinal, string Event, string Actor, DateTimeOffset At, string? FromStatus, string? ToStatus, string? Note, string Payload,
    byte[] PrevHash, byte[] Hash)
{
    public byte[] ComputeHash() => SHA256.HashData([.. PrevHash, .. Canonical.Bytes(
        "trail/1", LeadId?.ToString(CultureInfo.InvariantCulture), Ordinal.ToString(CultureInfo.InvariantCulture), Event, Actor, Micros(At),
        FromStatus, ToStatus, Note, Payload)]);

    internal static string Micros(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);
}
