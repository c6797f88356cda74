namespace FundWatch.Models;

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): a small generator whose sequence will not change with the runtime.</summary>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>An independent stream for one part of a model (a tree, a fold), so that parts can be made in any order.</summary>
    public static SplitMix For(int seed, int part)
    {
        var mixer = new SplitMix(((ulong)(uint)seed << 32) | (uint)part);
        return new SplitMix(mixer.Next());
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>Uniform in 0..bound-1; the bias is below 2^-32 for the bounds used here.</summary>
    public int Next(int bound) => (int)(((UInt128)Next() * (ulong)bound) >> 64);

    /// <summary>Uniform in (0, 1].</summary>
    public double NextDouble() => ((Next() >> 11) + 1) * (1.0 / (1UL << 53));
}
