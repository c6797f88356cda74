namespace FundWatch.Data.Postgres;

/// <summary>The world is not as FundWatch needs it; the message tells a person what to do.</summary>
public sealed class FundWatchSetupException(string chinese, string english, Exception? inner = null) : Exception(english, inner)
{
    public string Chinese { get; } = chinese;
    public string English { get; } = english;
}
