namespace FundWatch.Models.Ensemble;

/// <summary>Turns raw ensemble scores into what people read.</summary>
public sealed class Calibration
{
    private readonly float _typical;
    private readonly float _rare;

    /// <param name="reference">Scores of training rows by ensembles that had not seen them (cross-conformal), in ascending order, at least one.</param>
    /// <param name="typical">The median training score.</param>
    /// <param name="rare">The 99th percentile of the training scores.</param>
    public Calibration(float[] reference, float typical, float rare)
    {
        Reference = reference;
        _typical = typical;
        _rare = Math.Max(rare, MathF.BitIncrement(typical));
    }

    internal float[] Reference { get; }

    /// <param name="trainingScores">Of the finished ensemble, in ascending order: its own scale, also where few rows make the folds' scores rough.</param>
    internal static Calibration Of(float[] reference, float[] trainingScores) =>
        new(reference, trainingScores[trainingScores.Length / 2], trainingScores[(int)(trainingScores.Length * 0.99)]);

    /// <summary>Floats reference scores in ascending order, float median, float 99th percentile.</summary>
    internal void Save(BinaryWriter writer)
    {
        writer.WriteFloats(Reference);
        writer.Write(_typical);
        writer.Write(_rare);
    }

    internal static Calibration Read(BinaryReader reader) => new(reader.ReadFloats(), reader.ReadSingle(), reader.ReadSingle());

    /// <summary>
    /// Conformal p-value (1 + rows at least as strange) / (1 + rows): the chance of so strange a row if it were like the training rows.
    /// Training rows may hold fraud themselves, which makes it too large rather than too small.
    /// </summary>
    public double PValue(double raw)
    {
        var (low, high) = (0, Reference.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (Reference[middle] < raw)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return (1.0 + Reference.Length - low) / (1.0 + Reference.Length);
    }

    /// <summary>0 up to the typical (median) row, 0.5 at the 99th percentile, towards 1 beyond: u/(1+u) of the distance in between.</summary>
    public double Score(double raw)
    {
        var distance = Math.Max(0, (raw - _typical) / ((double)_rare - _typical));
        return distance / (1 + distance);
    }
}
