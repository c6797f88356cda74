namespace FundWatch.Data.Runs;

/// <summary>How a run ended.</summary>
public enum RunEnd
{
    /// <summary>The work is done.</summary>
    Done,

    /// <summary>It failed; the error says why. The schedule asks again by itself.</summary>
    Failed,

    /// <summary>It was stopped half-way (the process ended); the request stays open.</summary>
    Abandoned,
}
