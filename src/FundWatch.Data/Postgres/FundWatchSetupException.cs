using FundWatch.Core;

namespace FundWatch.Data.Postgres;

/// <summary>The world is not as FundWatch needs it; the message tells a person what to do.</summary>
public sealed class FundWatchSetupException(string chinese, string english, Exception? inner = null) : ProblemException(chinese, english, inner);
