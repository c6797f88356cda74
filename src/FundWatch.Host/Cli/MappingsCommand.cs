using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Host.Texts;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Mappings kept under a name: what there is, one of them, a new version, out of use.</summary>
public sealed class MappingsCommand : ICliCommand
{
    private static readonly Argument<string> _name = new("NAME") { Description = Language.Pick("映射名称", "name of the mapping") };
    private static readonly Argument<string> _file = new("FILE") { Description = Language.Pick("映射文件（JSON，可带 // 注释）", "mapping file (JSON, // comments allowed)") };
    private static readonly Option<int?> _version = new("--version") { Description = Language.Pick("某一版本；默认现用的", "a certain version; the one in use by default"), HelpName = "N" };

    private static readonly Option<bool> _replace = new("--replace") { Description = Language.Pick("占用随程序的映射或另一数据流的映射的名称", "take the name of a mapping of the program or of another stream") };

    /// <inheritdoc/>
    public Command Build() => new Command("mappings", Language.Pick("保存的映射：列出、查看、保存、停用", "kept mappings: list, show, save, remove"))
    {
        SubCommand.Of("list", Language.Pick("现用的映射（含随程序的）", "mappings in use, those of the program included"), ListAsync, "fundwatch mappings list"),
        SubCommand.Of("show", Language.Pick("打印一个映射，可存为文件再改", "print a mapping, to save and change"), ShowAsync, "fundwatch mappings show gla-payments > mine.json", _name, _version),
        SubCommand.Of("save", Language.Pick("检查映射文件，存为该名称的新版本", "check a mapping file and keep it as the name's next version"), SaveAsync, "fundwatch mappings save bank-payments payments.json", _name, _file, _replace),
        SubCommand.Of("remove", Language.Pick("停用一个映射（各版本仍留存）", "take a mapping out of use (its versions stay in the store)"), RemoveAsync, "fundwatch mappings remove bank-payments", _name),
    }.WithExamples("fundwatch mappings list", "fundwatch mappings save bank-payments payments.json", "fundwatch ingest payments.csv --mapping bank-payments --source bank");

    private static async Task<int> ListAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var mappings = await new MappingStore(database, TimeProvider.System).ListAsync(ct);
        output.Result(new { Mappings = mappings.Select(m => new { m.Name, m.Version, m.Stream, m.SavedBy, m.SavedAt, BuiltIn = m.IsBuiltIn }) });
        if (!output.IsJson)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns(Language.Pick("名称", "name"), Language.Pick("版本", "version"), Language.Pick("数据流", "stream"),
                Language.Pick("保存人", "saved by"), Language.Pick("保存时间", "saved at"));
            foreach (var m in mappings)
            {
                table.AddRow(Markup.Escape(m.Name), m.IsBuiltIn ? "-" : $"{m.Version}", m.Stream, Markup.Escape(m.SavedBy ?? Language.Pick("随程序", "the program's")),
                    m.SavedAt is null ? "" : Show.Time(m.SavedAt));
            }

            output.Show(table);
        }

        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(ParseResult parse, CancellationToken ct)
    {
        var (output, name, version) = (CliContext.Output(parse), parse.GetValue(_name)!, parse.GetValue(_version));
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var mapping = await new MappingStore(database, TimeProvider.System).FindAsync(name, version, ct) ?? throw Unknown(name, version);
        output.Result(mapping);
        if (!output.IsJson)
        {
            Console.Out.WriteLine(mapping.Body.TrimEnd());
        }

        output.Note(mapping.IsBuiltIn ? "随程序的映射" : $"第 {mapping.Version} 版，{mapping.SavedBy} 于 {Show.Time(mapping.SavedAt)} 保存",
            mapping.IsBuiltIn ? "A mapping of the program" : $"Version {mapping.Version}, saved by {mapping.SavedBy} at {Show.Time(mapping.SavedAt)}");
        return ExitCode.Done;
    }

    private static async Task<int> SaveAsync(ParseResult parse, CancellationToken ct)
    {
        var (output, name, file) = (CliContext.Output(parse), parse.GetValue(_name)!, parse.GetValue(_file)!);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        SavedMapping saved;
        try
        {
            saved = await new MappingStore(database, TimeProvider.System).SaveAsync(name, file, CliActor.Name, ct, takeOver: parse.GetValue(_replace));
        }
        catch (FileRefused taken) when (taken.Code is "name_of_program" or "name_of_other_stream")
        {
            throw new FileRefused(taken.Code, $"{taken.Zh}确要占用，请加 --replace。", $"{taken.En} To take it all the same, add --replace.");
        }

        var hidesBuiltIn = BuiltInMappings.All.Any(b => b.Name == saved.Name);
        output.Result(new { saved.Name, saved.Version, saved.Stream, HidesBuiltIn = hidesBuiltIn });
        output.Say($"“{saved.Name}”现为第 {saved.Version} 版（{saved.Stream}）。使用：fundwatch ingest 文件 --mapping {saved.Name}", $"'{saved.Name}' is now at version {saved.Version} ({saved.Stream}). Use it: fundwatch ingest FILE --mapping {saved.Name}");
        if (hidesBuiltIn)
        {
            output.Warn($"“{saved.Name}”也是随程序提供的映射的名称：从现在起，此名称指您保存的这一版，来源文件的自动识别也用它。",
                $"A mapping of the program is called '{saved.Name}' too: from now on the name means yours, also for files that are read through it by themselves.");
            output.Note($"要恢复随程序的映射：fundwatch mappings remove {saved.Name}", $"To have the program's back: fundwatch mappings remove {saved.Name}");
        }

        return ExitCode.Done;
    }

    private static async Task<int> RemoveAsync(ParseResult parse, CancellationToken ct)
    {
        var (output, name) = (CliContext.Output(parse), parse.GetValue(_name)!);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new MappingStore(database, TimeProvider.System);
        if (!await store.RemoveAsync(name, CliActor.Name, ct))
        {
            throw await store.FindAsync(name, null, ct) is null ? Unknown(name, null)
                : new UsageException($"“{name}”随程序提供，不能停用；可用 mappings save --replace 以同名保存自己的版本。", $"'{name}' comes with the program and cannot be removed; save one of your own under the same name instead (mappings save --replace).");
        }

        output.Result(new { Removed = name });
        output.Say($"“{name}”已停用；各版本仍可用 mappings show --version 查看。", $"'{name}' is out of use; its versions can still be seen with mappings show --version.");
        return ExitCode.Done;
    }

    private static UsageException Unknown(string name, int? version) => version is null
        ? new($"没有名为“{name}”的映射。已有的见 fundwatch mappings list。", $"There is no mapping named '{name}'. See fundwatch mappings list.")
        : new($"没有“{name}”的第 {version} 版。", $"There is no version {version} of '{name}'.");
}
