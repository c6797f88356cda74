using System.CommandLine;
using FundWatch.Core;
using FundWatch.Samples;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Writes the files of an invented prefecture: every stream, a realistic mess, planted schemes with an answer sheet.</summary>
public sealed class GenerateCommand : ICliCommand
{
    private readonly Argument<string> _directory = new("DIR")
    {
        Description = Language.Pick("写到哪里；待导入的文件在 DIR/data", "where to write; the files to take in are in DIR/data"),
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = Language.Pick("随机种子；相同的选项得到逐字节相同的文件", "seed; the same options give the same files, byte for byte"),
        HelpName = "N", DefaultValueFactory = _ => new GeneratorOptions { Directory = "" }.Seed,
    };

    private readonly Option<int> _rows = new("--rows")
    {
        Description = Language.Pick("八类业务数据的总行数（约）", "rows over the eight event streams, roughly"),
        HelpName = "N", DefaultValueFactory = _ => new GeneratorOptions { Directory = "" }.Rows,
    };

    private readonly Option<bool> _clean = new("--clean")
    {
        Description = Language.Pick("不埋设任何问题", "plant no schemes"),
    };

    private readonly Option<int> _counties = new("--counties")
    {
        Description = Language.Pick("县区数", "number of counties"),
        HelpName = "N", DefaultValueFactory = _ => new GeneratorOptions { Directory = "" }.Counties,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("generate", Language.Pick("生成一个虚构地市的样例数据", "make sample data of an invented prefecture"))
        {
            _directory, _seed, _rows, _clean, _counties,
        }.WithExamples("fundwatch generate ./sample", "fundwatch generate ./big --rows 1000000 --seed 7", "fundwatch generate ./clean --clean && fundwatch ingest ./clean/data");
        command.SetAction(parse =>
        {
            var output = CliContext.Output(parse);
            var report = PrefectureGenerator.Write(new GeneratorOptions
            {
                Directory = Path.GetFullPath(parse.GetValue(_directory)!),
                Seed = parse.GetValue(_seed),
                Rows = parse.GetValue(_rows),
                Clean = parse.GetValue(_clean),
                Counties = parse.GetValue(_counties),
            });
            output.Result(new
            {
                Directory = report.DataDirectory,
                Truth = report.TruthFile,
                Lookalikes = report.LookalikesFile,
                Manifest = report.ManifestFile,
                report.Seed,
                report.Clean,
                Rows = report.EventRows,
                report.Streams,
                Schemes = report.Schemes,
                LookalikeKinds = report.Lookalikes,
                BrokenRows = report.Broken.Count,
            });
            if (!output.IsJson)
            {
                Show(output, report);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(Output output, GenerationReport report)
    {
        output.Show(Counts(Language.Pick("数据流", "stream"), Language.Pick("行数", "rows"), report.Streams.Select(s => (s.Key, s.Value))));
        if (report.Schemes.Count > 0)
        {
            output.Show(Counts(Language.Pick("埋设的问题", "planted scheme"), Language.Pick("个数", "count"), report.Schemes.Select(s => (s.Key, (long)s.Value))));
        }

        output.Say(
            $"共 {report.EventRows:N0} 行业务数据，另有 {report.Broken.Count} 行故意写坏，应进入不合格行。答案见 {report.TruthFile}，清白的相似情形见 {report.LookalikesFile}。",
            $"{Counted.Of(report.EventRows, "event row")}; {Counted.Of(report.Broken.Count, "row is", "rows are")} broken on purpose and must end in quarantine. Answers: {report.TruthFile}; honest look-alikes: {report.LookalikesFile}.");
        output.Say($"导入：fundwatch ingest {report.DataDirectory}", $"Take in: fundwatch ingest {report.DataDirectory}");
    }

    private static Table Counts(string what, string count, IEnumerable<(string Name, long Count)> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(what).AddColumn(new TableColumn(count).RightAligned());
        foreach (var (name, number) in rows)
        {
            table.AddRow(Markup.Escape(name), $"{number:N0}");
        }

        return table;
    }
}
