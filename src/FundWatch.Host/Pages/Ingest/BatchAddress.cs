namespace FundWatch.Host.Pages.Ingest;

/// <summary>Where a batch and its refused rows are looked at.</summary>
public static class BatchAddress
{
    public static string Of(long batch) => $"/batches/{batch}";

    public static string Quarantine(long batch) => $"/quarantine?batch={batch}";
}
