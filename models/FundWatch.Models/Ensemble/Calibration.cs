namespace FundWatch.Models.Ensemble;

/// <summary>
/// Turns raw ensemble scores into what people read. The reference are scores of training rows by ensembles that had not seen them
/// (cross-conformal), in ascending order.
/// </summary>
public sealed class Calibration
{
    private readonly double _typical;
    private readonly double _rare;

    /// <param name="reference">In ascending order, at least one.</param>
    public Calibration(float[] reference)
    {
        Reference = reference;
        _typical = reference[reference.Length / 2];
        _rare = Math.Max(reference[(int)(reference.Length * 0.99)], _typical + 1e-6);
    }

    internal float[] Reference { get; }

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
        var distance = Math.Max(0, (raw - _typical) / (_rare - _typical));
        return distance / (1 + distance);
    }
}
