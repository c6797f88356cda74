using System.CommandLine;
using System.CommandLine.Parsing;
using FundWatch.Core.Names;

namespace FundWatch.Host.Cli;

/// <summary>What is wrong with a command line, a sentence each, in the reader's language and in words of the field instead of .NET's.</summary>
internal static class ParseMistakes
{
    private const int NearEnough = 3; // letters that a misspelt option may differ in

    public static IReadOnlyList<string> Of(ParseResult parse) => [.. UnknownOptions(parse).Concat(parse.Errors.Select(Say)).Distinct()];

    // A verb that takes paths takes everything: --strem would be a file that nobody finds. What stands after -- is meant.
    private static IEnumerable<string> UnknownOptions(ParseResult parse)
    {
        if (parse.Tokens.Any(t => t.Type == TokenType.DoubleDash))
        {
            yield break;
        }

        var taken = parse.CommandResult.Children.Where(c => c is ArgumentResult or OptionResult { Option.AllowMultipleArgumentsPerToken: true });
        foreach (var name in taken.SelectMany(c => c.Tokens).Select(t => t.Value.Split('=')[0]).Where(LooksLikeOption))
        {
            var near = Known(parse).Where(n => n.StartsWith("--", StringComparison.Ordinal)).MinBy(n => EditDistance.Of(n, name, NearEnough));
            var (zh, en) = near is not null && EditDistance.Of(near, name, NearEnough) <= NearEnough ? ($"是否想写 {near}？", $" Did you mean {near}?") : ("", "");
            yield return Language.Pick($"没有 {name} 这个选项。{zh}", $"There is no option {name}.{en}");
        }
    }

    private static bool LooksLikeOption(string token) => token is ['-', '-', not '-', ..] or ['-', (>= 'a' and <= 'z') or (>= 'A' and <= 'Z')];

    private static IEnumerable<string> Known(ParseResult parse)
    {
        var names = new List<string>();
        for (SymbolResult? at = parse.CommandResult; at is not null; at = at.Parent)
        {
            names.AddRange(((CommandResult)at).Command.Options.Where(o => at == parse.CommandResult || o.Recursive).Select(o => o.Name));
        }

        return names;
    }

    private static string Say(ParseError error) => error.SymbolResult switch
    {
        OptionResult option when IsConversion(error, option.Option.ValueType) => Expected(option.Option.Name, option.Option.ValueType, option.Tokens),
        ArgumentResult argument when IsConversion(error, argument.Argument.ValueType) => Expected(argument.Argument.HelpName ?? argument.Argument.Name, argument.Argument.ValueType, argument.Tokens),
        _ => error.Message.Replace("。.", "。", StringComparison.Ordinal),
    };

    // The library names the .NET type that it could not make, in whatever language; nothing else that is wrong does.
    private static bool IsConversion(ParseError error, Type type) => new[] { type, Plain(type) }.Any(t => error.Message.Contains($"'{t}'", StringComparison.Ordinal));

    private static Type Plain(Type type) => type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;

    private static string Expected(string name, Type type, IReadOnlyList<Token> tokens)
    {
        var given = string.Join(' ', tokens.Select(t => t.Value));
        var plain = Plain(type);
        var (zh, en) = plain == typeof(int) || plain == typeof(long) ? ("整数", "a whole number")
            : plain == typeof(decimal) || plain == typeof(double) ? ("数字", "a number")
            : plain == typeof(DateTimeOffset) || plain == typeof(DateOnly) ? ("日期，如 2025-03-02", "a date such as 2025-03-02")
            : plain == typeof(bool) ? ("true 或 false", "true or false") : ("另一种写法", "written otherwise");
        return Language.Pick($"{name} 应为{zh}，而不是“{given}”。", $"{name} must be {en}, not '{given}'.");
    }
}
