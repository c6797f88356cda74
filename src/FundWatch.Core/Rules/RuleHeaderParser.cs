using System.Globalization;
using System.Text.RegularExpressions;
using FundWatch.Core.Records;

namespace FundWatch.Core.Rules;

/// <summary>
/// Reads the head of a rule file: lines <c>-- key: value</c> from the first line on. A line of <c>--</c> and at least four spaces continues the
/// one before. Strict: an unknown, missing or repeated key is refused, because a mistyped <c>basis_cheked</c> must not pass for a checked law.
/// </summary>
internal static partial class RuleHeaderParser
{
    private static readonly string[] _required =
    [
        "id", "version", "title_zh", "title_en", "stream", "scheme", "subject", "kind", "severity",
        "basis_zh", "basis_en", "basis_checked", "requires", "reason_zh", "reason_en",
    ];

    private static readonly string[] _optional = ["param", "group", "rescore", "figure", "unit"];

    /// <returns>The header and the number of the first line of the query.</returns>
    public static (RuleHeader Header, int QueryLine) Parse(string path, string text)
    {
        var (entries, queryLine) = Entries(path, text);
        var values = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in entries.Where(e => e.Key is not ("param" or "group")))
        {
            if (!values.TryAdd(entry.Key, entry))
            {
                throw new RuleFileException(path, entry.Line, $"{entry.Key} is given twice");
            }
        }

        if (_required.FirstOrDefault(key => !values.ContainsKey(key)) is { } missing)
        {
            throw new RuleFileException(path, 1, $"the header lacks '{missing}'");
        }

        var header = new RuleHeader(
            Match(path, values["id"], IdPattern(), "a family and a number such as REC-001"),
            Number(path, values["version"], 1, int.MaxValue),
            values["title_zh"].Value, values["title_en"].Value,
            Stream(path, values["stream"]),
            Match(path, values["scheme"], SchemePattern(), "two words such as reception.standard"),
            OneOf(path, values["subject"], RuleHeader.SubjectKinds),
            OneOf(path, values["kind"], ["deterministic", "analytic"]) == "analytic" ? RuleKind.Analytic : RuleKind.Deterministic,
            Number(path, values["severity"], 1, 4),
            values["basis_zh"].Value, values["basis_en"].Value,
            OneOf(path, values["basis_checked"], ["yes", "no"]) == "yes",
            values["requires"].Value.Split(',', StringSplitOptions.TrimEntries).Select(c => Column(path, values["requires"], c)).ToList(),
            RuleParameterParser.Parse(path, entries.Where(e => e.Key == "param").Select(e => (e.Line, e.Value)).ToList()),
            values["reason_zh"].Value, values["reason_en"].Value,
            values.TryGetValue("rescore", out var rescore) && OneOf(path, rescore, ["subject", "all"]) == "all" ? RuleRescore.All : RuleRescore.Subject,
            entries.Where(e => e.Key == "group").Select(e => Group(path, e, values)).ToList(),
            values.TryGetValue("figure", out var figure) ? Match(path, figure, FigurePattern(), "a feature set and a feature such as project.sign_days") : null,
            values.TryGetValue("unit", out var unit) ? unit.Value : null);
        return (header, queryLine);
    }

    private static (List<Entry> Entries, int QueryLine) Entries(string path, string text)
    {
        var entries = new List<Entry>();
        var lines = text.Split('\n');
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (!line.StartsWith("--", StringComparison.Ordinal))
            {
                break;
            }

            if (Continuation().IsMatch(line) && entries.Count > 0)
            {
                entries[^1] = entries[^1] with { Value = $"{entries[^1].Value} {line[2..].Trim()}" };
                continue;
            }

            var match = KeyValue().Match(line);
            if (!match.Success)
            {
                throw new RuleFileException(path, number, $"expected '-- key: value', found '{line}'; a comment may follow after an empty line");
            }

            var key = match.Groups[1].Value;
            if (!_required.Contains(key) && !_optional.Contains(key))
            {
                throw new RuleFileException(path, number, $"unknown key '{key}'; known are {string.Join(", ", _required.Concat(_optional))}");
            }

            var value = match.Groups[2].Value.Trim();
            entries.Add(value.Length > 0 ? new Entry(number, key, value) : throw new RuleFileException(path, number, $"'{key}' is empty"));
        }

        return (entries, number);
    }

    private static string Stream(string path, Entry entry) =>
        RecordStreams.Find(entry.Value)?.Name ?? throw new RuleFileException(path, entry.Line,
            $"unknown stream '{entry.Value}'; known are {string.Join(", ", RecordStreams.All.Select(s => s.Name))}");

    private static RequiredColumn Column(string path, Entry entry, string name)
    {
        var parts = name.Split('.');
        return parts.Length == 2 && RecordStreams.Find(parts[0]) is { } stream && stream.Columns.Any(c => c.Name == parts[1])
            ? new RequiredColumn(parts[0], parts[1])
            : throw new RuleFileException(path, entry.Line, $"the data contract has no column '{name}' (expected stream.column)");
    }

    private static RuleGroup Group(string path, Entry entry, Dictionary<string, Entry> values)
    {
        var parts = entry.Value.Split(':', 2, StringSplitOptions.TrimEntries);
        var expressions = parts.Length < 2 ? [] : parts[1].Split(';', StringSplitOptions.TrimEntries);
        if (expressions.Length == 0 || expressions.Any(e => e.Length == 0))
        {
            throw new RuleFileException(path, entry.Line, $"group must be a stream and what its records have in common, such as 'bid: device_id; document_author', not '{entry.Value}'");
        }

        return values.ContainsKey("rescore")
            ? throw new RuleFileException(path, entry.Line, "a rule has groups or 'rescore: all', not both")
            : new RuleGroup(Stream(path, entry with { Value = parts[0] }), expressions);
    }

    private static int Number(string path, Entry entry, int least, int most) =>
        int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new RuleFileException(path, entry.Line, $"{entry.Key} must be a whole number from {least} to {most}, not '{entry.Value}'");

    private static string OneOf(string path, Entry entry, IReadOnlyList<string> allowed) =>
        allowed.Contains(entry.Value) ? entry.Value
            : throw new RuleFileException(path, entry.Line, $"{entry.Key} must be one of {string.Join(", ", allowed)}, not '{entry.Value}'");

    private static string Match(string path, Entry entry, Regex pattern, string shape) =>
        pattern.IsMatch(entry.Value) ? entry.Value
            : throw new RuleFileException(path, entry.Line, $"{entry.Key} must be {shape}, not '{entry.Value}'");

    private sealed record Entry(int Line, string Key, string Value);

    [GeneratedRegex(@"^-- ([a-z_]+):(.*)$")]
    private static partial Regex KeyValue();

    [GeneratedRegex(@"^--\s{4,}\S")]
    private static partial Regex Continuation();

    [GeneratedRegex(@"^[A-Z]{2,8}-\d{3}[A-Z]?$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[a-z]+(-[a-z]+)*\.[a-z]+(_[a-z]+)*$")]
    private static partial Regex FigurePattern();

    [GeneratedRegex(@"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$")]
    private static partial Regex SchemePattern();
}
