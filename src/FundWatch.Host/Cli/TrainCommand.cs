using System.CommandLine;
using System.Globalization;
using FundWatch.Data.Features;
using FundWatch.Jobs.Modelling;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Trains a model per feature set: new challenger versions, or the first champion.</summary>
public sealed class TrainCommand : ICliCommand
{
    private readonly Option<string?> _stream = new Option<string?>("--stream") { Description = Language.Pick("只训练此数据流的模型", "only models that feed this stream"), HelpName = "S" }.Among(Choices.JudgedStreams);
    private readonly Option<int> _seed = new("--seed") { Description = Language.Pick("随机种子", "seed"), HelpName = "N", DefaultValueFactory = _ => TrainingService.DefaultSeed };
    private readonly Option<string> _by = new("--by") { Description = Language.Pick("训练人，记入登记", "who trains; kept in the registry"), HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("train", Language.Pick("训练模型：登记新的候选版本", "train models: new challenger versions")) { _stream, _seed, _by };
        command.WithExamples("fundwatch train", "fundwatch train --stream reception --seed 7");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var training = new TrainingService(database, FeatureCatalogue.Load(database.Directory), TimeProvider.System);
        var report = await output.ProgressAsync(
            Language.Pick("训练模型", "training"),
            progress => training.TrainAsync(parse.GetValue(_stream), parse.GetValue(_seed), parse.GetValue(_by)!, progress, ct));
        output.Result(new
        {
            Models = report.Models.Select(m => new { m.Name, m.FeatureSet, m.Stream, m.State, m.Version, m.Alias, m.Rows, m.Metrics, m.Sha256, m.Seconds }),
            report.Seconds,
        });
        if (!output.IsJson)
        {
            Show(output, report);
        }

        return ExitCode.Done;
    }

    private static void Show(Output output, TrainReport report)
    {
        var table = new Table().AddColumns(
            Language.Pick("模型", "model"), Language.Pick("版本", "version"), Language.Pick("状态", "state"), Language.Pick("主体数", "subjects"), Language.Pick("秒", "seconds"));
        foreach (var model in report.Models)
        {
            table.AddRow(
                Markup.Escape(model.Name), model.Version == 0 ? "-" : $"{model.Version} {model.Alias}", State(model.State),
                model.Rows.ToString(CultureInfo.InvariantCulture), model.Seconds.ToString("F2", CultureInfo.InvariantCulture));
        }

        output.Show(table);
        if (report.Models.Any(m => m is { State: TrainState.Trained, Alias: Data.Models.ModelVersion.Challenger }))
        {
            output.Say("新版本为候选（challenger）；用 `fundwatch models compare` 对比，`fundwatch models promote` 启用。",
                "New versions are challengers; compare them with `fundwatch models compare`, put one in use with `fundwatch models promote`.");
        }
    }

    private static string State(TrainState state) => state switch
    {
        TrainState.Trained => Language.Pick("新版本", "trained"),
        TrainState.Unchanged => Language.Pick("无变化", "unchanged"),
        _ => Language.Pick($"主体少于 {TrainingService.MinimumSubjects} 个，未训练", $"fewer than {TrainingService.MinimumSubjects} subjects, no model"),
    };
}
