using System.CommandLine;
using System.Globalization;
using FundWatch.Core;
using FundWatch.Core.Leads;
using FundWatch.Data.Leads;
using FundWatch.Samples.Schemes;
using FundWatch.Samples.Streams;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Holds the queue against the answer sheet of a generated prefecture.</summary>
public sealed class EvaluateCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build()
    {
        var truth = new Argument<FileInfo>("truth") { Description = Language.Pick("generate 写出的 truth.csv", "the truth.csv that generate wrote") };
        var precise = new Option<int>("--first") { Description = Language.Pick("准确率看前 N 条", "precision over the first N leads"), DefaultValueFactory = _ => 100 };
        var within = new Option<int>("--within") { Description = Language.Pick("召回率看前 N 条", "recall within the first N leads"), DefaultValueFactory = _ => 500 };
        var command = new Command("evaluate", Language.Pick("用样例答案检验线索队列：准确率与各类召回率", "the queue against a sample's answers: precision, and recall by kind")) { truth, precise, within }
            .WithExamples("fundwatch evaluate prefecture/truth.csv", "fundwatch evaluate prefecture/truth.csv --first 50 --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var planted = await ReadAsync(parse.GetValue(truth)!, ct);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var leads = await new LeadStore(db).RowsAsync(new LeadFilter(), null, ct).Select(l => l.EvidenceKeys).ToListAsync(ct);
            var result = Evaluation.Of(leads, planted, parse.GetValue(precise), parse.GetValue(within));
            output.Result(result);
            if (!output.IsJson)
            {
                output.Show(Table(result));
                output.Say(
                    $"共 {result.Leads} 条线索；前 {result.Precise} 条中 {result.True} 条触及埋设的问题；未触及的名次：{string.Join("、", result.False)}",
                    $"{Counted.Of(result.Leads, "lead")}; of the first {result.Precise}, {result.True} touch planted rows; the others: {string.Join(", ", result.False)}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<PlantedRow>> ReadAsync(FileInfo file, CancellationToken ct)
    {
        var planted = new List<PlantedRow>();
        var lookalikes = StoryKind.All().Where(k => !k.IsScheme).Select(k => k.Kind).ToHashSet();
        await foreach (var line in File.ReadLinesAsync(file.FullName, ct))
        {
            // scheme_kind,scheme_id,stream,natural_key,subject_kind,subject_code,note: only the note may hold commas or quotes.
            var cells = line.TrimStart('\uFEFF').Split(',', 7);
            if (cells.Length < 6 || (planted.Count == 0 && string.Join(',', cells) != TruthFile.Header))
            {
                throw new ProblemException($"{file.FullName} 不是样例答案文件：第一行应为 {TruthFile.Header}。", $"{file.FullName} is not an answer sheet of generate: its first line is {TruthFile.Header}.");
            }

            if (lookalikes.Contains(cells[0]))
            {
                throw new ProblemException($"{file.FullName} 记录的是清白的相似情形，不是答案。请给出同一文件夹中的 truth.csv。",
                    $"{file.FullName} lists honest look-alikes, not answers. Name the truth.csv beside it.");
            }

            planted.Add(new PlantedRow(cells[0], cells[1], $"{cells[2]}:{cells[3]}", cells[5]));
        }

        return planted.Skip(1).ToList();
    }

    private static Table Table(Evaluation result)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(
            Language.Pick("埋设的问题", "planted"), Language.Pick("数量", "count"), Language.Pick("找到", "found"), Language.Pick("召回率", "recall"), Language.Pick("漏掉", "missed"));
        foreach (var kind in result.Kinds)
        {
            table.AddRow(
                kind.Kind, kind.Planted.ToString(CultureInfo.InvariantCulture), kind.Found.ToString(CultureInfo.InvariantCulture),
                $"[{(kind.Recall >= 0.8 ? "green" : "red")}]{kind.Recall.ToString("0.00", CultureInfo.InvariantCulture)}[/]", Markup.Escape(string.Join(' ', kind.Missed)));
        }

        return table;
    }
}
