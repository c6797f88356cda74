using FundWatch.Samples.Randomness;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Draws a host in proportion to how busy it is.</summary>
public sealed class HostDraw
{
    private readonly IReadOnlyList<Organisation> _hosts;
    private readonly double[] _cumulative;

    public HostDraw(IReadOnlyList<Organisation> hosts)
    {
        _hosts = hosts;
        _cumulative = new double[hosts.Count];
        var sum = 0.0;
        for (var i = 0; i < hosts.Count; i++)
        {
            _cumulative[i] = sum += hosts[i].Activity;
        }
    }

    public Organisation Draw(Dice dice)
    {
        var at = Array.BinarySearch(_cumulative, dice.Share() * _cumulative[^1]);
        return _hosts[Math.Min(at < 0 ? ~at : at + 1, _hosts.Count - 1)];
    }
}
