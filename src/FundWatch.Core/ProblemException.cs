namespace FundWatch.Core;

/// <summary>
/// Something broke or is missing, and a person can mend it: the text says in both languages what happened and what to do.
/// The command line prints it as one line and ends with 1; anything else that escapes is a defect of the program.
/// </summary>
public class ProblemException(string zh, string en, Exception? inner = null) : Exception(en, inner)
{
    /// <summary>What happened and what to do, in Chinese.</summary>
    public string Zh { get; } = zh;

    /// <summary>The same in English.</summary>
    public string En => Message;
}

/// <summary>The command was called wrongly; the command line ends with 2.</summary>
public sealed class UsageException(string zh, string en) : ProblemException(zh, en);
