namespace FundWatch.Data.Ingest;

/// <summary>Progress of what is read in parts, one after the other: each has a stretch of the whole, and their rows add up.</summary>
/// <param name="whole">Hears of rows, and of the share from 0 to 1.</param>
internal sealed class PartsProgress(Action<long, double>? whole)
{
    private long _rows;
    private double _from;

    /// <summary>For the part that is read now.</summary>
    /// <param name="to">The share of the whole at which it ends.</param>
    public Action<long, double>? Until(double to) => whole is null ? null : (rows, share) => whole(_rows + rows, _from + (to - _from) * share);

    /// <summary>The part is read, whether it was told of or not (refused, or loaded before).</summary>
    public void Ended(long rows, double at)
    {
        (_rows, _from) = (_rows + rows, at);
        whole?.Invoke(_rows, at);
    }
}
