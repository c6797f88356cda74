namespace FundWatch.Core.Rules;

/// <summary>A rule file that cannot be taken: says which file and line, and what is wrong.</summary>
public sealed class RuleFileException(string path, int line, string problem)
    : ProblemException($"规则文件有误：{path} 第 {line} 行：{problem}", $"{path}:{line}: {problem}")
{
    public string Path { get; } = path;
    public int Line { get; } = line;
    public string Problem { get; } = problem;
}
