using System.Globalization;
using System.Security.Cryptography;

namespace FundWatch.Core.Trail;

/// <summary>
/// Recomputes the trail. Feed it every event by seq, each anchor when all events up to it have been fed, then every lead; it remembers one head per chain.
/// Only the first break is kept: what follows from it says nothing more.
/// </summary>
public sealed class TrailCheck
{
    private static readonly byte[] _genesis = new byte[32];
    private readonly SortedDictionary<long, Head> _heads = [];
    private byte[] _lastAnchor = _genesis;

    public long Events { get; private set; }

    /// <summary>Leads that have a chain.</summary>
    public int Leads => _heads.Count - (_heads.ContainsKey(0) ? 1 : 0);

    public TrailBreak? First { get; private set; }

    public void Take(TrailEvent e)
    {
        Events++;
        var head = _heads.GetValueOrDefault(e.LeadId ?? 0) ?? new Head(0, _genesis, null);
        if (e.Ordinal != head.Ordinal + 1)
        {
            Break(new("missing", e.LeadId, head.Ordinal + 1, e.Seq, $"{Name(e.LeadId, true)}的第 {head.Ordinal + 1} 条留痕缺失。", $"Event {head.Ordinal + 1} of {Name(e.LeadId, false)} is missing."));
        }
        else if (!e.PrevHash.AsSpan().SequenceEqual(head.Hash))
        {
            Break(new("unlinked", e.LeadId, e.Ordinal, e.Seq, $"{Name(e.LeadId, true)}的第 {e.Ordinal} 条留痕与前一条不相接。", $"Event {e.Ordinal} of {Name(e.LeadId, false)} does not follow the one before it."));
        }
        else if (!e.Hash.AsSpan().SequenceEqual(e.ComputeHash()))
        {
            Break(new("altered", e.LeadId, e.Ordinal, e.Seq, $"{Name(e.LeadId, true)}的第 {e.Ordinal} 条留痕被改动。", $"Event {e.Ordinal} of {Name(e.LeadId, false)} was altered."));
        }

        _heads[e.LeadId ?? 0] = new Head(e.Ordinal, e.Hash, e.ToStatus ?? head.Status);
    }

    public void Take(Anchor anchor)
    {
        if (!anchor.PrevHash.AsSpan().SequenceEqual(_lastAnchor))
        {
            Break(new("anchor", null, null, null, $"第 {anchor.AnchorId} 个锚点与前一个不相接。", $"Anchor {anchor.AnchorId} does not follow the one before it."));
        }
        else if (!anchor.Hash.AsSpan().SequenceEqual(anchor.ComputeHash(HeadsHash())) || anchor.Events != _heads.Values.Sum(h => (long)h.Ordinal))
        {
            Break(new("anchor", null, null, anchor.ThroughSeq, $"留痕与第 {anchor.AnchorId} 个锚点（{anchor.At:yyyy-MM-dd HH:mm}）不符。", $"The trail does not agree with anchor {anchor.AnchorId} of {anchor.At:yyyy-MM-dd HH:mm}."));
        }

        _lastAnchor = anchor.Hash;
    }

    /// <summary>A lead as it is now. Every change of a lead writes one event and moves its version by one.</summary>
    public void Take(long leadId, int version, string status)
    {
        var head = _heads.GetValueOrDefault(leadId);
        if (head is null || head.Ordinal != version)
        {
            Break(new("lead", leadId, head?.Ordinal, null,
                $"线索 {leadId} 变更 {version} 次，留痕只有 {head?.Ordinal ?? 0} 条。", $"Lead {leadId} was changed {version} times, its trail has {head?.Ordinal ?? 0} events."));
        }
        else if (head.Status != status)
        {
            Break(new("lead", leadId, head.Ordinal, null, $"线索 {leadId} 的状态为 {status}，留痕为 {head.Status}。", $"Lead {leadId} is {status}; its trail says {head.Status}."));
        }
    }

    /// <summary>A chain whose lead is no longer there.</summary>
    /// <param name="leads">How many leads there are.</param>
    public void TakeLeadCount(int leads)
    {
        if (First is null && leads != Leads)
        {
            Break(new("lead", null, null, null, $"留痕涉及 {Leads} 条线索，现有 {leads} 条：有线索被移除。", $"The trail knows {Leads} leads, {leads} are there: a lead was removed."));
        }
    }

    private byte[] HeadsHash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (lead, head) in _heads)
        {
            hash.AppendData(Canonical.Bytes(
                lead == 0 ? null : lead.ToString(CultureInfo.InvariantCulture), head.Ordinal.ToString(CultureInfo.InvariantCulture), Convert.ToHexStringLower(head.Hash)));
        }

        return hash.GetHashAndReset();
    }

    private void Break(TrailBreak found) => First ??= found;

    private static string Name(long? lead, bool chinese) => lead is { } id ? chinese ? $"线索 {id}" : $"lead {id}" : chinese ? "机关留痕" : "the office's chain";

    private sealed record Head(int Ordinal, byte[] Hash, string? Status);
}
