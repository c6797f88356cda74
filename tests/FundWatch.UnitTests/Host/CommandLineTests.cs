using System.CommandLine;
using System.Globalization;
using FundWatch.Host.Cli;

namespace FundWatch.UnitTests.Host;

public class CommandLineTests
{
    public static TheoryData<string> Verbs()
    {
        var data = new TheoryData<string>();
        foreach (var path in Leaves(CommandLine.Root(), ""))
        {
            data.Add(path);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_says_what_it_does_and_shows_an_example(string path)
    {
        Command command = CommandLine.Root();
        Command parent = command;
        foreach (var name in path.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            parent = command;
            command = command.Subcommands.Single(sub => sub.Name == name);
        }

        command.Description.Should().NotBeNullOrWhiteSpace();
        Examples.Of(command).Concat(Examples.Of(parent)).Should().Contain(example => example.StartsWith("fundwatch " + path, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("nonsense", "--help")]
    [InlineData("leads", "move", "1")]
    [InlineData("score", "--as-of", "yesterday")]
    [InlineData("migrate", "--no-such-option")]
    [InlineData("migrate", "--lang", "fr")]
    public async Task Wrong_usage_ends_with_2(params string[] args) =>
        (await CommandLine.RunAsync(args)).Should().Be(ExitCode.Usage);

    [Theory]
    [InlineData("dismissed", "leads", "list", "--status", "finished")]
    [InlineData("reception", "leads", "list", "--stream", "company")]
    [InlineData("GB/T 2260", "leads", "list", "--region", "99")]
    [InlineData("GB/T 2260", "leads", "export", "--region", "杭州")]
    [InlineData("0 and 100", "leads", "list", "--min-score", "101")]
    [InlineData("1 or more", "leads", "list", "--top", "0")]
    [InlineData("xlsx", "leads", "export", "--format", "docm")]
    [InlineData("docx", "leads", "export", "--format", "docx")]
    [InlineData("csv, json, xlsx", "leads", "export", "--output", "x.docx")]
    [InlineData("csv, json, xlsx", "leads", "export", "--output", "x.pdf")]
    [InlineData("csv, xlsx", "quarantine", "export", "--output", "x.docx")]
    [InlineData("canteen_payment", "batches", "list", "--stream", "x")]
    [InlineData("html", "batches", "report", "1", "--format", "pdf")]
    [InlineData("bad_date", "quarantine", "list", "--code", "bad_dates")]
    [InlineData("meal_purchase", "quarantine", "export", "--stream", "x")]
    [InlineData("supplier_code", "quarantine", "discard", "--column", "x", "--reason", "y")]
    [InlineData("csv, xlsx", "quarantine", "export", "--format", "pdf")]
    [InlineData("confirmed", "names", "list", "--state", "x")]
    [InlineData("subsidy", "train", "--stream", "x")]
    [InlineData("subsidy", "score", "--stream", "company")]
    [InlineData("company", "ingest", "a.csv", "--stream", "x")]
    [InlineData("company", "ingest", "--suggest-mapping", "a.csv", "--stream", "x")]
    [InlineData("auditor", "accounts", "add", "wang", "--name", "x", "--role", "x")]
    [InlineData("isolation-forest", "detect", "--train", "a", "--input", "a", "--model", "x")]
    [InlineData("REC-001", "rules", "show", "REC-999")]
    [InlineData("REC-…", "rules", "show", "XYZ-999")]
    [InlineData("scan-inbox", "run", "x")]
    [InlineData("zh, en", "migrate", "--lang", "fr")]
    [InlineData("--stream", "ingest", "a.csv", "--strem", "x")]
    [InlineData("--key", "ingest", "--from-query", "select 1", "--from-connection", "x", "--key", "id", "--keys", "x")]
    [InlineData("-x", "ingest", "a.csv", "-x")]
    [InlineData("--top", "leads", "list", "--top", "x")]
    [InlineData("--port", "demo", "--port", "abc")]
    [InlineData("--min-score", "leads", "list", "--min-score", "much")]
    public async Task An_unknown_value_is_answered_with_those_there_are(string named, params string[] args)
    {
        var (error, said) = (Console.Error, new StringWriter());
        Console.SetError(said);
        try
        {
            (await CommandLine.RunAsync([.. args, .. args[^1] == "fr" ? Array.Empty<string>() : ["--data-dir", "/dev/null/x"]])).Should().Be(ExitCode.Usage, said.ToString());
        }
        finally
        {
            Console.SetError(error);
        }

        said.ToString().Should().Contain(named.Replace(", ", Language.Pick("、", ", "))).And.NotContain("   at ");
    }

    [Theory]
    [InlineData("en", "--top must be a whole number, not 'x'.", "leads", "list", "--top", "x")]
    [InlineData("zh", "--top 应为整数，而不是“x”。", "leads", "list", "--top", "x")]
    [InlineData("zh", "--port 应为整数，而不是“abc”。", "demo", "--port", "abc")]
    [InlineData("zh", "--since 应为日期，如 2025-03-02，而不是“当天”。", "quarantine", "list", "--since", "当天")]
    [InlineData("en", "There is no option --strem. Did you mean --stream?", "ingest", "a", "--strem", "x")]
    [InlineData("zh", "没有 --strem 这个选项。是否想写 --stream？", "ingest", "a", "--strem", "x")]
    [InlineData("zh", "没有 --nothing-near 这个选项。", "ingest", "a", "--nothing-near")]
    [InlineData("en", "--as-of cannot lie after today", "score", "--as-of", "2999-01-01")]
    [InlineData("zh", "“backup”尚未提供", "backup", "x")]
    [InlineData("en", "'ocds' is not built yet", "ocds", "indicators", "x.json")]
    [InlineData("zh", "没有“backups”这个命令", "backups")]
    public async Task What_is_wrong_is_said_in_the_readers_language_and_the_fields_words(string language, string said, params string[] args)
    {
        var (code, _, error) = await RunAsync(language, args);

        code.Should().Be(ExitCode.Usage);
        error.Should().Contain(said).And.NotContain("System.").And.NotContain("。.");
    }

    [Theory]
    [InlineData("quarantine")]
    [InlineData("leads", "list")]
    [InlineData("ingest")]
    public async Task Help_in_Chinese_has_Chinese_headings(params string[] verb)
    {
        var (code, output, _) = await RunAsync("zh", [.. verb, "--help"]);

        code.Should().Be(ExitCode.Done);
        output.Should().Contain("说明:").And.NotContain("Description:").And.Contain("示例:");
    }

    [Theory]
    [InlineData("leads", "list")]
    [InlineData("leads", "export")]
    public async Task The_schemes_do_not_widen_the_column_of_names(params string[] verb)
    {
        var (_, output, _) = await RunAsync("en", [.. verb, "--help"]);

        output.Should().MatchRegex("--scheme <S> +scheme").And.MatchRegex("--status <S> +status").And.Contain("reception.standard").And.Contain("meal_purchase.anomaly").And.Contain("canteen_payment");
        output.Split('\n').Select(l => l.Length).Max().Should().BeLessThan(161);
    }

    [Theory]
    [InlineData("models")]
    [InlineData("trail")]
    public async Task A_verb_of_verbs_shows_examples_too(string verb) => (await RunAsync("zh", verb, "--help")).Out.Should().Contain("示例:").And.Contain($"fundwatch {verb} ");

    [Theory]
    [InlineData("ingest")]
    [InlineData("retry", "quarantine")]
    public async Task Without_a_verb_those_that_there_are_are_shown(string shown, params string[] args)
    {
        var (code, output, error) = await RunAsync("zh", args);

        code.Should().Be(ExitCode.Usage);
        output.Should().BeEmpty();
        error.Should().StartWith("请给出命令：").And.Contain(shown).And.NotContain("。.");
    }

    private static async Task<(int Code, string Out, string Error)> RunAsync(string language, params string[] args)
    {
        var (culture, output, error, said, told) = (CultureInfo.CurrentUICulture, Console.Out, Console.Error, new StringWriter(), new StringWriter());
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language == "zh" ? "zh-Hans" : "en");
        Console.SetOut(said);
        Console.SetError(told);
        try
        {
            return (await CommandLine.RunAsync(args), said.ToString(), told.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
            CultureInfo.CurrentUICulture = culture;
        }
    }

    [Fact]
    public void Where_nobody_sees_a_terminal_no_line_is_folded()
    {
        var (output, error, said, told) = (Console.Out, Console.Error, new StringWriter(), new StringWriter());
        Console.SetOut(said);
        Console.SetError(told);
        try
        {
            var text = "数据库已升级到版本 40：" + string.Join('、', Enumerable.Range(1, 40).Select(i => $"{i:0000}_model_progress"));
            var to = new Output(json: false);
            to.Say(text, text);
            to.Note(text, text);
            to.Warn(text, text);
            (said.ToString(), told.ToString()).Should().Be((text + Environment.NewLine, text + Environment.NewLine + text + Environment.NewLine));
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }

    [Theory]
    [InlineData(null, "leads.xlsx", "xlsx")]
    [InlineData(null, "LEADS.XLSX", "xlsx")]
    [InlineData(null, "leads", "csv")]
    [InlineData(null, null, "csv")]
    [InlineData("json", "leads.docx", "json")]
    public void The_format_is_the_one_named_else_the_endings(string? named, string? path, string expected) =>
        Choices.Format(named, path, ["csv", "json", "xlsx"], "csv").Should().Be(expected);

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0
            ? [path]
            : command.Subcommands.SelectMany(sub => Leaves(sub, (path + " " + sub.Name).Trim()));
}
