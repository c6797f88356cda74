using System.Globalization;
using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;

namespace FundWatch.Host.Cli;

/// <summary>What rows were loaded with a warning, in words: code and column of a file's report, and how often. What the quality report remarks upon is left to it.</summary>
internal static class WarningText
{
    private const int Shown = 8;

    public static void Show(Output output, FileReport file)
    {
        if (file.Stream is null || (file.Remarks is null ? file.Warnings : file.Warnings?.Where(w => w.Key.Count(c => c == ':') > 1).ToDictionary()) is not { Count: > 0 } warnings)
        {
            return;
        }

        var (name, stream) = (Path.GetFileName(file.Path), RecordStreams.Get(file.Stream));
        foreach (var (warning, count) in warnings.OrderByDescending(w => w.Value).ThenBy(w => w.Key, StringComparer.Ordinal).Take(Shown))
        {
            var (zh, en) = Words(stream, warning);
            output.Note($"{name}：{count:N0} 行照收，但{zh}", $"{name}: {count:N0} {(count == 1 ? "row" : "rows")} loaded, but {en}");
        }

        if (warnings.Count > Shown)
        {
            output.Note($"{name}：还有 {warnings.Count - Shown} 种提示，见 --json", $"{name}: {Counted.Of(warnings.Count - Shown, "more kind", "more kinds")} of warning, see --json");
        }
    }

    /// <summary>code:column, and where a code was replaced :what it was.</summary>
    internal static (string Zh, string En) Words(RecordStream stream, string warning)
    {
        var parts = warning.Split(':', 3);
        var column = stream.Columns.FirstOrDefault(c => parts.Length > 1 && c.Name == parts[1]);
        if (column is null || CellIssues.Find(parts[0]) is not { } issue)
        {
            return (warning, warning);
        }

        if (parts.Length < 3)
        {
            var (what, whatEn) = CellIssueNames.Of(parts[0]);
            return ($"“{column.ChineseHeader}”存疑：{what}", $"'{column.Name}' is in doubt: {whatEn}");
        }

        var found = parts[2];
        var more = issue == CellIssue.RegionMapped && int.TryParse(found.AsSpan(0, Math.Min(6, found.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? $"{Divisions.Find(code)?.Successor:000000}"
            : CodeList.Of(column) is { } list ? string.Join(' ', list.Codes) : "";
        return (CellIssues.Describe(issue, column.ChineseHeader, found, more).Chinese, CellIssues.Describe(issue, column.Name, found, more).English);
    }
}
