using FundWatch.Core;

namespace FundWatch.Data.Files;

/// <summary>A file that cannot be taken in at all. Nothing of it was loaded; the words say what to do.</summary>
/// <param name="code">Stable, e.g. <c>unreadable_file</c>, <c>unknown_layout</c>, <c>missing_column</c>, <c>truncated_archive</c>.</param>
public sealed class FileRefused(string code, string zh, string en, Exception? cause = null) : ProblemException(zh, en, cause)
{
    public string Code { get; } = code;
}
