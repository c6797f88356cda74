using System.Buffers;
using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.IsolationForest;

/// <summary>See <see cref="IsolationForestDetector"/>.</summary>
public sealed class FittedIsolationForest : IFittedDetector
{
    internal const ushort FormatVersion = 1;
    private const int BlockRows = 256;
    private readonly float[] _medians;
    private readonly TreeArrays _forest;
    private readonly int _sampleSize;
    private readonly double _averagePath;

    internal FittedIsolationForest(FeatureSchema features, float[] medians, TreeArrays forest, int sampleSize)
    {
        Features = features;
        _medians = medians;
        _forest = forest;
        _sampleSize = sampleSize;
        _averagePath = Math.Max(1, TreeArrays.AveragePath(sampleSize));
    }

    public string Name => IsolationForestDetector.DetectorName;

    public FeatureSchema Features { get; }

    public float[] Score(RecordBatch batch)
    {
        Features.EnsureSame(batch);
        var rows = new FeatureColumns(batch);
        var scores = new float[rows.Rows];
        Parallel.For(0, (rows.Rows + BlockRows - 1) / BlockRows, block =>
        {
            var first = block * BlockRows;
            ScoreBlock(rows, first, scores.AsSpan(first, Math.Min(BlockRows, scores.Length - first)));
        });
        return scores;
    }

    /// <summary>
    /// Walks every tree and credits each cut with what it took off the expected path (Saabas' attribution): a cut that isolates the row
    /// faster than usual speaks for strangeness. Path length and score are tied by 2^(-h/c), so shares are spread over the score's own distance.
    /// </summary>
    public Explanation Explain(RecordBatch batch, int row)
    {
        Features.EnsureSame(batch);
        var values = new float[Features.Count];
        new FeatureColumns(batch).CopyRow(row, values);
        FillAbsent(values);

        var contributions = new double[Features.Count];
        var (usual, actual) = (0.0, 0.0);
        for (var tree = 0; tree < _forest.Trees; tree++)
        {
            var (node, cuts, nodes) = (0, tree * _forest.Inner, tree * _forest.Nodes);
            usual += _forest.Expected[nodes];
            while (node < _forest.Inner)
            {
                var feature = _forest.Feature[cuts + node];
                var child = (2 * node) + (values[feature] >= _forest.Threshold[cuts + node] ? 2 : 1);
                contributions[feature] += _forest.Expected[nodes + node] - _forest.Expected[nodes + child];
                node = child;
            }

            actual += _forest.Expected[nodes + node];
        }

        var baseline = ScoreOf(usual);
        var saved = usual - actual;
        var scale = Math.Abs(saved) > 1e-9 ? (ScoreOf(actual) - baseline) / saved : 0;
        return new Explanation(baseline, System.Array.ConvertAll(contributions, c => c * scale));
    }

    /// <summary>Payload 1: int32 trees, int32 depth, int32 sample size, floats medians, int32 + int16 features, floats thresholds, floats expected paths.</summary>
    public void Save(BinaryWriter writer)
    {
        ModelFormat.WriteHeader(writer, this, FormatVersion);
        writer.Write(_forest.Trees);
        writer.Write(_forest.Depth);
        writer.Write(_sampleSize);
        writer.WriteFloats(_medians);
        foreach (var feature in _forest.Feature)
        {
            writer.Write(feature);
        }

        writer.WriteFloats(_forest.Threshold);
        writer.WriteFloats(_forest.Expected);
    }

    internal static FittedIsolationForest Read(FeatureSchema features, BinaryReader reader)
    {
        var forest = new TreeArrays(reader.ReadInt32(), reader.ReadInt32());
        var sampleSize = reader.ReadInt32();
        var medians = reader.ReadFloats();
        for (var i = 0; i < forest.Feature.Length; i++)
        {
            forest.Feature[i] = reader.ReadInt16();
        }

        reader.ReadFloats().CopyTo(forest.Threshold, 0);
        reader.ReadFloats().CopyTo(forest.Expected, 0);
        return new FittedIsolationForest(features, medians, forest, sampleSize);
    }

    private void ScoreBlock(FeatureColumns rows, int first, Span<float> scores)
    {
        var width = Features.Count;
        var buffer = ArrayPool<float>.Shared.Rent(scores.Length * width);
        try
        {
            // Row-major and without gaps: a walk then touches one cache line or two of its row.
            for (var j = 0; j < width; j++)
            {
                var column = rows[j].Slice(first, scores.Length);
                for (var i = 0; i < column.Length; i++)
                {
                    buffer[(i * width) + j] = float.IsNaN(column[i]) ? _medians[j] : column[i];
                }
            }

            scores.Clear();
            for (var tree = 0; tree < _forest.Trees; tree++)
            {
                AddPaths(tree, buffer, scores);
            }

            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = (float)ScoreOf(scores[i]);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    private void AddPaths(int tree, ReadOnlySpan<float> values, Span<float> paths)
    {
        var features = _forest.Feature.AsSpan(tree * _forest.Inner, _forest.Inner);
        var thresholds = _forest.Threshold.AsSpan(tree * _forest.Inner, _forest.Inner);
        var expected = _forest.Expected.AsSpan(tree * _forest.Nodes, _forest.Nodes);
        var width = Features.Count;
        var i = 0;
        for (; i + 4 <= paths.Length; i += 4)
        {
            // Four walks side by side: each waits for memory while the others go on.
            var (a, b, c, d) = (0, 0, 0, 0);
            var row = values.Slice(i * width, 4 * width);
            for (var level = 0; level < _forest.Depth; level++)
            {
                a = (2 * a) + 1 + (row[features[a]] >= thresholds[a] ? 1 : 0);
                b = (2 * b) + 1 + (row[width + features[b]] >= thresholds[b] ? 1 : 0);
                c = (2 * c) + 1 + (row[(2 * width) + features[c]] >= thresholds[c] ? 1 : 0);
                d = (2 * d) + 1 + (row[(3 * width) + features[d]] >= thresholds[d] ? 1 : 0);
            }

            paths[i] += expected[a];
            paths[i + 1] += expected[b];
            paths[i + 2] += expected[c];
            paths[i + 3] += expected[d];
        }

        for (; i < paths.Length; i++)
        {
            var node = 0;
            for (var level = 0; level < _forest.Depth; level++)
            {
                node = (2 * node) + 1 + (values[(i * width) + features[node]] >= thresholds[node] ? 1 : 0);
            }

            paths[i] += expected[node];
        }
    }

    private double ScoreOf(double totalPath) => Math.Pow(2, -totalPath / _forest.Trees / _averagePath);

    private void FillAbsent(Span<float> values)
    {
        for (var j = 0; j < values.Length; j++)
        {
            if (float.IsNaN(values[j]))
            {
                values[j] = _medians[j];
            }
        }
    }
}
