using FundWatch.Models.Features;

namespace FundWatch.Models.IsolationForest;

/// <summary>Grows one tree on its own sample with its own random numbers.</summary>
internal sealed class TreeBuilder(FeatureColumns rows, float[] medians, TreeArrays forest, int tree, SplitMix random)
{
    private readonly int _features = rows.Count;
    private readonly int[] _order = [.. Enumerable.Range(0, rows.Count)];
    private float[] _values = [];
    private SplitMix _random = random;

    public void Build(int sampleSize)
    {
        var chosen = Sample(sampleSize);
        _values = new float[sampleSize * _features];
        for (var i = 0; i < chosen.Length; i++)
        {
            for (var j = 0; j < _features; j++)
            {
                var value = rows[j][chosen[i]];
                _values[(i * _features) + j] = float.IsNaN(value) ? medians[j] : value;
            }
        }

        Grow(node: 0, depth: 0, [.. Enumerable.Range(0, sampleSize)]);
    }

    /// <summary>Floyd's algorithm: distinct rows without a permutation of them all.</summary>
    private int[] Sample(int size)
    {
        var seen = new HashSet<int>();
        var result = new int[size];
        for (var i = 0; i < size; i++)
        {
            var last = rows.Rows - size + i;
            var candidate = _random.Next(last + 1);
            result[i] = seen.Add(candidate) ? candidate : last;
            seen.Add(result[i]);
        }

        return result;
    }

    private double Grow(int node, int depth, Span<int> members)
    {
        if (depth == forest.Depth || members.Length <= 1 || !TryCut(members, out var feature, out var threshold))
        {
            var path = depth + TreeArrays.AveragePath(members.Length);
            Fill(node, depth, (float)path);
            return path;
        }

        var left = Partition(members, feature, threshold);
        var cut = (tree * forest.Inner) + node;
        forest.Feature[cut] = (short)feature;
        forest.Threshold[cut] = threshold;
        var below = Grow((2 * node) + 1, depth + 1, members[..left]) * left;
        var above = Grow((2 * node) + 2, depth + 1, members[left..]) * (members.Length - left);
        var expected = (below + above) / members.Length;
        forest.Expected[(tree * forest.Nodes) + node] = (float)expected;
        return expected;
    }

    /// <summary>A random feature that still varies here, and a threshold uniform within its range.</summary>
    private bool TryCut(ReadOnlySpan<int> members, out int feature, out float threshold)
    {
        for (var left = _features; left > 0; left--)
        {
            // A lazy Fisher-Yates shuffle: each draw is one of the features not yet tried at this node.
            var pick = _random.Next(left);
            (_order[pick], _order[left - 1]) = (_order[left - 1], _order[pick]);
            feature = _order[left - 1];
            var (low, high) = Range(members, feature);
            if (low < high)
            {
                var at = (float)(low + (((double)high - low) * _random.NextDouble()));
                threshold = at > low ? at : MathF.BitIncrement(low);
                return true;
            }
        }

        (feature, threshold) = (0, 0);
        return false;
    }

    private (float Low, float High) Range(ReadOnlySpan<int> members, int feature)
    {
        var (low, high) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var i in members)
        {
            var value = _values[(i * _features) + feature];
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        return (low, high);
    }

    private int Partition(Span<int> members, int feature, float threshold)
    {
        var left = 0;
        for (var i = 0; i < members.Length; i++)
        {
            if (_values[(members[i] * _features) + feature] < threshold)
            {
                (members[left], members[i]) = (members[i], members[left]);
                left++;
            }
        }

        return left;
    }

    private void Fill(int node, int depth, float path)
    {
        forest.Expected[(tree * forest.Nodes) + node] = path;
        if (depth < forest.Depth)
        {
            forest.Threshold[(tree * forest.Inner) + node] = float.PositiveInfinity;
            Fill((2 * node) + 1, depth + 1, path);
            Fill((2 * node) + 2, depth + 1, path);
        }
    }
}
