using System.CommandLine;
using FundWatch.Core;
using FundWatch.Core.Leads;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Cli.Leads;

/// <summary>The options that choose leads, the same for list and export.</summary>
internal sealed class FilterOptions
{
    private const int ChoicesInALine = 5;

    private readonly Option<string?> _status = new Option<string?>("--status") { Description = Language.Pick("状态（open 为全部未办结）：", "status (open: all that are not done): ") + Listed(LeadStatus.All), HelpName = "S" }.Among(["open", .. LeadStatus.All]);
    private readonly Option<string?> _stream = new Option<string?>("--stream") { Description = Language.Pick("数据流：", "stream: ") + Listed(Choices.JudgedStreams), HelpName = "S" }.Among(Choices.JudgedStreams);
    private readonly Option<string?> _scheme = new("--scheme")
    {
        Description = Language.Pick("疑点类别（本单位规则的类别也可）：", "scheme (also one of a rule of your own): ") + Listed([.. Schemes.All.Select(s => s.Name)]), HelpName = "S",
    };

    private readonly Option<string?> _region = new Option<string?>("--region") { Description = Language.Pick("行政区划代码或其前几位", "division code or the beginning of one") }.Region();
    private readonly Option<string?> _assignee = new("--assignee") { Description = Language.Pick("承办人", "who works on it") };
    private readonly Option<string?> _text = new("--text") { Description = Language.Pick("名称、代码或理由中含有", "contained in name, code or reasons") };
    private readonly Option<decimal?> _score = new Option<decimal?>("--min-score") { Description = Language.Pick("最低风险分（0 至 100）", "lowest risk score (0 to 100)") }.Between(0, 100);

    public Option<int?> Top { get; } = new Option<int?>("--top") { Description = Language.Pick("只取前 N 条", "only the first N"), HelpName = "N" }.Between(1);

    // Left to itself, help puts the choices into the column of names, which is then wider than a screen.
    private static string Listed(IReadOnlyList<string> choices) => string.Join(",\n", choices.Chunk(ChoicesInALine).Select(line => string.Join(", ", line)));

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _status, _stream, _scheme, _region, _assignee, _text, _score, Top })
        {
            command.Options.Add(option);
        }

        _scheme.CompletionSources.Add(Schemes.All.Select(s => s.Name).ToArray());
    }

    /// <summary>The leads wanted.</summary>
    /// <exception cref="UsageException">A scheme or a person that there is not.</exception>
    public async Task<LeadFilter> ReadAsync(ParseResult parse, FundWatchDatabase db, CancellationToken ct)
    {
        var filter = new LeadFilter(
            parse.GetValue(_stream), parse.GetValue(_scheme), parse.GetValue(_status), parse.GetValue(_region), parse.GetValue(_assignee), parse.GetValue(_text), parse.GetValue(_score));
        var leads = new LeadStore(db);
        if (filter.Scheme is not null)
        {
            // A local rule may name one that is not in the table.
            Choices.Check("--scheme", filter.Scheme, [.. Schemes.All.Select(s => s.Name).Union(await leads.SchemesAsync(ct))]);
        }

        if (filter.Assignee is not null)
        {
            Choices.Check("--assignee", filter.Assignee, await leads.AssigneesAsync(ct));
        }

        return filter;
    }
}
