using System.CommandLine;
using System.Text.Json;
using FundWatch.Core;
using FundWatch.Data.Review;

namespace FundWatch.Host.Cli;

/// <summary>Proves that the record was not altered.</summary>
public sealed class TrailCommand : ICliCommand
{
    private static readonly JsonSerializerOptions _line = new(Output.JsonOptions) { WriteIndented = false };

    /// <inheritdoc/>
    public Command Build() => new Command("trail", Language.Pick("留痕：核验、锚定", "the trail: verify, anchor")) { Verify(), Anchor() }
        .WithExamples("fundwatch trail verify", "fundwatch trail anchor");

    private static Command Verify()
    {
        var export = new Option<FileInfo?>("--export") { Description = Language.Pick("同时把全部留痕写入此文件（JSON Lines）", "also write the whole trail to this file (JSON Lines)"), HelpName = "F" };
        var command = new Command("verify", Language.Pick("重新计算全部留痕；有断裂则返回 1 并指出第一处", "recompute the whole trail; exit 1 and the first broken link if there is one")) { export }
            .WithExamples("fundwatch trail verify", "fundwatch trail verify --export trail.jsonl --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var report = parse.GetValue(export) is { } file ? await ExportAsync(db, file, ct) : await new TrailVerifier(db).VerifyAsync(null, ct);
            output.Result(new { report.Events, report.Leads, report.Anchors, report.Intact, FirstBreak = report.FirstBreak });
            if (!output.IsJson)
            {
                output.Say(
                    report.FirstBreak is { } b ? $"留痕有断裂：{b.Zh}请保全现场，与备份及锚点副本核对。" : $"留痕完整：{report.Events} 条，涉及 {report.Leads} 条线索，{report.Anchors} 个锚点。",
                    report.FirstBreak is { } c ? $"The trail is broken: {c.En} Leave everything as it is and compare with the backups and copies of anchors." : $"The trail is intact: {Counted.Of(report.Events, "event")}, {Counted.Of(report.Leads, "lead")}, {Counted.Of(report.Anchors, "anchor")}.");
            }

            return report.Intact ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command Anchor()
    {
        var command = new Command("anchor", Language.Pick("对全部留痕做一次锚定（每夜自动）", "anchor all chains (nightly by itself)")).WithExamples("fundwatch trail anchor");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var anchor = await new TrailStore(db, TimeProvider.System).AnchorAsync(ct);
            output.Result(new { Anchor = anchor });
            if (!output.IsJson)
            {
                output.Say(anchor is { } a ? $"已锚定（第 {a} 个）。" : "自上次锚定以来没有新的留痕。", anchor is { } b ? $"Anchored (number {b})." : "Nothing has happened since the last anchor.");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<TrailReport> ExportAsync(Data.Postgres.FundWatchDatabase db, FileInfo file, CancellationToken ct)
    {
        await new TrailStore(db, TimeProvider.System).RecordAsync("export", CliActor.Name, null, new { what = "trail" }, ct);
        await using var lines = new StreamWriter(file.Open(FileMode.Create));
        return await new TrailVerifier(db).VerifyAsync(
            e => lines.WriteLineAsync(JsonSerializer.Serialize(new
            {
                e.Seq, e.LeadId, e.Ordinal, e.Event, e.Actor, e.At, e.FromStatus, e.ToStatus, e.Note, e.Payload,
                PrevHash = Convert.ToHexStringLower(e.PrevHash), Hash = Convert.ToHexStringLower(e.Hash),
            }, _line)), ct);
    }
}
