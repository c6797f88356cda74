namespace FundWatch.Models.IsolationForest;

/// <param name="Trees">Number of trees; 100 is enough for path lengths to converge (Liu, Ting and Zhou 2008).</param>
/// <param name="SampleSize">Rows each tree sees; small samples keep anomalies from hiding in one another's company.</param>
public sealed record IsolationForestOptions(int Trees = 100, int SampleSize = 256);
