namespace FundWatch.Host.Cli;

/// <summary>What the process returns; schedulers rely on these.</summary>
public static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Failed; the message says what to do.</summary>
    public const int Failed = 1;

    /// <summary>Called wrongly.</summary>
    public const int Usage = 2;

    /// <summary>Done, but some input was refused (quarantined rows or rejected files).</summary>
    public const int SomeRefused = 3;

    /// <summary>Stopped by Ctrl-C, as shells expect it (128 + SIGINT).</summary>
    public const int Cancelled = 130;
}
