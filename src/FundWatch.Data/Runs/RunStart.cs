namespace FundWatch.Data.Runs;

/// <summary>What came of asking to run a job: exactly one of these.</summary>
public abstract record RunStart
{
    /// <summary>It is ours: run, report, finish, dispose.</summary>
    public sealed record Started(RunLease Lease) : RunStart;

    /// <summary>Another process is running this job now.</summary>
    /// <param name="ByAnother">True where it is not this job but another that does the same work: nobody is at this one.</param>
    public sealed record Busy(bool ByAnother) : RunStart;

    /// <summary>This request was finished before; nothing is left to do.</summary>
    public sealed record AlreadyFinished : RunStart;

    /// <summary>This request took its worker down with it too often; it was marked failed and is not tried again.</summary>
    public sealed record GivenUp(int Attempts) : RunStart;

    private RunStart()
    {
    }
}
