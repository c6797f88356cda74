namespace FundWatch.Core.Rules;

/// <summary>A rule file that cannot be taken: says which file and line, and what is wrong.</summary>
/// <param name="isDraft">True where nothing is wrong: the file is still being written.</param>
public sealed class RuleFileException(string path, int line, string zh, string en, bool isDraft = false)
    : ProblemException($"{(isDraft ? "规则草稿" : "规则文件有误")}：{path} 第 {line} 行：{zh}", $"{path}:{line}: {en}")
{
    public RuleFileException(string path, int line, string problem)
        : this(path, line, problem, problem)
    {
    }

    public string Path { get; } = path;
    public int Line { get; } = line;
    public string Problem { get; } = en;
}
