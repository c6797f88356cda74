using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Leads;
using FundWatch.Data.Records;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>One record as it stands, as it stood on a day, and how it changed.</summary>
public sealed class RecordsCommand : ICliCommand
{
    private static readonly TimeSpan _shanghai = TimeSpan.FromHours(8);
    private readonly Argument<string> _key = new("KEY") { Description = Language.Pick("数据流:编号，如线索证据所写", "stream:key, as a lead's evidence writes it") };
    private readonly Option<DateTimeOffset?> _asOf = new("--as-of")
    {
        Description = Language.Pick("当时所知的内容：日期（到当日结束）或 yyyy-MM-ddTHH:mm[:ss]（北京时间）", "what was known then: a day (up to its end) or yyyy-MM-ddTHH:mm[:ss] (Beijing)"), HelpName = "WHEN", CustomParser = When,
    };

    /// <inheritdoc/>
    public Command Build() => new Command("records", Language.Pick("一条记录：现在、某日、历次变化", "one record: now, on a day, how it changed"))
    {
        SubCommand.Of("show", Language.Pick("列出一条记录的各个版本，或某日所知的内容", "the versions of a record, or what was known of it on a day"), ShowAsync, "fundwatch records show reception:JD2024010000006 --as-of 2025-06-30", _key, _asOf),
    }.WithExamples("fundwatch records show reception:JD2024010000006", "fundwatch records show reception:JD2024010000006 --as-of 2025-06-30");

    private async Task<int> ShowAsync(ParseResult parse, CancellationToken ct)
    {
        var (output, text, asOf) = (CliContext.Output(parse), parse.GetValue(_key)!, parse.GetValue(_asOf));
        var key = RecordKey.Parse(text) ?? throw new UsageException($"“{text}”应写成 数据流:编号，如 reception:JD2024010000006。数据流：{string.Join("、", RecordStreams.All.Select(s => s.Name))}",
            $"'{text}' must be written stream:key, such as reception:JD2024010000006. Streams: {string.Join(", ", RecordStreams.All.Select(s => s.Name))}");
        await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
        var all = await new RecordVersions(db).ReadAsync(key, ct);
        var shown = asOf is { } moment ? [.. all.Where(v => v.StoodAt(moment))] : all;
        output.Result(new { Record = key.ToString(), AsOf = asOf, Versions = shown.Select(v => new { v.Source, v.From, v.To, v.BatchId, v.FileName, v.Sheet, v.Line, v.BatchStatus, v.ReturnedBy, Cells = v.Cells.ToDictionary(c => c.Column, c => c.Value) }) });
        if (shown.Count == 0)
        {
            throw all.Count == 0 ? new ProblemException($"库中从未有过 {key}。", $"The store never held {key}.")
                : new ProblemException($"{key} 当时不在库中；不带 --as-of 可看全部 {all.Count} 个版本。", $"{key} was not in the store then; without --as-of {(all.Count == 1 ? "its one version is" : $"all {all.Count} versions are")} shown.");
        }

        if (!output.IsJson)
        {
            Show(output, RecordStreams.Get(key.Stream), shown, all);
        }

        return ExitCode.Done;
    }

    private static void Show(Output output, RecordStream stream, IReadOnlyList<RecordVersion> shown, IReadOnlyList<RecordVersion> all)
    {
        foreach (var version in shown)
        {
            var at = all.ToList().IndexOf(version);
            var before = at > 0 && all[at - 1].Source == version.Source ? all[at - 1] : null;
            output.Say($"{Clock(version.From)} 起{(version.To is { } to ? $"，至 {Clock(to)}" : "，现行")} · {version.FileName}{Sheet(version)} 第 {version.Line} 行（{(version.ReturnedBy is null ? "" : "曾被隔离，收回：")}批次 {version.BatchId}{(version.BatchStatus == "withdrawn" ? "，已撤回" : "")}，来源 {version.Source}）",
                $"from {Clock(version.From)}{(version.To is { } until ? $" until {Clock(until)}" : ", standing")} · {version.FileName}{Sheet(version)} line {version.Line} ({(version.ReturnedBy is null ? "" : "refused first, taken in by ")}batch {version.BatchId}{(version.BatchStatus == "withdrawn" ? ", withdrawn" : "")}, source {version.Source})");
            var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
            foreach (var column in stream.Columns)
            {
                var (value, was) = (Value(version, column), before is null ? null : Value(before, column));
                if (value is not null || was is not null)
                {
                    table.AddRow(Markup.Escape(Language.Pick(EvidenceCell.HeaderOf(column, version.Cells), column.Name)),
                        before is null || value == was ? Markup.Escape(value ?? "") : $"[yellow]{Markup.Escape(value ?? "—")}[/] [grey]{Language.Pick("原为", "was")} {Markup.Escape(was ?? "—")}[/]");
                }
            }

            output.Show(table);
        }
    }

    // As quarantine writes it; the part of an OCDS file is called after its stream, which the key says.
    private static string Sheet(RecordVersion version) => version.Sheet is null ? "" : "!" + version.Sheet;

    private static string? Value(RecordVersion version, Column column) => version.Cells.FirstOrDefault(c => c.Column == column.Name)?.Value;

    private static string Clock(DateTimeOffset moment) => moment.ToOffset(_shanghai).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset? When(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), _shanghai);
        }

        if (DateTime.TryParseExact(text.Replace(' ', 'T'), ["yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return new DateTimeOffset(moment, _shanghai);
        }

        result.AddError(Language.Pick($"--as-of 应为日期 yyyy-MM-dd 或 yyyy-MM-ddTHH:mm[:ss]，而不是“{text}”。", $"--as-of must be a date as yyyy-MM-dd or yyyy-MM-ddTHH:mm[:ss], not '{text}'."));
        return null;
    }
}
