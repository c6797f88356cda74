using System.Globalization;

namespace FundWatch.Host.Logs;

/// <summary>Hands what is logged to the <see cref="LogFile"/>: when (Beijing), how grave, where, what, and the whole trace of an exception.</summary>
[ProviderAlias("File")]
public sealed class LogFileProvider(LogFile file, TimeProvider clock) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Entries(file, clock, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Entries(LogFile file, TimeProvider clock, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None; // what is grave enough, the factory's filters say

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var at = clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
            file.Append($"{at} {logLevel} {category}: {formatter(state, exception)}\n{(exception is null ? "" : exception + "\n")}");
        }
    }
}
