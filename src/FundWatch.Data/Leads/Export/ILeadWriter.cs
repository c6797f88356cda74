namespace FundWatch.Data.Leads.Export;

/// <summary>Writes leads in one format, one after the other.</summary>
internal interface ILeadWriter : IAsyncDisposable
{
    /// <summary>One value per column of <see cref="LeadColumns"/>.</summary>
    Task WriteAsync(IReadOnlyList<object?> values, CancellationToken ct);
}
