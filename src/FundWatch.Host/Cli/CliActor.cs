namespace FundWatch.Host.Cli;

/// <summary>Who the trail says did what a command did: the person's login on this machine, marked as such.</summary>
internal static class CliActor
{
    public static string Name => $"cli:{Environment.UserName}";
}
