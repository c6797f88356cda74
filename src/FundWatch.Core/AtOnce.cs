namespace FundWatch.Core;

/// <summary>Hears of progress where it is reported; <see cref="Progress{T}"/> posts it, and may speak after the end.</summary>
public sealed class AtOnce<T>(Action<T> heard) : IProgress<T>
{
    public void Report(T value) => heard(value);
}
