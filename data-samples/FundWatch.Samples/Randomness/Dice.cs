using System.Numerics;

namespace FundWatch.Samples.Randomness;

/// <summary>A seeded source of chance (xoshiro256**): the same seed and label give the same sequence on every machine and every .NET version.</summary>
public sealed class Dice
{
    private readonly ulong _origin;
    private ulong _a, _b, _c, _d;

    public Dice(int seed, string label)
        : this(Mix((ulong)(uint)seed ^ HashOf(label)))
    {
    }

    private Dice(ulong origin)
    {
        _origin = origin;
        _a = Mix(origin);
        _b = Mix(_a);
        _c = Mix(_b);
        _d = Mix(_c) | 1;
    }

    /// <summary>An independent sequence; what one part of the world draws never shifts another part.</summary>
    public Dice Fork(string label) => new(Mix(_origin ^ HashOf(label)));

    public Dice Fork(string label, int number) => new(Mix(_origin ^ HashOf(label) ^ Mix((ulong)number + 0x51)));

    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Share() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public double Between(double from, double to) => from + ((to - from) * Share());

    /// <summary>A whole number, both ends included.</summary>
    public int Whole(int from, int to) => from + (int)(NextBits() % (ulong)(to - from + 1));

    public bool Chance(double probability) => Share() < probability;

    /// <summary>Standard normal (Box-Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    public double LogNormal(double median, double sigma) => median * Math.Exp(sigma * Normal());

    /// <summary>Poisson for small means (Knuth), normal approximation above 60.</summary>
    public int Poisson(double mean)
    {
        if (mean > 60)
        {
            return Math.Max(0, (int)Math.Round(mean + (Math.Sqrt(mean) * Normal())));
        }

        var limit = Math.Exp(-mean);
        var product = Share();
        var count = 0;
        while (product > limit)
        {
            product *= Share();
            count++;
        }

        return count;
    }

    public T Pick<T>(IReadOnlyList<T> from) => from[(int)(NextBits() % (ulong)from.Count)];

    public T Weighted<T>(params ReadOnlySpan<(T Value, double Weight)> choices)
    {
        var total = 0.0;
        foreach (var choice in choices)
        {
            total += choice.Weight;
        }

        var at = Share() * total;
        foreach (var choice in choices)
        {
            at -= choice.Weight;
            if (at < 0)
            {
                return choice.Value;
            }
        }

        return choices[^1].Value;
    }

    /// <summary>Money in yuan, rounded to a step of the given size (0.01 for fen).</summary>
    public decimal Money(double from, double to, decimal step = 0.01m) => Amounts.Round((decimal)Between(from, to), step);

    public decimal MoneyLogNormal(double median, double sigma, decimal step = 0.01m) => Amounts.Round((decimal)LogNormal(median, sigma), step);

    public List<T> Shuffled<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var i = list.Count - 1; i > 0; i--)
        {
            var j = Whole(0, i);
            (list[i], list[j]) = (list[j], list[i]);
        }

        return list;
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    private static ulong HashOf(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash;
    }
}
