using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core;

namespace FundWatch.Data.Features;

/// <summary>Reads a feature file: <c>-- key: value</c> lines, then one query.</summary>
public static partial class FeatureFile
{
    private static readonly string[] _kinds = ["organisation", "company", "project", "application", "person"];

    /// <exception cref="ProblemException">Names the file and what is wrong with its header.</exception>
    public static FeatureSet Parse(string path, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        var features = new List<FeatureColumn>();
        foreach (var match in text.Split('\n').TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal) || line.Length == 0)
            .Select(line => HeaderLine().Match(line)).Where(match => match.Success))
        {
            var (key, value) = (match.Groups["key"].Value, match.Groups["value"].Value.Trim());
            if (key == "feature")
            {
                features.Add(Feature(path, value));
            }
            else if (!header.TryAdd(key, value))
            {
                throw Wrong(path, $"“{key}”出现两次", $"\"{key}\" is given twice");
            }
        }

        if (features.Count == 0 || features.DistinctBy(f => f.Name).Count() != features.Count)
        {
            throw Wrong(path, "至少要有一个特征，且名称不能重复", "it needs at least one feature, each with its own name");
        }

        var name = Required("feature_set");
        if (name != Path.GetFileNameWithoutExtension(path))
        {
            throw Wrong(path, $"feature_set“{name}”与文件名不同", $"feature_set \"{name}\" differs from the file's name");
        }

        var kind = Required("subject_kind");
        if (!_kinds.Contains(kind))
        {
            throw Wrong(path, $"subject_kind“{kind}”不在 {string.Join('、', _kinds)} 之中", $"subject_kind \"{kind}\" is none of {string.Join(", ", _kinds)}");
        }

        var stream = Required("stream");
        return new FeatureSet(
            name, int.Parse(Required("version"), CultureInfo.InvariantCulture), stream, kind,
            Required("title_zh"), Required("title_en"), features, text,
            Hash(string.Join('\n', [name, stream, kind, .. features.Select(f => $"{f.Name} {f.Direction}"), SqlText.WithoutComments(text)])), Hash(text));

        string Required(string key) => header.TryGetValue(key, out var value) && value.Length > 0
            ? value
            : throw Wrong(path, $"缺少“{key}”", $"\"{key}\" is missing");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static FeatureColumn Feature(string path, string text)
    {
        var cells = text.Split('|', StringSplitOptions.TrimEntries);
        var keys = cells.Skip(1).Select(cell => cell.Split(' ', 2, StringSplitOptions.TrimEntries)).ToDictionary(c => c[0], c => c.ElementAtOrDefault(1) ?? "");
        if (!Identifier().IsMatch(cells[0]) || keys.Keys.Except(["zh", "en", "unit", "direction"]).Any()
            || !keys.TryGetValue("zh", out var zh) || !keys.TryGetValue("en", out var en)
            || !Enum.TryParse<FeatureDirection>(keys.GetValueOrDefault("direction"), ignoreCase: true, out var direction))
        {
            throw Wrong(path, $"特征“{text}”应写作：名称 | zh 标题 | en title | unit 单位 | direction high/low/both",
                $"feature \"{text}\" should read: name | zh title | en title | unit unit | direction high/low/both");
        }

        return new FeatureColumn(cells[0], zh, en, keys.GetValueOrDefault("unit", ""), direction);
    }

    private static ProblemException Wrong(string path, string zh, string en) =>
        new($"特征文件 {Path.GetFileName(path)}：{zh}。", $"Feature file {Path.GetFileName(path)}: {en}.");

    [GeneratedRegex(@"^--\s*(?<key>[a-z_]+):(?<value>.*)$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex("^[a-z][a-z0-9_]{0,62}$")]
    private static partial Regex Identifier();
}
