using System.Diagnostics;
using FundWatch.Host.Cli;

namespace FundWatch.Host.Demo;

/// <summary>Runs the steps of a long start one after the other and says of each how long it took.</summary>
internal sealed class Steps(Output output)
{
    public async Task<T> DoAsync<T>(string zh, string en, Func<IProgress<(double Share, string? Stage)>, Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        var result = await output.ProgressAsync(Language.Pick(zh, en), work);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        output.Note($"✓ {zh}（{seconds:0.0} 秒）", $"✓ {en} ({seconds:0.0} s)");
        return result;
    }

    /// <summary>Says that a step had been done before.</summary>
    public void Skip(string zh, string en) => output.Note($"✓ {zh}（已有）", $"✓ {en} (already there)");
}
