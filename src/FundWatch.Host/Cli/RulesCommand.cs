using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Rules;
using FundWatch.Data.Postgres;
using FundWatch.Data.Rules;
using Npgsql;
using Spectre.Console;

namespace FundWatch.Host.Cli;

/// <summary>The rules: what there is, on which law, with which limits; whether each does on its own sample what its author expects; a new one.</summary>
public sealed class RulesCommand : ICliCommand
{
    private static readonly Option<DirectoryInfo?> _directory = new("--directory")
    {
        Description = Language.Pick("规则目录（默认：随程序的规则和数据目录下的 rules）", "folder of rules (default: those of the program and rules/ in the data directory)"),
        HelpName = "DIR", Recursive = true,
    };

    private static readonly Argument<string?> _id = new("ID")
    {
        Description = Language.Pick("规则编号，如 REC-001", "rule id, such as REC-001"), Arity = ArgumentArity.ZeroOrOne,
    };

    /// <inheritdoc/>
    public Command Build()
    {
        var command = new Command("rules", Language.Pick("规则：目录、依据、参数、自检、新建", "rules: catalogue, law, limits, self-check, new"))
        {
            List(), Show(), Check(), New(),
        };
        command.Options.Add(_directory);
        return command.WithExamples("fundwatch rules list", "fundwatch rules show REC-001", "fundwatch rules check");
    }

    private static Command List()
    {
        var command = new Command("list", Language.Pick("全部规则", "all rules")).WithExamples("fundwatch rules list --json");
        command.SetAction(parse =>
        {
            var output = CliContext.Output(parse);
            var catalogue = Load(parse);
            output.Result(new { Rules = catalogue.Rules.Select(Describe), Errors = catalogue.Errors.Select(e => e.Message) });
            if (!output.IsJson)
            {
                var table = new Table().AddColumns("ID", Language.Pick("规则", "Rule"), Language.Pick("类别", "Kind"), Language.Pick("等级", "Severity"), Language.Pick("依据", "Basis"));
                foreach (var h in catalogue.Rules.Select(r => r.Header))
                {
                    table.AddRow(h.Id, Markup.Escape(Language.Pick(h.TitleZh, h.TitleEn)), KindOf(h), $"{h.Severity}",
                        Markup.Escape((h.BasisChecked ? "" : Language.Pick("【依据待核实】", "[to be checked] ")) + Language.Pick(h.BasisZh, h.BasisEn)));
                }

                output.Show(table);
            }

            return Report(output, catalogue);
        });
        return command;
    }

    private static Command Show()
    {
        var command = new Command("show", Language.Pick("一条规则：依据、参数及其有效期、说明页", "one rule: law, limits with their validity, its page")) { _id }
            .WithExamples("fundwatch rules show REC-001");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var rule = Get(Load(parse), parse.GetValue(_id) ?? throw new UsageException("请给出规则编号，如 rules show REC-001。", "Name a rule, e.g. rules show REC-001."));
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var limits = await RuleLimit.ReadAsync(db.App, rule.Header, ct);
            var page = File.Exists(rule.PagePath) ? await File.ReadAllTextAsync(rule.PagePath, ct) : "";
            output.Result(new { Rules = new[] { Describe(rule) }, Parameters = limits, Page = page, rule.Sql });
            if (!output.IsJson)
            {
                output.Say(page, page);
                var table = new Table().Title(Language.Pick("现行参数", "Limits in force"))
                    .AddColumns(Language.Pick("名称", "Name"), Language.Pick("区划", "Region"), Language.Pick("自", "From"), Language.Pick("至", "To"),
                        Language.Pick("值", "Value"), Language.Pick("来源", "Source"), Language.Pick("设定", "Set by"));
                foreach (var l in limits)
                {
                    table.AddRow(l.Name, l.RegionPrefix, l.ValidFrom is { } from ? $"{from:yyyy-MM-dd}" : "", l.ValidTo is { } to ? $"{to:yyyy-MM-dd}" : "",
                        Markup.Escape($"{l.Value:0.####} {l.Unit}"), Markup.Escape(l.Source ?? ""), Markup.Escape(l.SetBy));
                }

                output.Show(table);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command Check()
    {
        var command = new Command("check", Language.Pick("用规则自带的样本自检，并核对说明页的参数；有不符则返回 1", "run each rule's own sample and hold its page's limits against its own; exit 1 where one differs")) { _id }
            .WithExamples("fundwatch rules check", "fundwatch rules check REC-001 --json");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            var catalogue = Load(parse);
            var rules = parse.GetValue(_id) is { } id
                ? [catalogue.Drafts.FirstOrDefault(draft => draft.Header.Id == id) ?? Get(catalogue, id)]
                : catalogue.Rules.Concat(catalogue.Drafts);
            await using var db = await CliContext.OpenDatabaseAsync(parse, ct);
            var results = new List<SampleResult>();
            var pages = new Dictionary<string, IReadOnlyList<string>>();
            var limits = new Dictionary<string, IReadOnlyList<(string Zh, string En)>>();
            foreach (var rule in rules)
            {
                results.Add(await CheckAsync(db, rule, ct));
                pages[rule.Header.Id] = RuleDraft.LeftInPage(rule);
                limits[rule.Header.Id] = RulePage.Differences(rule);
            }

            output.Result(new { Rules = results.Select(r => new { Id = r.RuleId, r.Equal, Items = r.Items.Count, r.Differences, PageLeft = pages[r.RuleId], PageDiffers = limits[r.RuleId].Select(l => new { l.Zh, l.En }) }) });
            foreach (var result in output.IsJson ? [] : results)
            {
                output.Say(
                    result.Equal ? $"{result.RuleId} 相符（{result.Items.Count} 项）" : $"{result.RuleId} 不符：\n  {string.Join("\n  ", result.Differences)}",
                    result.Equal ? $"{result.RuleId} as expected ({Counted.Of(result.Items.Count, "item")})" : $"{result.RuleId} differs:\n  {string.Join("\n  ", result.Differences)}");
            }

            foreach (var (draft, left) in pages.Where(page => page.Value.Count > 0))
            {
                output.Warn($"{draft} 的说明页 {draft}.md 仍是草稿，待填写：{string.Join("、", left)}", $"The page {draft}.md is still a draft. To be filled in: {string.Join(", ", left)}");
            }

            foreach (var (told, differ) in limits.Where(page => page.Value.Count > 0))
            {
                output.Warn($"{told} 的说明页与规则不符，请改正其一：\n  {string.Join("\n  ", differ.Select(d => d.Zh))}", $"The page of {told} differs from the rule; mend one of them:\n  {string.Join("\n  ", differ.Select(d => d.En))}");
            }

            // A draft is told so, but passes: it is being written.
            Report(output, catalogue);
            return results.All(r => r.Equal) && limits.Values.All(l => l.Count == 0) && catalogue.Errors.Count == catalogue.Drafts.Count ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    private static Command New()
    {
        var local = new Option<bool>("--local")
        {
            Description = Language.Pick("写入数据目录下的 rules（本单位自有规则）", "write to rules/ in the data directory (rules of this office)"),
        };
        var id = new Argument<string>("ID") { Description = Language.Pick("新规则的编号，如 REC-040", "id of the new rule, such as REC-040") };
        var command = new Command("new", Language.Pick("按模板新建一条规则的四个文件", "write the four files of a new rule from a template")) { id, local }
            .WithExamples("fundwatch rules new REC-040", "fundwatch rules new OWN-001 --local");
        command.SetAction(async (parse, ct) =>
        {
            var output = CliContext.Output(parse);
            MustBeFree(parse, parse.GetValue(local), parse.GetValue(id)!);
            var files = await RuleScaffold.WriteAsync(NewIn(parse, parse.GetValue(local)), parse.GetValue(id)!, ct);
            output.Result(new { Files = files });
            if (!output.IsJson)
            {
                output.Say($"已写入：\n  {string.Join("\n  ", files)}\n填好名称和依据（此前规则不会运行），改好后运行：fundwatch rules check {parse.GetValue(id)}",
                    $"Written:\n  {string.Join("\n  ", files)}\nFill in title and basis (until then the rule does not run), edit the rest, then: fundwatch rules check {parse.GetValue(id)}");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<SampleResult> CheckAsync(FundWatchDatabase db, RuleFile rule, CancellationToken ct)
    {
        try
        {
            return await SampleCheck.RunAsync(db.App, rule, ct);
        }
        catch (RuleFileException e)
        {
            return new SampleResult(rule.Header.Id, [Language.Pick(e.Zh, e.En)], []);
        }
        catch (PostgresException e)
        {
            return new SampleResult(rule.Header.Id, [RuleItem.Explain(rule, e)], []);
        }
    }

    // In a source tree its rules are the rules, without a build in between; elsewhere those beside the program.
    private static string? Tree() =>
        Path.Combine(Environment.CurrentDirectory, "models", "rules") is var tree && File.Exists(Path.Combine(tree, "README.md")) ? tree : null;

    private static string Own(ParseResult parse) => Path.Combine(CliContext.Settings(parse).DataDirectory, "rules");

    private static string[] Directories(ParseResult parse) => parse.GetValue(_directory) is { } named
        ? [named.FullName]
        : [Tree() ?? Path.Combine(AppContext.BaseDirectory, "rules"), Own(parse)];

    private static string NewIn(ParseResult parse, bool local) => parse.GetValue(_directory)?.FullName ?? (local ? null : Tree()) ?? Own(parse);

    // A folder that was named is whatever its owner says; the office's own rules stand beside the program's, and an id must mean one rule.
    private static void MustBeFree(ParseResult parse, bool local, string id)
    {
        if (parse.GetValue(_directory) is null && NewIn(parse, local) == Own(parse)
            && Directory.EnumerateFiles(Directories(parse)[0], $"*.sql", SearchOption.AllDirectories).FirstOrDefault(f => Path.GetFileNameWithoutExtension(f) == id) is not null)
        {
            throw new ProblemException($"{id} 是随程序提供的规则，本单位的规则请另取编号，如 OWN-001；现有编号见 fundwatch rules list。",
                $"{id} is a rule of the program. Give a rule of your own another id, such as OWN-001; fundwatch rules list shows those in use.");
        }
    }

    private static RuleCatalogue Load(ParseResult parse) => RuleCatalogue.Load(Directories(parse));

    private static RuleFile Get(RuleCatalogue catalogue, string id)
    {
        if (catalogue.Errors.FirstOrDefault(e => Path.GetFileNameWithoutExtension(e.Path) == id) is { } broken)
        {
            throw broken;
        }

        return catalogue.Find(id) ?? throw Unknown(catalogue, id);
    }

    // Those of the same family; else the families.
    private static UsageException Unknown(RuleCatalogue catalogue, string id)
    {
        var family = id.Split('-')[0];
        var near = catalogue.Rules.Select(r => r.Header.Id).Where(i => i.StartsWith(family + "-", StringComparison.OrdinalIgnoreCase)).ToList();
        var known = string.Join(", ", near.Count > 0 ? near : catalogue.Rules.Select(r => r.Header.Id.Split('-')[0] + "-…").Distinct());
        return new UsageException($"没有规则 {id}。可选：{known}；全部规则见 rules list。", $"There is no rule {id}. There are {known}; all are in rules list.");
    }

    private static int Report(Output output, RuleCatalogue catalogue)
    {
        foreach (var error in catalogue.Errors)
        {
            output.Warn(error.Zh, error.En);
        }

        return catalogue.Errors.Count == 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string KindOf(RuleHeader h) => h.Kind == RuleKind.Deterministic ? Language.Pick("硬性", "deterministic") : Language.Pick("分析", "analytic");

    private static object Describe(RuleFile rule)
    {
        var h = rule.Header;
        return new
        {
            h.Id, h.Version, h.TitleZh, h.TitleEn, h.Stream, h.Scheme, h.Subject, h.Kind, h.Severity, h.BasisZh, h.BasisEn, h.BasisChecked,
            Requires = h.Requires.Select(r => r.ToString()), h.Parameters, h.ReasonZh, h.ReasonEn, rule.Sha256, rule.Path,
        };
    }
}
