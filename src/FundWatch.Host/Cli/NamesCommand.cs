using System.CommandLine;
using FundWatch.Core;
using FundWatch.Data.Names;
using FundWatch.Host.Texts;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>Names without a code and the registered ones behind them: look, list, confirm, undo.</summary>
public sealed class NamesCommand : ICliCommand
{
    private static readonly string[] _states = ["proposed", "confirmed", "undone"];

    private readonly Option<string?> _state = new("--state") { Description = Language.Pick("只看此状态：proposed 待确认、confirmed 已对应、undone 已撤销", "only this state: proposed, confirmed, undone"), HelpName = "S" };
    private readonly Option<int> _limit = new Option<int>("--limit") { Description = Language.Pick("最多条数", "at most so many"), HelpName = "N", DefaultValueFactory = _ => 100 }.Between(1);
    private readonly Option<string> _search = new("--search") { Description = Language.Pick("只看含此文字的", "only those that hold this text"), HelpName = "TEXT", DefaultValueFactory = _ => "" };
    private readonly Option<string?> _note = new("--note") { Description = Language.Pick("理由（留痕）", "why (kept in the trail)"), HelpName = "TEXT" };
    private readonly Argument<long[]> _ids = new("ID") { Description = Language.Pick("对应关系的编号，见 names list", "ids of links, see names list"), Arity = ArgumentArity.OneOrMore };

    /// <inheritdoc/>
    public Command Build()
    {
        _state.Among(_states);
        return new Command("names", Language.Pick("单位名称与登记名称的对应：查找、列出、列出未能对应的、确认、撤销", "names and the registered ones behind them: find, list, list the unmatched, confirm, undo"))
        {
            SubCommand.Of("find", Language.Pick("为没有代码的名称查找登记名称；完全相同的直接对应，其余只作建议", "look for the registered names of those without a code; the very same are linked, others only proposed"), FindAsync, "fundwatch names find"),
            SubCommand.Of("list", Language.Pick("列出对应关系，待确认的在前", "list links, those to be decided first"), ListAsync, "fundwatch names list --state proposed", _state, _limit),
            SubCommand.Of("unmatched", Language.Pick("列出未能对应的名称，行数最多的在前", "list names that fit no registered one, or several, those of the most rows first"), UnmatchedAsync, "fundwatch names unmatched --search 卫健", _search, _limit),
            SubCommand.Of("confirm", Language.Pick("确认是同一单位（留痕）", "confirm that they are the same (kept in the trail)"), (p, ct) => DecideAsync(p, confirm: true, ct), "fundwatch names confirm 12 13", _ids, _note),
            SubCommand.Of("undo", Language.Pick("撤销对应，不再建议（留痕）", "undo a link; it is not proposed again (kept in the trail)"), (p, ct) => DecideAsync(p, confirm: false, ct), "fundwatch names undo 12 --note \"另一个单位\"", _ids, _note),
        }.WithExamples("fundwatch names find", "fundwatch names list", "fundwatch names confirm 12");
    }

    private static async Task<int> FindAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var found = await new NameFinder(database).FindAsync(ct);
        output.Result(found);
        output.Say($"没有代码的名称 {found.Names:N0} 个 = 与登记名称相同 {found.Exact:N0} + 建议待确认 {found.Proposed:N0} + 未找到 {found.NotFound:N0} + 不唯一 {found.Ambiguous:N0}。",
            $"{Counted.Of(found.Names, "name")} without a code = {found.Exact:N0} the same as a registered one + {found.Proposed:N0} proposed + {found.NotFound:N0} found nowhere + {found.Ambiguous:N0} that may be several.");
        First(output, "未找到", "Found nowhere", found.NotFound, found.NotFoundNames);
        First(output, "不唯一（可能是以下登记名称之一）", "May be several (these are registered)", found.Ambiguous, found.AmbiguousNames);
        if (found.Unmatched > found.NotFoundNames.Count + found.AmbiguousNames.Count)
        {
            output.Note("全部列出：fundwatch names unmatched", "All of them: fundwatch names unmatched");
        }

        if (found.Proposed > 0)
        {
            output.Note("查看并确认：fundwatch names list --state proposed", "See and confirm them: fundwatch names list --state proposed");
        }

        return ExitCode.Done;
    }

    private static void First(Output output, string zh, string en, int count, IReadOnlyList<UnmatchedName> names)
    {
        if (names.Count == 0)
        {
            return;
        }

        var first = count > names.Count;
        output.Say($"{zh}{(first ? $"，前 {names.Count} 个" : "")}：", $"{en}{(first ? $", the first {names.Count}" : "")}:");
        Lines(output, names);
    }

    private static void Lines(Output output, IReadOnlyList<UnmatchedName> names)
    {
        foreach (var name in names)
        {
            var region = name.Region is null ? "" : $" {name.Region}";
            var candidates = string.Join(Language.Pick("、", ", "), name.Candidates.Select(c => c.Region is null ? $"{c.Name} {c.Code}" : Language.Pick($"{c.Name} {c.Code}（{c.Region}）", $"{c.Name} {c.Code} ({c.Region})")));
            output.Say($"  {name.Name}{region}，{name.Rows:N0} 行{(candidates.Length > 0 ? "：" + candidates : "")}", $"  {name.Name}{region}, {Counted.Of(name.Rows, "row")}{(candidates.Length > 0 ? ": " + candidates : "")}");
        }
    }

    private async Task<int> ListAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var links = await new NameLinkStore(database, TimeProvider.System).ListAsync(parse.GetValue(_state), parse.GetValue(_limit), ct);
        output.Result(new { Links = links });
        if (output.IsJson)
        {
            return ExitCode.Done;
        }

        if (links.Count == 0)
        {
            output.Say("没有这样的对应关系。查找：fundwatch names find", "No such links. Look for some: fundwatch names find");
            return ExitCode.Done;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("id", Language.Pick("来源", "source"), Language.Pick("原文", "as written"), Language.Pick("区划", "region"), Language.Pick("登记名称", "registered"),
            Language.Pick("代码", "code"), Language.Pick("方法", "method"), Language.Pick("把握", "confidence"), Language.Pick("行数", "rows"), Language.Pick("状态", "state"));
        foreach (var l in links)
        {
            table.AddRow($"{l.Id}", Markup.Escape(l.Source), Markup.Escape(l.WrittenName), l.RegionCode ?? "", Markup.Escape(l.RegisteredName), Markup.Escape(l.Code), Method(l.Method), $"{l.Confidence:0.00}", $"{l.Rows:N0}",
                Markup.Escape(State(l)));
        }

        output.Show(table);
        return ExitCode.Done;
    }

    private async Task<int> UnmatchedAsync(ParseResult parse, CancellationToken ct)
    {
        var output = CliContext.Output(parse);
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new UnmatchedNameStore(database);
        var (sum, names) = (await store.SumAsync(ct), await store.ListAsync(parse.GetValue(_search)!, parse.GetValue(_limit), 0, ct));
        output.Result(new { sum.SearchedAt, sum.NotFound, sum.Ambiguous, Names = names });
        if (sum.SearchedAt is not { } at)
        {
            output.Say("还没有查找过。查找：fundwatch names find", "Names were not looked for yet. Look: fundwatch names find");
            return ExitCode.Done;
        }

        output.Say($"未找到的名称 {sum.NotFound:N0} 个，不唯一的 {sum.Ambiguous:N0} 个（{Show.Time(at)} 查找）{(names.Count < sum.Names ? $"，以下 {names.Count:N0} 个" : "")}。",
            $"{Counted.Of(sum.NotFound, "name")} found nowhere, {sum.Ambiguous:N0} that may be several (looked for {Show.Time(at)}){(names.Count < sum.Names ? $"; here are {names.Count:N0}" : "")}.");
        Lines(output, names);
        return ExitCode.Done;
    }

    private async Task<int> DecideAsync(ParseResult parse, bool confirm, CancellationToken ct)
    {
        var (output, ids, note) = (CliContext.Output(parse), parse.GetValue(_ids)!, parse.GetValue(_note));
        await using var database = await CliContext.OpenDatabaseAsync(parse, ct);
        var store = new NameLinkStore(database, TimeProvider.System);
        var changed = confirm ? await store.ConfirmAsync(ids, CliActor.Name, note, ct) : await store.UndoAsync(ids, CliActor.Name, note, ct);
        output.Result(new { Changed = changed });
        output.Say(confirm ? $"已确认 {changed.Count} 条。" : $"已撤销 {changed.Count} 条，不再建议；各行原文未动。", confirm ? $"{changed.Count} confirmed." : $"{changed.Count} undone and not proposed again; the rows are as they were written.");
        var other = ids.Except(changed).ToList();
        if (other.Count > 0)
        {
            output.Warn($"以下编号不存在或已是此状态：{string.Join(", ", other)}", $"No such link, or so already: {string.Join(", ", other)}");
        }

        return changed.Count == 0 ? ExitCode.Failed : ExitCode.Done;
    }

    private static string Method(string method) => method switch
    {
        "exact" => Language.Pick("相同", "the same"), "firm" => Language.Pick("公司形式", "form of law"), "abbreviation" => Language.Pick("简称", "short form"),
        "own_place" => Language.Pick("简称，按本行所在地推定", "short form, in the row's own place"), _ => Language.Pick("相近", "near"),
    };

    private static string State(NameLink link) => link.State switch
    {
        "proposed" => Language.Pick("待确认", "proposed"),
        "confirmed" => Language.Pick("已对应", "confirmed"),
        _ => Language.Pick("已撤销", "undone"),
    } + (link.DecidedBy is { } who ? $" {who}" : "");
}
