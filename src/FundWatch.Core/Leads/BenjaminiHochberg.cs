namespace FundWatch.Core.Leads;

/// <summary>
/// False-discovery-rate control over one family of tests (Benjamini and Hochberg 1995): the q-value of a p-value is the smallest
/// rate at which its test would be selected, min over p' >= p of p' m / rank(p').
/// </summary>
public sealed class BenjaminiHochberg
{
    private readonly double[] _p;
    private readonly double[] _q;

    /// <param name="pValues">All p-values of the family, in any order.</param>
    public BenjaminiHochberg(IEnumerable<double> pValues)
    {
        _p = pValues.Order().ToArray();
        _q = new double[_p.Length];
        var smallest = 1.0;
        for (var i = _p.Length - 1; i >= 0; i--)
        {
            smallest = Math.Min(smallest, _p[i] * _p.Length / (i + 1));
            _q[i] = smallest;
        }
    }

    /// <param name="pValue">One of the family's p-values.</param>
    public double QValue(double pValue)
    {
        var at = Array.BinarySearch(_p, pValue);
        return at >= 0 ? _q[at] : throw new ArgumentException($"{pValue} is not one of the family's p-values.", nameof(pValue));
    }
}
