using FundWatch.Models.Features;

namespace FundWatch.Models.RobustPeer;

/// <summary>Medians and scales of all peer groups that are large enough, and the deviation of a row from its own group.</summary>
public sealed class PeerStandards
{
    // Consistency factor of the MAD with the standard deviation of a normal distribution.
    private const double MadToSigma = 1.4826;
    private readonly SortedDictionary<string, PeerGroup> _groups;

    private PeerStandards(FeatureSchema features, SortedDictionary<string, PeerGroup> groups)
    {
        Features = features;
        _groups = groups;
    }

    public FeatureSchema Features { get; }

    public IReadOnlyCollection<PeerGroup> Groups => _groups.Values;

    public static PeerStandards Fit(FeatureSchema features, FeatureColumns rows, int minimumGroup)
    {
        var members = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Rows; i++)
        {
            foreach (var name in WideningNames(rows.PeerGroup(i)))
            {
                if (!members.TryGetValue(name, out var list))
                {
                    members.Add(name, list = []);
                }

                list.Add(i);
            }
        }

        var groups = new SortedDictionary<string, PeerGroup>(StringComparer.Ordinal);
        foreach (var (name, list) in members.Where(m => m.Key.Length == 0 || m.Value.Count >= minimumGroup))
        {
            groups.Add(name, Describe(name, list, features, rows));
        }

        return new PeerStandards(features, groups);
    }

    /// <summary>The narrowest group of that name that was large enough; in the end all rows.</summary>
    public PeerGroup Resolve(string peerGroup)
    {
        foreach (var name in WideningNames(peerGroup))
        {
            if (_groups.TryGetValue(name, out var group))
            {
                return group;
            }
        }

        throw new InvalidDataException("The model has no group of all rows; its bytes are damaged.");
    }

    /// <summary>
    /// (value - median) / scale, with the harmless side set to 0. A value that is absent is 0: not strange, and not normal either;
    /// the score simply says nothing about it.
    /// </summary>
    public float Deviation(PeerGroup group, int feature, float value)
    {
        if (float.IsNaN(value))
        {
            return 0;
        }

        var difference = value - group.Median[feature];
        var scale = group.Scale[feature];
        if (scale == 0)
        {
            // All peers agree to the digit. Borrow the scale of everybody; if everybody agrees, differing at all is one unit.
            scale = _groups[""].Scale[feature] is var wider and > 0 ? wider : Math.Abs(difference);
        }

        var deviation = difference == 0 ? 0 : difference / scale;
        return Features.Features[feature].Direction switch
        {
            Direction.High => Math.Max(0, deviation),
            Direction.Low => Math.Max(0, -deviation),
            _ => deviation,
        };
    }

    /// <summary>The deviations of all rows, one array per feature.</summary>
    public float[][] Deviations(FeatureColumns rows)
    {
        var result = new float[Features.Count][];
        var groups = new PeerGroup[rows.Rows];
        for (var i = 0; i < groups.Length; i++)
        {
            groups[i] = Resolve(rows.PeerGroup(i));
        }

        Parallel.For(0, Features.Count, j =>
        {
            var column = result[j] = new float[rows.Rows];
            var values = rows[j];
            for (var i = 0; i < column.Length; i++)
            {
                column[i] = Deviation(groups[i], j, values[i]);
            }
        });
        return result;
    }

    /// <summary>Payload: int32 groups, then per group in ordinal order of names: string name, int32 count, floats medians, floats scales.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.Write(_groups.Count);
        foreach (var group in _groups.Values)
        {
            writer.Write(group.Name);
            writer.Write(group.Count);
            writer.WriteFloats(group.Median);
            writer.WriteFloats(group.Scale);
        }
    }

    internal static PeerStandards Read(FeatureSchema features, BinaryReader reader)
    {
        var groups = new SortedDictionary<string, PeerGroup>(StringComparer.Ordinal);
        for (var count = reader.ReadInt32(); count > 0; count--)
        {
            var group = new PeerGroup(reader.ReadString(), reader.ReadInt32(), reader.ReadFloats(), reader.ReadFloats());
            groups.Add(group.Name, group);
        }

        return new PeerStandards(features, groups);
    }

    private static IEnumerable<string> WideningNames(string peerGroup)
    {
        for (var name = peerGroup; name.Length > 0; name = name[..Math.Max(0, name.LastIndexOf('/'))])
        {
            yield return name;
        }

        yield return "";
    }

    private static PeerGroup Describe(string name, List<int> members, FeatureSchema features, FeatureColumns rows)
    {
        var group = new PeerGroup(name, members.Count, new float[features.Count], new float[features.Count]);
        Parallel.For(0, features.Count, j =>
        {
            var column = rows[j];
            var values = new List<float>(members.Count);
            foreach (var i in members)
            {
                if (!float.IsNaN(column[i]))
                {
                    values.Add(column[i]);
                }
            }

            if (values.Count > 0)
            {
                (group.Median[j], group.Scale[j]) = MedianAndScale([.. values]);
            }
        });
        return group;
    }

    private static (float Median, float Scale) MedianAndScale(float[] values)
    {
        var median = Median(values);
        var (sum, squares) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            var distance = Math.Abs((double)values[i] - median);
            sum += values[i] - (double)median;
            squares += distance * distance;
            values[i] = (float)distance;
        }

        var mad = Median(values);
        var mean = sum / values.Length;
        return mad > 0
            ? (median, (float)(MadToSigma * mad))
            : (median, (float)Math.Sqrt(Math.Max(0, (squares / values.Length) - (mean * mean))));
    }

    private static float Median(float[] values)
    {
        Array.Sort(values);
        var middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : (float)(((double)values[middle - 1] + values[middle]) / 2);
    }
}
