using System.CommandLine;
using System.Globalization;
using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Postgres;
using FundWatch.Jobs.Modelling;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>The registry of models: what there is, what is in use, and how two versions differ.</summary>
public sealed class ModelsCommand : ICliCommand
{
    /// <inheritdoc/>
    public Command Build() => new Command("models", Language.Pick("模型登记", "registry of models")) { List(), ShowOne(), Compare(), Promote(), RollBack() }
        .WithExamples("fundwatch models list", "fundwatch models compare reception-organisation/ensemble", "fundwatch models promote reception-organisation/ensemble@2 --by wang");

    private static Command List()
    {
        var name = new Argument<string?>("name") { Description = Language.Pick("只列此名称", "only this name"), Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("list", Language.Pick("列出所有版本", "all versions")) { name };
        command.WithExamples("fundwatch models list", "fundwatch models list reception-organisation/ensemble");
        command.SetAction((parse, ct) => WithStoreAsync(parse, async (store, _, output) =>
        {
            if (parse.GetValue(name) is { } named)
            {
                Choices.Check("models list", named, [.. (await store.ListAsync(null, ct)).Select(v => v.Name).Distinct()]);
            }

            var versions = await store.ListAsync(parse.GetValue(name), ct);
            output.Result(new { Models = versions.Select(Brief) });
            if (output.IsJson)
            {
                return;
            }

            var table = new Table().AddColumns(
                Language.Pick("模型", "model"), Language.Pick("用途", "alias"), Language.Pick("主体数", "subjects"),
                Language.Pick("训练于", "trained"), Language.Pick("训练人", "by"), Language.Pick("启用", "promoted by"), "SHA-256");
            foreach (var version in versions)
            {
                table.AddRow(
                    Markup.Escape(version.Label), version.Alias ?? "", version.Manifest.Rows.ToString(CultureInfo.InvariantCulture),
                    version.TrainedAt.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                    Markup.Escape(version.TrainedBy), Markup.Escape(version.PromotedBy ?? ""), version.Sha256[..12]);
            }

            output.Show(table);
        }, ct));
        return command;
    }

    private static Command ShowOne()
    {
        var label = Label("model", "名称，或 名称@版本", "name, or name@version");
        var command = new Command("show", Language.Pick("一个版本的来历", "where a version comes from")) { label };
        command.WithExamples("fundwatch models show reception-organisation/ensemble@1");
        command.SetAction((parse, ct) => WithStoreAsync(parse, async (store, _, output) =>
        {
            var version = await store.GetAsync(parse.GetValue(label)!, ct);
            output.Result(new { Model = Brief(version), version.Manifest });
            if (!output.IsJson)
            {
                output.Say($"{version.Label} {version.Alias}，{version.Bytes} 字节，SHA-256 {version.Sha256}", $"{version.Label} {version.Alias}, {version.Bytes} bytes, SHA-256 {version.Sha256}");
                var manifest = System.Text.Json.JsonSerializer.Serialize(version.Manifest, Output.JsonOptions);
                output.Say(manifest, manifest);
            }
        }, ct));
        return command;
    }

    private static Command Compare()
    {
        var first = Label("first", "第一个：名称（即现用版本）或 名称@版本", "first: name (its champion) or name@version");
        var second = new Argument<string?>("second") { Description = Language.Pick("第二个；缺省为该名称最新的版本", "second; default: the newest of that name"), Arity = ArgumentArity.ZeroOrOne };
        var k = new Option<int>("--k") { Description = Language.Pick("比较前几名", "how many of the first ranks to compare"), HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("compare", Language.Pick("在同一批主体上比较两个版本", "two versions on the same subjects")) { first, second, k };
        command.WithExamples("fundwatch models compare reception-organisation/ensemble", "fundwatch models compare project/ensemble@1 project/ensemble@2 --k 100");
        command.SetAction((parse, ct) => WithStoreAsync(parse, async (store, database, output) =>
        {
            var one = await store.GetAsync(parse.GetValue(first)!, ct);
            var other = parse.GetValue(second) is { } named ? await store.GetAsync(named, ct) : (await store.ListAsync(one.Name, ct))[0];
            var service = new ModelComparisonService(database, FeatureCatalogue.Load(database.Directory), TimeProvider.System);
            var result = await service.CompareAsync(one, other, parse.GetValue(k), ct);
            output.Result(result);
            if (!output.IsJson)
            {
                Say(output, result);
            }
        }, ct));
        return command;
    }

    private static void Say(Output output, ModelComparison result)
    {
        output.Say($"{result.First} 与 {result.Second}，{result.Rows} 个主体：", $"{result.First} and {result.Second} on {Counted.Of(result.Rows, "subject")}:");
        output.Say($"  排序相关 {result.RankCorrelation:F3}，前 {result.K} 名重合 {result.TopOverlap:P0}", $"  rank correlation {result.RankCorrelation:F3}, overlap of the first {result.K}: {result.TopOverlap:P0}");
        output.Say(
            result.KnownCases == 0 ? "  尚无属实的线索，无法比较命中率。" : $"  前 {result.K} 名命中率：{result.PrecisionFirst:P1} 与 {result.PrecisionSecond:P1}（属实主体 {result.KnownCases} 个）",
            result.KnownCases == 0 ? "  No substantiated leads yet, so precision cannot be compared." : $"  precision at {result.K}: {result.PrecisionFirst:P1} and {result.PrecisionSecond:P1} ({result.KnownCases} known cases)");
        output.Say($"  新增：{string.Join('、', result.Gained.Take(10))}", $"  gained: {string.Join(", ", result.Gained.Take(10))}");
        output.Say($"  减少：{string.Join('、', result.Lost.Take(10))}", $"  lost: {string.Join(", ", result.Lost.Take(10))}");
    }

    private static Command Promote()
    {
        var (label, by) = (Label("model", "名称@版本", "name@version"), By());
        var command = new Command("promote", Language.Pick("启用一个版本（须由训练人以外的人）", "put a version in use (not by whoever trained it)")) { label, by };
        command.WithExamples("fundwatch models promote reception-organisation/ensemble@2 --by wang");
        command.SetAction((parse, ct) => WithStoreAsync(parse, async (store, _, output) =>
            Done(output, await store.PromoteAsync(await store.GetAsync(parse.GetValue(label)!, ct), parse.GetValue(by)!, ct)), ct));
        return command;
    }

    private static Command RollBack()
    {
        var (label, by) = (Label("name", "模型名称", "name of the model"), By());
        var command = new Command("rollback", Language.Pick("退回上一个启用的版本", "back to the champion before this one")) { label, by };
        command.WithExamples("fundwatch models rollback reception-organisation/ensemble --by wang");
        command.SetAction((parse, ct) => WithStoreAsync(parse, async (store, _, output) =>
            Done(output, await store.RollBackAsync(parse.GetValue(label)!, parse.GetValue(by)!, ct)), ct));
        return command;
    }

    private static void Done(Output output, ModelVersion version)
    {
        output.Result(Brief(version));
        if (!output.IsJson)
        {
            output.Say($"现用版本：{version.Label}。下次评分（fundwatch score）起生效。", $"In use: {version.Label}, from the next scoring (fundwatch score) on.");
        }
    }

    private static async Task<int> WithStoreAsync(ParseResult parse, Func<ModelStore, FundWatchDatabase, Output, Task> work, CancellationToken ct)
    {
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        await work(new ModelStore(database, TimeProvider.System), database, CliContext.Output(parse));
        return ExitCode.Done;
    }

    private static object Brief(ModelVersion version) => new
    {
        version.Name, version.Version, version.Alias, version.FeatureSet, version.Detector, version.Manifest.Rows, version.Manifest.Seed, version.Sha256,
        version.TrainedBy, version.TrainedAt, version.PromotedBy, version.PromotedAt,
    };

    private static Argument<string> Label(string name, string zh, string en) => new(name) { Description = Language.Pick(zh, en) };

    private static Option<string> By() => new("--by") { Description = Language.Pick("操作人", "who does it"), HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName };
}
