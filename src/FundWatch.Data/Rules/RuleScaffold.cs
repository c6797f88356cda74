using System.Text.RegularExpressions;
using FundWatch.Core;
using FundWatch.Core.Rules;

namespace FundWatch.Data.Rules;

/// <summary>Writes the files of a new rule from a template that already passes its own check, but does not run before it has a name and a law (<see cref="RuleDraft"/>).</summary>
public static partial class RuleScaffold
{
    /// <returns>The files written.</returns>
    /// <exception cref="ProblemException">Not an id, or the rule is there already.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(string directory, string id, CancellationToken ct)
    {
        if (!Id().IsMatch(id))
        {
            throw new UsageException($"“{id}”不是规则编号；应为类别加三位数字，如 REC-040。", $"'{id}' is no rule id; give a family and three digits, such as REC-040.");
        }

        var folder = Path.Combine(directory, id[..id.IndexOf('-')]);
        var files = new Dictionary<string, string>
        {
            [$"{id}.sql"] = Query, [$"{id}.md"] = Page, [$"{id}.reception.csv"] = Sample, [$"{id}.expected.json"] = Expected,
        };
        if (files.Keys.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } existing)
        {
            throw new ProblemException($"{existing} 已存在；请换一个编号。", $"{existing} exists already; choose another id.");
        }

        Directory.CreateDirectory(folder);
        foreach (var (name, text) in files)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), text.Replace("XXX-000", id, StringComparison.Ordinal), ct);
        }

        return [.. files.Keys.Select(name => Path.Combine(folder, name))];
    }

    private const string Query = $$"""
        -- id: XXX-000
        -- version: 1
        -- title_zh: {{RuleDraft.TitleZh}}餐费超过上限
        -- title_en: {{RuleDraft.TitleEn}} Meal above a limit
        -- stream: reception
        -- scheme: reception.standard
        -- subject: organisation
        -- kind: deterministic
        -- severity: 2
        -- basis_zh: {{RuleDraft.BasisZh}}
        -- basis_en: {{RuleDraft.BasisEn}}
        -- basis_checked: no
        -- requires: reception.meal_amount
        -- param: most = 1000 yuan | from 2013-12-08 | zh 餐费上限 | en meal cost, at most
        -- reason_zh: 接待单 {item}（{event_on}）餐费 {value} 元，疑似超过上限 {threshold} 元，需核实
        -- reason_en: Reception {item} on {event_on}: meal of {value} yuan, suspected above the limit of {threshold}; to be verified

        select r.org_code as subject_code, r.reception_id as item_key,
               case when l.p is null then 'not_applicable'                 -- before the rule was in force
                    when r.meal_amount > (l.p ->> 'most')::numeric then 'triggered'
                    else 'not_triggered' end as state,
               r.meal_amount as value, (l.p ->> 'most')::numeric as threshold,
               case when r.meal_amount > (l.p ->> 'most')::numeric then r.meal_amount - (l.p ->> 'most')::numeric end as amount,
               r.reception_date as event_on,
               array['reception:' || r.reception_id] as evidence,
               jsonb_strip_nulls(jsonb_build_object('subject_name', r.org_name)) as detail
        from reception r
        join scope s on s.subject_code = r.org_code
        left join rule.limits('XXX-000', array(select distinct region_code from reception)) l
            on l.region_code = r.region_code and r.reception_date >= l.valid_from and r.reception_date < l.valid_to

        """;

    private const string Sample = """
        reception_id,org_code,org_name,region_code,reception_date,guest_count,accompany_count,meal_amount,total_amount
        R1,A,甲局,430301,2025-03-04,6,3,1000.00,1000.00
        R2,A,甲局,430301,2025-03-05,6,3,1200.00,1200.00
        R3,A,甲局,430301,2012-03-05,6,3,1200.00,1200.00

        """;

    private const string Expected = """
        [
          {"subject_code": "A", "item_key": "R1", "state": "not_triggered", "value": 1000, "threshold": 1000},
          {"subject_code": "A", "item_key": "R2", "state": "triggered", "value": 1200, "threshold": 1000, "amount": 200},
          {"subject_code": "A", "item_key": "R3", "state": "not_applicable", "value": 1200}
        ]

        """;

    private const string Page = $"""
        # XXX-000 {RuleDraft.TitleZh} / {RuleDraft.TitleEn}

        ## 查什么 What it asks

        ## 方法 Method

        ## 示例 Worked example
        样本 `XXX-000.reception.csv`，结果 `XXX-000.expected.json`。The sample and what the rule must make of it.

        | 单据 | 情形 | 结果 |
        |---|---|---|
        | R1 | 正好等于上限 | 未触发 |
        | R2 | 超过 200 元 | 触发，200 元 |
        | R3 | 规定生效之前 | 不适用 |

        ## 为什么重要、依据 Why it matters, legal basis
        依据：{RuleDraft.PageBasis}。**依据待核实**：引用前须对照官方文本。The basis has not been held against the official text.

        ## 参数 Parameters
        | 名称 | 默认值 | 自 | 说明 |
        |---|---|---|---|
        | most | 1000 yuan | 2013-12-08 | 餐费上限 / meal cost, at most |

        ## 不算疑点的情形 What is not a hit

        ## 假设 Assumptions

        """;

    [GeneratedRegex(@"^[A-Z]{2,8}-\d{3}[A-Z]?$")]
    private static partial Regex Id();
}
