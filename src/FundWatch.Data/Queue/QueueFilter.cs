namespace FundWatch.Data.Queue;

/// <summary>Which leads the queue shows. Null or empty means any.</summary>
/// <param name="Status">One status; <see cref="Open"/> stands for all that are not finished.</param>
/// <param name="Region">A division code or a prefix of one.</param>
/// <param name="Text">Looked for in names, codes and reasons.</param>
/// <param name="MinimumScore">0 to 100.</param>
/// <param name="Assignee">A login.</param>
public sealed record QueueFilter(
    string? Stream = null, string? Scheme = null, string? Status = null, string? Region = null, string? Text = null, decimal? MinimumScore = null, string? Assignee = null)
{
    public const string Open = "open";
}
