using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using FundWatch.Data.Features;
using FundWatch.Models;
using FundWatch.Models.Evaluation;
using FundWatch.Models.Features;

namespace FundWatch.Host.Cli;

/// <summary>One detector on any table, without a database.</summary>
public sealed class DetectCommand : ICliCommand
{
    private readonly Option<string> _train = new("--train") { Description = Language.Pick("训练用的表", "table to fit on"), HelpName = "F", Required = true };
    private readonly Option<string> _input = new("--input") { Description = Language.Pick("要打分的表", "table to score"), HelpName = "F", Required = true };
    private readonly Option<string?> _label = new("--label") { Description = Language.Pick("标签列（1 为异常），只用于评价", "label column (1 = anomaly), used for judging only"), HelpName = "COL" };
    private readonly Option<string> _model = new("--model") { Description = string.Join(", ", Detectors.Names), HelpName = "NAME", DefaultValueFactory = _ => "ensemble" };
    private readonly Option<int> _seed = new("--seed") { Description = Language.Pick("随机种子", "seed"), HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _output = new("--output") { Description = Language.Pick("分数写入此 CSV（与输入同序）", "write scores to this CSV, in the input's order"), HelpName = "F" };

    /// <inheritdoc/>
    public Command Build()
    {
        _model.Among([.. Detectors.Names]);
        var command = new Command("detect", Language.Pick("对任意表格运行一个检测模型（不需要数据库）", "run one detector on any table, no database"))
        {
            _train, _input, _label, _model, _seed, _output,
        };
        command.WithExamples("fundwatch detect --train bids.csv --input bids.csv --output scores.csv", "fundwatch detect --train t.csv.gz --input t.csv.gz --label label --model isolation-forest");
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        var (trainPath, inputPath, label) = (parse.GetValue(_train)!, parse.GetValue(_input)!, parse.GetValue(_label));
        var train = await NumericTable.ReadAsync(trainPath, ct);
        var input = Path.GetFullPath(trainPath) == Path.GetFullPath(inputPath) ? train : await NumericTable.ReadAsync(inputPath, ct);
        var (trainBatch, inputBatch) = (train.ToBatch(label), input.ToBatch(label));
        if (train.Skipped.Count > 0)
        {
            output.Note($"非数值列未使用：{string.Join('、', train.Skipped)}", $"Not numeric, left out: {string.Join(", ", train.Skipped)}");
        }

        var clock = Stopwatch.StartNew();
        var model = Detectors.Create(parse.GetValue(_model)!).Fit(trainBatch, parse.GetValue(_seed));
        var fitSeconds = clock.Elapsed.TotalSeconds;
        clock.Restart();
        var scores = model.Score(inputBatch);
        var scoreSeconds = clock.Elapsed.TotalSeconds;

        var labels = label is null ? null : Array.ConvertAll(input.Column(label), v => v > 0.5f);
        double? auroc = labels is null ? null : Finite(Ranking.Auroc(scores, labels));
        double? precision = labels is null ? null : Finite(Ranking.AveragePrecision(scores, labels));
        if (parse.GetValue(_output) is { } path)
        {
            await File.WriteAllLinesAsync(path, scores.Select(s => s.ToString("R", CultureInfo.InvariantCulture)).Prepend("score"), ct);
        }

        output.Result(new
        {
            Model = model.Name, Rows = scores.Length, Columns = model.Features.Count,
            FitSeconds = fitSeconds, ScoreSeconds = scoreSeconds, Auroc = auroc, AveragePrecision = precision,
        });
        Say(output, model, scores, (fitSeconds, scoreSeconds), auroc, precision);
        return ExitCode.Done;
    }

    private static void Say(Output output, IFittedDetector model, float[] scores, (double Fit, double Score) seconds, double? auroc, double? precision)
    {
        if (output.IsJson)
        {
            return;
        }

        output.Say(
            $"{model.Name}：{scores.Length} 行 × {model.Features.Count} 列，训练 {seconds.Fit:F2} 秒，打分 {seconds.Score:F2} 秒。",
            $"{model.Name}: {scores.Length} rows x {model.Features.Count} columns, fitted in {seconds.Fit:F2} s, scored in {seconds.Score:F2} s.");
        if (auroc is not null)
        {
            output.Say($"AUROC {auroc:F4}，平均精度 {precision:F4}。", $"AUROC {auroc:F4}, average precision {precision:F4}.");
        }

        var top = Ranking.Top(scores, 5).Select(i => $"{i + 1} ({scores[i]:F3})");
        output.Say($"最异常的行（从 1 起）：{string.Join('、', top)}", $"Strangest rows (from 1): {string.Join(", ", top)}");
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
