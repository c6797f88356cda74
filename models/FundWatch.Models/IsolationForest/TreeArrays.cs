namespace FundWatch.Models.IsolationForest;

/// <summary>
/// All trees as perfect binary trees in flat arrays: node i has children 2i+1 (value below the threshold) and 2i+2. A branch that ends early
/// is filled down with never-taken cuts and its own depth, so that every walk has the same length and needs no test for a leaf.
/// </summary>
internal sealed class TreeArrays
{
    public TreeArrays(int trees, int depth)
    {
        Trees = trees;
        Depth = depth;
        Inner = (1 << depth) - 1;
        Nodes = (2 << depth) - 1;
        Feature = new short[trees * Inner];
        Threshold = new float[trees * Inner];
        Expected = new float[trees * Nodes];
    }

    public int Trees { get; }

    public int Depth { get; }

    /// <summary>Cuts per tree.</summary>
    public int Inner { get; }

    /// <summary>Cuts and leaves per tree.</summary>
    public int Nodes { get; }

    public short[] Feature { get; }

    public float[] Threshold { get; }

    /// <summary>Mean path length of the sample rows below a node; at a leaf, the path length itself.</summary>
    public float[] Expected { get; }

    /// <summary>Mean path length of an unsuccessful search in a binary search tree of n keys: what a leaf of n rows would still have needed.</summary>
    public static double AveragePath(int n)
    {
        if (n <= 2)
        {
            return n == 2 ? 1 : 0;
        }

        var harmonic = Math.Log(n - 1) + 0.57721566490153286;
        return (2 * harmonic) - (2.0 * (n - 1) / n);
    }
}
