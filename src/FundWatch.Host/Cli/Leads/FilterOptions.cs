using System.CommandLine;
using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;

namespace FundWatch.Host.Cli.Leads;

/// <summary>The options that choose leads, the same for list and export.</summary>
internal sealed class FilterOptions
{
    private readonly Option<string?> _status = Choice("--status", Language.Pick("状态（open 为全部未办结）", "status (open: all that are not done)"), ["open", .. LeadStatus.All]);
    private readonly Option<string?> _stream = Choice("--stream", Language.Pick("数据流", "stream"), RecordStreams.All.Where(s => !s.IsReference).Select(s => s.Name));
    private readonly Option<string?> _scheme = new("--scheme") { Description = Language.Pick("疑点类别，如 reception.standard", "scheme, e.g. reception.standard") };
    private readonly Option<string?> _region = new("--region") { Description = Language.Pick("行政区划代码或其前几位", "division code or the beginning of one") };
    private readonly Option<string?> _assignee = new("--assignee") { Description = Language.Pick("承办人", "who works on it") };
    private readonly Option<string?> _text = new("--text") { Description = Language.Pick("名称、代码或理由中含有", "contained in name, code or reasons") };
    private readonly Option<decimal?> _score = new("--min-score") { Description = Language.Pick("最低风险分", "lowest risk score") };

    public Option<int?> Top { get; } = new("--top") { Description = Language.Pick("只取前 N 条", "only the first N"), HelpName = "N" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _status, _stream, _scheme, _region, _assignee, _text, _score, Top })
        {
            command.Options.Add(option);
        }

        _scheme.CompletionSources.Add(Schemes.All.Select(s => s.Name).ToArray());
        Top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1)
            {
                result.AddError(Language.Pick("--top 应为正整数。", "--top must be 1 or more."));
            }
        });
    }

    public LeadFilter Read(ParseResult parse) => new(
        parse.GetValue(_stream), parse.GetValue(_scheme), parse.GetValue(_status), parse.GetValue(_region), parse.GetValue(_assignee), parse.GetValue(_text), parse.GetValue(_score));

    private static Option<string?> Choice(string name, string description, IEnumerable<string> values)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(values.ToArray());
        return option;
    }
}
