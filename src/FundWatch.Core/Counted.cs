namespace FundWatch.Core;

/// <summary>How many of something, for English sentences: 1 row, 2 rows.</summary>
public static class Counted
{
    /// <param name="noun">One of them; several have an s, where <paramref name="several"/> does not say otherwise.</param>
    public static string Of(long count, string noun, string? several = null) => count == 1 ? $"1 {noun}" : $"{count:N0} {several ?? noun + "s"}";
}
