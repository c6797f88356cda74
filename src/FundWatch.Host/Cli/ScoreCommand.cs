using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using FundWatch.Core;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;
using FundWatch.Jobs.Scoring;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Rules and models over what is new or changed, and the leads that follow.</summary>
public sealed class ScoreCommand : ICliCommand
{
    private readonly Option<string?> _stream = new("--stream") { Description = Language.Pick("只评此数据流", "only this stream"), HelpName = "S" };
    private readonly Option<bool> _full = new("--full") { Description = Language.Pick("全部重评，不只是新增和变更", "everything, not only what is new or changed") };
    private readonly Option<DateOnly?> _asOf = new("--as-of") { Description = Language.Pick("按当日所知数据用规则回看，只计数不写入", "look back by rule at the records as known on that day; counts, writes nothing"), HelpName = "yyyy-MM-dd", CustomParser = Day };

    /// <inheritdoc/>
    public Command Build()
    {
        _stream.Among(Choices.JudgedStreams);
        var command = new Command("score", Language.Pick("评分：规则、模型、线索", "score: rules, models, leads")) { _stream, _full, _asOf }
            .WithExamples("fundwatch score", "fundwatch score --stream subsidy --full", "fundwatch score --as-of 2025-06-30 --json");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
        // The end of that day in China.
        DateTimeOffset? asOf = parse.GetValue(_asOf) is { } day ? new DateTimeOffset(day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.FromHours(8)) : null;
        var report = await output.ProgressAsync(Language.Pick("评分", "scoring"), progress =>
            ScorePipeline.Installed(db, TimeProvider.System).RunAsync(new ScoreRequest(parse.GetValue(_stream), parse.GetValue(_full), asOf), progress, ct));
        output.Result(new { report.Rules, report.Models, report.Leads, Seconds = Math.Round(report.Seconds, 3) });
        if (!output.IsJson)
        {
            Show(output, report, Titles(db.Directory), asOf is not null);
        }

        foreach (var rule in report.FailedRules)
        {
            output.Warn($"规则 {rule.Id} 未能运行：{rule.Message}", $"Rule {rule.Id} did not run: {rule.Message}");
        }

        foreach (var set in report.FailedSets)
        {
            output.Warn($"特征集 {set.FeatureSet} 未能评分：{set.ProblemZh}", $"Feature set {set.FeatureSet} was not scored: {set.ProblemEn}");
        }

        foreach (var model in report.Models.Where(m => m.ProblemZh is not null && !m.Failed))
        {
            output.Note($"{model.FeatureSet}：{model.ProblemZh}", $"{model.FeatureSet}: {model.ProblemEn}");
        }

        return report.FailedRules.Any() || report.FailedSets.Any() ? ExitCode.Failed : ExitCode.Done;
    }

    private static DateOnly? Day(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).Date);
            if (day > today)
            {
                result.AddError(Language.Pick($"--as-of 不能晚于今天（{today:yyyy-MM-dd}）：那一天的数据还不知道。", $"--as-of cannot lie after today ({today:yyyy-MM-dd}): nobody knows the records of that day yet."));
            }

            return day;
        }

        result.AddError(Language.Pick($"--as-of 应为日期 yyyy-MM-dd（如 2025-06-30），而不是“{text}”。", $"--as-of must be a date as yyyy-MM-dd (such as 2025-06-30), not '{text}'."));
        return null;
    }

    private static void Show(Output output, ScoreReport report, IReadOnlyDictionary<string, string> titles, bool lookedBack)
    {
        if (report.Rules.Count > 0)
        {
            output.Show(Rules(report.Rules, titles));
        }
        else
        {
            output.Say("没有新的或变更的记录，规则无需重评。", "No new or changed records: no rule had anything to judge.");
        }

        foreach (var model in report.Models.Where(m => m.Model is not null && m.ProblemZh is null))
        {
            output.Say($"{model.Model}：{model.Rows} 个对象，更新 {model.Written}，{model.Seconds:F1} 秒", $"{model.Model}: {Counted.Of(model.Rows, "subject")}, {model.Written} updated, {model.Seconds:F1} s");
        }

        foreach (var few in report.Models.Where(m => m.TooFew > 0))
        {
            output.Say($"{few.FeatureSet}：{few.TooFew} 个对象，与同类比较至少需要 {TrainingService.MinimumSubjects} 个，没有模型", $"{few.FeatureSet}: {few.TooFew} subjects of at least {TrainingService.MinimumSubjects} that a comparison with peers needs; no model");
        }

        var l = report.Leads;
        if (!lookedBack)
        {
            output.Say(
                $"线索：新增 {l.New}，更新 {l.Updated}（重新打开 {l.Reopened}），未变 {l.Unchanged}，依据消失 {l.Closed}；{report.Seconds:F1} 秒。查看：fundwatch leads list",
                $"Leads: {l.New} new, {l.Updated} updated ({l.Reopened} reopened), {l.Unchanged} unchanged, {l.Closed} lost their evidence; {report.Seconds:F1} s. See: fundwatch leads list");
        }
    }

    private static IReadOnlyDictionary<string, string> Titles(DataDirectory directory) =>
        RuleCatalogue.Installed(directory).Rules.ToDictionary(r => r.Header.Id, r => Language.Pick(r.Header.TitleZh, r.Header.TitleEn));

    // All five states: that a rule could not test must not look like finding nothing.
    private static Table Rules(IReadOnlyList<RuleRun> runs, IReadOnlyDictionary<string, string> titles)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            "ID", Language.Pick("规则", "rule"), Language.Pick("评判", "judged"), Language.Pick("命中", "triggered"), Language.Pick("未命中", "not triggered"),
            Language.Pick("数据不足", "insufficient"), Language.Pick("不适用", "not applicable"), Language.Pick("错误", "error"), Language.Pick("秒", "seconds"));
        foreach (var column in table.Columns.Skip(2))
        {
            column.RightAligned();
        }

        foreach (var r in runs)
        {
            table.AddRow([Markup.Escape(r.Id), Markup.Escape(titles.GetValueOrDefault(r.Id, "")),
                .. new[] { r.Evaluated, r.Triggered, r.NotTriggered, r.InsufficientData, r.NotApplicable }.Select(n => n.ToString("#,0", CultureInfo.InvariantCulture)),
                r.Error > 0 ? $"[red]{r.Error.ToString("#,0", CultureInfo.InvariantCulture)}[/]" : "0",
                r.Failed ? $"[red]{Language.Pick("失败", "failed")}[/]" : r.Seconds.ToString("0.00", CultureInfo.InvariantCulture)]);
        }

        return table;
    }
}
