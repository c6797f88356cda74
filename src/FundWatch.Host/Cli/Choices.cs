using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Host.Cli;

/// <summary>What an option may say, checked before anything is done: an unknown value is answered with those there are, in the reader's language, and exit code 2.</summary>
internal static class Choices
{
    /// <summary>Streams that rules and models judge.</summary>
    public static IReadOnlyList<string> JudgedStreams { get; } = [.. RecordStreams.All.Where(s => !s.IsReference).Select(s => s.Name)];

    public static IReadOnlyList<string> Streams { get; } = [.. RecordStreams.All.Select(s => s.Name)];

    /// <summary>Takes one of these values only.</summary>
    public static Option<T> Among<T>(this Option<T> option, params IReadOnlyCollection<string> values) => option.Among(values, []);

    /// <summary>The same, where some values are promised and not built yet: whoever asks for one is told that.</summary>
    public static Option<T> Among<T>(this Option<T> option, IReadOnlyCollection<string> values, IReadOnlyCollection<string> planned)
    {
        option.CompletionSources.Add([.. values]);
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault()?.Value is { } given && !values.Contains(given))
            {
                result.AddError(planned.Contains(given)
                    ? Language.Pick($"{option.Name} {given} 尚未提供；可选：{string.Join("、", values)}", $"{option.Name} {given} is not built yet. It takes: {string.Join(", ", values)}")
                    : Language.Pick($"{option.Name} 没有“{given}”；可选：{string.Join("、", values)}", $"{option.Name} knows no '{given}'. It takes: {string.Join(", ", values)}"));
            }
        });
        return option;
    }

    /// <summary>Takes no empty name: a script whose variable is not set would mean another thing than it says.</summary>
    public static Option<string> Named(this Option<string> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault() is { Value: var given } && string.IsNullOrWhiteSpace(given))
            {
                result.AddError(Language.Pick($"{option.Name} 后面的名称是空的；请写明名称，或去掉 {option.Name}", $"{option.Name} is followed by an empty name; give one, or leave {option.Name} out"));
            }
        });
        return option;
    }

    /// <summary>Takes the beginning of a division code: one to six digits of a province that there is, or 000000 for abroad.</summary>
    public static Option<string?> Region(this Option<string?> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault()?.Value is { } given && !RegionCell.MayBegin(given))
            {
                result.AddError(Language.Pick($"{option.Name} 应为行政区划代码（GB/T 2260）的前 1 至 6 位，如 33、3301、330106，境外为 000000；“{given}”不是",
                    $"{option.Name} takes the first one to six digits of a division code (GB/T 2260) such as 33, 3301 or 330106, or 000000 for abroad; '{given}' is none"));
            }
        });
        return option;
    }

    /// <summary>Takes numbers within limits.</summary>
    public static Option<T> Between<T>(this Option<T> option, decimal least, decimal most = decimal.MaxValue)
    {
        option.Validators.Add(result =>
        {
            if (decimal.TryParse(result.Tokens.FirstOrDefault()?.Value, System.Globalization.CultureInfo.InvariantCulture, out var given) && (given < least || given > most))
            {
                result.AddError(most == decimal.MaxValue ? Language.Pick($"{option.Name} 不能小于 {least}", $"{option.Name} must be {least} or more")
                    : Language.Pick($"{option.Name} 应在 {least} 到 {most} 之间", $"{option.Name} must lie between {least} and {most}"));
            }
        });
        return option;
    }

    /// <summary>The format to write: the one named, else the one that the file's ending says, else <paramref name="usual"/> where it has no ending.</summary>
    /// <param name="planned">Formats of the interface that are not built yet.</param>
    /// <exception cref="UsageException">The ending is none of the formats': a file must not be called what it is not.</exception>
    public static string Format(string? named, string? path, IReadOnlyList<string> formats, string usual, params IReadOnlyList<string> planned)
    {
        var wish = named ?? (path is null ? "" : Path.GetExtension(path).TrimStart('.').ToLowerInvariant());
        if (wish.Length == 0)
        {
            return usual;
        }

        if (formats.Contains(wish))
        {
            return wish;
        }

        var (zh, en) = (string.Join("、", formats), string.Join(", ", formats));
        throw planned.Contains(wish) ? new UsageException($"{wish} 格式尚未提供；可选：{zh}。", $"{wish} is not built yet; there are {en}.")
            : new UsageException($"不能按文件名 {Path.GetFileName(path)} 判断格式：没有 {wish} 这种格式。请用以 {zh} 结尾的文件名，或用 --format 指明。",
                $"The name {Path.GetFileName(path)} does not say the format: there is none called {wish}. Give a name that ends in {en}, or name the format with --format.");
    }

    /// <summary>What only the store can tell.</summary>
    /// <exception cref="UsageException">The value is none of those there are.</exception>
    public static void Check(string option, string? given, IReadOnlyCollection<string> known)
    {
        if (given is not null && !known.Contains(given))
        {
            var (zh, en) = known.Count == 0 ? ("目前一个也没有", "there is none yet") : ($"可选：{string.Join("、", known)}", $"it takes: {string.Join(", ", known)}");
            throw new UsageException($"{option} 没有“{given}”；{zh}。", $"{option} knows no '{given}'; {en}.");
        }
    }
}
