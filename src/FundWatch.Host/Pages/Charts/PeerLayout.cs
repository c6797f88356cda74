using FundWatch.Data.Peers;

namespace FundWatch.Host.Pages.Charts;

/// <summary>One drawn dot, in the drawing's own units.</summary>
public sealed record PeerDot(Peer Peer, double X, double Y, bool IsSubject);

/// <summary>
/// Where the dots of a strip plot lie: value left to right, equal values stacked around the middle line.
/// Far outliers among positive figures switch the scale to logarithms, or everybody else would be one blot.
/// </summary>
public sealed class PeerLayout
{
    public const double Width = 720, Height = 150, Margin = 24, Middle = 62, Radius = 4.2;
    public const int MostDots = 400;
    private const double LogarithmicFrom = 25;

    /// <param name="limit">A value that must be in the picture beside the peers.</param>
    public PeerLayout(IReadOnlyList<Peer> peers, string subjectCode, double? limit = null)
    {
        var subject = peers.FirstOrDefault(p => p.SubjectCode == subjectCode);
        var others = peers.Where(p => p.SubjectCode != subjectCode).OrderBy(p => p.Value).ToList();
        Others = others.Count;
        Median = others.Count == 0 ? null : (others[(others.Count - 1) / 2].Value + others[others.Count / 2].Value) / 2;
        Below = subject is null ? 0 : others.Count(p => p.Value < subject.Value);
        Above = subject is null ? 0 : others.Count(p => p.Value > subject.Value);
        Subject = subject;
        var all = peers.Select(p => p.Value).Concat(limit is { } line && peers.Count > 0 ? [line] : Array.Empty<double>()).ToList();
        (Low, High) = all.Count == 0 ? (0, 1) : (all.Min(), all.Max());
        IsLogarithmic = Low > 0 && Median is { } middle && Math.Max(High / middle, middle / Low) > LogarithmicFrom;
        if (Low == High)
        {
            (Low, High) = Low == 0 ? (0, 1) : (Low - Math.Abs(Low) / 2, High + Math.Abs(High) / 2);
        }

        Dots = [.. Stack(Thin(others)), .. subject is null ? [] : new[] { new PeerDot(subject, X(subject.Value), Middle, true) }];
    }

    public Peer? Subject { get; }
    public int Others { get; }
    /// <summary>Of the others, without the subject.</summary>
    public double? Median { get; }
    /// <summary>How many of the others lie below the subject.</summary>
    public int Below { get; }
    /// <summary>How many of the others lie above it.</summary>
    public int Above { get; }
    public double Low { get; }
    public double High { get; }
    public bool IsLogarithmic { get; }
    public IReadOnlyList<PeerDot> Dots { get; }
    public bool IsSampled => Others > MostDots;

    public double X(double value)
    {
        var share = IsLogarithmic ? Math.Log(value / Low) / Math.Log(High / Low) : (value - Low) / (High - Low);
        return Margin + Math.Clamp(share, 0, 1) * (Width - 2 * Margin);
    }

    /// <summary>A tick's figure with as many decimals as its distance to the next asks for, so that no two ticks read the same.</summary>
    public static string TickText(double value, double distance)
    {
        var decimals = distance <= 0 ? 2 : Math.Clamp((int)Math.Ceiling(-Math.Log10(distance) - 1e-9), 0, 8);
        return value.ToString(value is > -1000 and < 1000 ? "F" + decimals : "N" + decimals, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Round values for the axis, at most about eight.</summary>
    public IEnumerable<double> Ticks()
    {
        if (IsLogarithmic)
        {
            var decades = Math.Log10(High / Low);
            var steps = decades > 3 ? new[] { 1.0 } : [1.0, 3.0];
            var every = Math.Max(1, Math.Ceiling(decades / 7));
            for (var power = Math.Floor(Math.Log10(Low)); power <= Math.Ceiling(Math.Log10(High)); power += every)
            {
                foreach (var value in steps.Select(s => s * Math.Pow(10, power)).Where(v => v >= Low && v <= High))
                {
                    yield return value;
                }
            }

            yield break;
        }

        var rough = (High - Low) / 6;
        var unit = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = new[] { 1, 2, 5, 10 }.Select(m => m * unit).First(s => s >= rough);
        for (var k = Math.Ceiling(Low / step); k * step <= High + step * 1e-9; k++)
        {
            yield return k * step;
        }
    }

    /// <summary>Evenly by rank, ends included, so that the shape stays.</summary>
    private static List<Peer> Thin(List<Peer> ordered) => ordered.Count <= MostDots
        ? ordered
        : Enumerable.Range(0, MostDots).Select(i => ordered[(int)((long)i * (ordered.Count - 1) / (MostDots - 1))]).ToList();

    private IEnumerable<PeerDot> Stack(IReadOnlyList<Peer> peers)
    {
        foreach (var bin in peers.GroupBy(p => (int)(X(p.Value) / (2 * Radius))))
        {
            var dots = bin.ToList();
            var gap = Math.Min(2 * Radius, (Middle - 2 * Radius) * 2 / Math.Max(1, dots.Count));
            for (var i = 0; i < dots.Count; i++)
            {
                // 0, 1, -1, 2, -2, … around the middle line
                var level = (i + 1) / 2 * (i % 2 == 0 ? -1 : 1);
                yield return new PeerDot(dots[i], X(dots[i].Value), Middle + level * gap, false);
            }
        }
    }
}
