using System.CommandLine;
using FundWatch.Data.Leads.Export;

namespace FundWatch.Host.Cli.Leads;

internal static class LeadsExport
{
    private static readonly string[] _planned = ["docx"];

    public static Command Build()
    {
        var format = new Option<string?>("--format") { Description = Language.Pick("csv、json 或 xlsx（默认看文件名，否则 csv）", "csv, json or xlsx (default: by the file's name, else csv)") }.Among([.. LeadExport.Formats], _planned);
        var file = new Option<FileInfo?>("--output", "-o") { Description = Language.Pick("写入此文件（默认或 - 为标准输出）", "write to this file (default, or -: standard output)"), HelpName = "F" };
        var command = new Command("export", Language.Pick("导出线索（记入留痕）", "export leads (recorded in the trail)")) { format, file }
            .WithExamples("fundwatch leads export --format xlsx --output leads.xlsx", "fundwatch leads export --status open --top 100 > leads.csv");
        var filter = new FilterOptions();
        filter.AddTo(command);
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var target = parse.GetValue(file) is { } named && named.ToString() != "-" ? named : null;
            var chosen = Choices.Format(parse.GetValue(format), target?.Name, LeadExport.Formats, output.IsJson ? "json" : "csv", _planned);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            if (target is null && output.IsJson && chosen != "json")
            {
                output.Note($"--json：标准输出只给 JSON；要 {chosen} 请用 --output 指定文件。", $"--json: standard output is JSON; for {chosen} name a file with --output.");
                chosen = "json";
            }

            var export = new LeadExport(db, TimeProvider.System);
            var wanted = await filter.ReadAsync(parse, db, ct);
            if (target is null)
            {
                // A sheet is a zip archive and needs to seek; a pipe cannot.
                await using var buffer = new MemoryStream();
                await export.WriteAsync(buffer, chosen, wanted, parse.GetValue(filter.Top), CliActor.Name, ct);
                buffer.Position = 0;
                await using var stdout = Console.OpenStandardOutput();
                await buffer.CopyToAsync(stdout, ct);
                return ExitCode.Done;
            }

            // Written beside and moved: a reader never meets half a file, and a failed export leaves the old one.
            var part = new FileInfo(target.FullName + ".part");
            int leads;
            await using (var stream = part.Open(FileMode.Create, FileAccess.ReadWrite))
            {
                leads = await export.WriteAsync(stream, chosen, wanted, parse.GetValue(filter.Top), CliActor.Name, ct);
            }

            part.MoveTo(target.FullName, overwrite: true);
            output.Result(new { Path = target.FullName, Format = chosen, Leads = leads });
            if (!output.IsJson)
            {
                output.Say($"已导出 {leads} 条线索：{target.FullName}", $"{leads} leads exported: {target.FullName}");
            }

            return ExitCode.Done;
        });
        return command;
    }
}
