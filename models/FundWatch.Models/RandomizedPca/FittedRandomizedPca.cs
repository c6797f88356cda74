using Apache.Arrow;
using FundWatch.Models.Features;

namespace FundWatch.Models.RandomizedPca;

/// <summary>See <see cref="RandomizedPcaDetector"/>.</summary>
public sealed class FittedRandomizedPca : IFittedDetector
{
    internal const ushort FormatVersion = 1;
    private const int BlockRows = 1024;
    private readonly ColumnScale _scale;
    private readonly Subspace _subspace;

    internal FittedRandomizedPca(FeatureSchema features, ColumnScale scale, Subspace subspace)
    {
        Features = features;
        _scale = scale;
        _subspace = subspace;
    }

    public string Name => RandomizedPcaDetector.DetectorName;

    public FeatureSchema Features { get; }

    public float[] Score(RecordBatch batch)
    {
        Features.EnsureSame(batch);
        var rows = new FeatureColumns(batch);
        var scores = new float[rows.Rows];
        Parallel.For(0, (rows.Rows + BlockRows - 1) / BlockRows, block =>
        {
            var residual = new float[Features.Count];
            for (var i = block * BlockRows; i < Math.Min(scores.Length, (block + 1) * BlockRows); i++)
            {
                scores[i] = (float)Math.Sqrt(SquaredResiduals(rows, i, residual) / Features.Count);
            }
        });
        return scores;
    }

    /// <summary>Each column's share of the squared residual.</summary>
    public Explanation Explain(RecordBatch batch, int row)
    {
        Features.EnsureSame(batch);
        var residual = new float[Features.Count];
        var total = SquaredResiduals(new FeatureColumns(batch), row, residual);
        var score = Math.Sqrt(total / Features.Count);
        return new Explanation(0, System.Array.ConvertAll(residual, r => total > 0 ? (double)r * r / total * score : 0));
    }

    /// <summary>Payload 1: float cap, floats means, floats deviations, floats center, int32 axes, then each axis as floats.</summary>
    public void Save(BinaryWriter writer)
    {
        ModelFormat.WriteHeader(writer, this, FormatVersion);
        writer.Write(_scale.Cap);
        writer.WriteFloats(_scale.Mean);
        writer.WriteFloats(_scale.Deviation);
        writer.WriteFloats(_subspace.Center);
        writer.Write(_subspace.Axes.Length);
        foreach (var axis in _subspace.Axes)
        {
            writer.WriteFloats(axis);
        }
    }

    internal static FittedRandomizedPca Read(FeatureSchema features, BinaryReader reader)
    {
        var cap = reader.ReadSingle();
        var scale = new ColumnScale(reader.ReadFloats(), reader.ReadFloats(), cap);
        var center = reader.ReadFloats();
        var axes = new float[reader.ReadInt32()][];
        for (var k = 0; k < axes.Length; k++)
        {
            axes[k] = reader.ReadFloats();
        }

        return new FittedRandomizedPca(features, scale, new Subspace(center, axes));
    }

    private double SquaredResiduals(FeatureColumns rows, int row, float[] residual)
    {
        _scale.Standardise(rows, row, residual);
        _subspace.Residual(residual);
        var total = 0.0;
        for (var j = 0; j < residual.Length; j++)
        {
            // A column that never varied in training has no part in the pattern, and cannot break it.
            residual[j] = _scale.Deviation[j] == 0 ? 0 : residual[j];
            total += (double)residual[j] * residual[j];
        }

        return total;
    }
}
