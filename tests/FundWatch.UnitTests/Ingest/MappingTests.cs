using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.UnitTests.Ingest;

public sealed class MappingTests
{
    private const string Right = """
        {
          // a comment is read over
          "stream": "fund_use",
          "columns": {
            "use_id": { "template": "GLA-{ID}/{Line}" },
            "application_id": { "constant": "A" },
            "used_on": { "from": "Date", "formats": ["dd/MM/yyyy", "excel1904"] },
            "amount": { "from": "Amount", "unit": "万元", "remove": ["£"] },
          }
        }
        """;

    [Fact]
    public void A_mapping_may_join_cells_by_a_template_and_carry_comments()
    {
        var mapping = Mapping.Parse(Encoding.UTF8.GetBytes(Right), "right.json");
        mapping.Columns["use_id"].Template.Should().Be("GLA-{ID}/{Line}");
        Mapping.Parse(Encoding.UTF8.GetBytes("\uFEFF" + Right), "with a BOM").Stream.Should().Be("fund_use");
    }

    [Theory]
    [InlineData("\"stream\": \"fund_use\"", "\"stream\": \"funduse\"", 3, "stream", "no stream 'funduse' (did you mean fund_use?); known: reception,")]
    [InlineData("\"stream\": \"fund_use\"", "\"stream\": \"资金使用\"", 3, "stream", "no stream '资金使用' (did you mean fund_use?)")]
    [InlineData("\"stream\": \"fund_use\"", "\"stream\": \"weather\"", 3, "stream", "no stream 'weather'; known:")]
    [InlineData("\"used_on\"", "\"use_on\"", 7, "columns.use_on", "has no column 'use_on' (did you mean used_on?)")]
    [InlineData("\"amount\"", "\"amuont\"", 8, "columns.amuont", "has no column 'amuont' (did you mean amount?)")]
    [InlineData("\"amount\"", "\"金额\"", 8, "columns.金额", "has no column '金额' (did you mean amount?)")]
    [InlineData("\"amount\"", "\"weather\"", 8, "columns.weather", "has no column 'weather'.")]
    [InlineData("[\"dd/MM/yyyy\", \"excel1904\"]", "\"MM/dd/yyyy\"", 7, "columns.used_on.formats", "the value of 'formats' should be a list of texts, in brackets even if there is one, as in \"formats\": [\"MM/dd/yyyy\"]")]
    [InlineData("[\"dd/MM/yyyy\", \"excel1904\"]", "[\"dd/MM/yyyy\", 3]", 7, "columns.used_on.formats", "the value of 'formats' should be a list of texts")]
    [InlineData("\"constant\": \"A\"", "\"constant\": 7", 6, "columns.application_id.constant", "the value of 'constant' should be a text in quotes")]
    [InlineData("\"constant\": \"A\"", "\"constant\": \"A\", \"codes\": \"x\"", 6, "columns.application_id.codes", "the value of 'codes' should be an object that gives for each code of the file, a text, what it means, a text, as in \"codes\": { \"Y\": ")]
    [InlineData("\"constant\": \"A\"", "\"constant\": \"A\", \"codes\": {\"Y\": 1}", 6, "columns.application_id.codes.Y", "the value of 'codes' should be an object")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"skip_rows\": 3,", 3, "skip_rows", "the value of 'skip_rows' should be a list of objects, each with a 'column' (a header) and 'values' (a list), as in \"skip_rows\": [{")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"skip_rows\": [{\"column\": \"a\", \"values\": \"b\"}],", 3, "skip_rows.values", "the value of 'values' should be a list of texts")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"header_row\": \"2\",", 3, "header_row", "the value of 'header_row' should be a whole number without quotes, as in \"header_row\": 2")]
    [InlineData("\"application_id\": { \"constant\": \"A\" }", "\"金额(元)\": \"amount\"", 6, "columns.金额(元)", "write 金额(元) as { \"from\": \"amount\" }")]
    [InlineData("万元", "万", 0, "", "")]
    [InlineData("万元", "wan", 8, "columns.amount.unit", "unknown unit 'wan'; known: 元")]
    [InlineData("dd/MM/yyyy", "dd/mm/yyyy", 7, "columns.used_on.formats", "months are capital M")]
    [InlineData("\"constant\": \"A\"", "\"constant\": \"A\", \"from\": \"B\"", 6, "columns.application_id", "only one")]
    [InlineData("\"constant\": \"A\"", "\"note\": \"A\"", 6, "columns.application_id", "needs one of 'from', 'template' and 'constant'")]
    [InlineData("GLA-{ID}/{Line}", "GLA", 5, "columns.use_id.template", "in braces")]
    [InlineData("\"remove\"", "\"removes\"", 8, "columns.amount.removes", "there is no key 'removes'; known: from, template,")]
    [InlineData("\"from\": \"Date\"", "\"from\": 7", 7, "columns.used_on.from", "a header or a list of headers")]
    [InlineData("{ \"constant\": \"A\" }", "\"编号\"", 6, "columns.application_id", "write application_id as { \"from\": \"编号\" } for the column")]
    [InlineData("{ \"constant\": \"A\" }", "7", 6, "columns.application_id", "write application_id as { \"from\": \"…\" } for the column")]
    [InlineData("\"columns\": {", "\"columns\": {,", 4, "columns", "cannot be read on from character 15")]
    [InlineData("\"from\": \"Amount\"", "\"from\": \"\"", 8, "columns.amount.from", "a header or a list of headers")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"header_row\": 0,", 3, "header_row", "1 to 20")]
    [InlineData("\"application_id\": { \"constant\": \"A\" }", "\"application_id\": { \"constant\": \"A\", \"unit\": \"元\" }", 6, "columns.application_id.unit", "is no amount")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"delimiter\": \"a\",", 3, "delimiter", "1 to 10 signs")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"delimiter\": \"\",", 3, "delimiter", "1 to 10 signs")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"delimiter\": \"|@|\",", 0, "", "")]
    [InlineData("\"stream\": \"fund_use\",", "\"stream\": \"fund_use\", \"quote\": \"''\",", 3, "quote", "one sign")]
    [InlineData("\"use_id\"", "\"amount\": { \"from\": \"x\" },\n\"use_id\"", 9, "columns", "'amount' stands there twice")]
    public void A_wrong_mapping_is_refused_with_its_file_line_and_key(string right, string wrong, int line, string key, string reason)
    {
        var read = () => Mapping.Parse(Encoding.UTF8.GetBytes(Right.Replace(right, wrong, StringComparison.Ordinal)), "payments.json");
        if (line == 0)
        {
            read.Should().NotThrow();
            return;
        }

        var refused = read.Should().Throw<FileRefused>().Which;
        refused.Code.Should().Be("bad_mapping");
        refused.En.Should().StartWith($"The mapping payments.json is wrong in line {line} ({key}").And.ContainEquivalentOf(reason);
        refused.Zh.Should().StartWith($"映射 payments.json 第 {line} 行（{key}");
        (refused.Zh + refused.En).Should().NotContain(".NET").And.NotContain("System.").And.NotContain("FundWatch.");
    }

    [Theory]
    [InlineData("null", "one JSON object")]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\"stream\": \"fund_use\"}", "lacks columns")]
    [InlineData("{\"stream\": 7, \"columns\": {}}", "the value of 'stream' should be a text in quotes, as in \"stream\": \"fund_use\"")]
    [InlineData("{\"stream\": \"fund_use\", \"columns\": [\"amount\"]}", "the value of 'columns' should be an object with an entry for each column of the stream, as in \"columns\": { \"amount\": { \"from\": \"金额\" } }")]
    [InlineData("{\"stream\": \"fund_use\", \"columns\": {}, \"skip_rows\": [3]}", "the value of 'skip_rows' should be a list of objects")]
    [InlineData("{\"stream\": \"fund_use\", \"columns\": {}, \"skip_rows\": [{\"colum\": \"a\", \"values\": [\"b\"]}]}", "there is no key 'colum'; known: column, values")]
    [InlineData("{\"stream\": \"fund_use\", \"colums\": {}, \"columns\": {}}", "there is no key 'colums'; known: name, note, stream")]
    public void What_is_no_mapping_is_told_so_without_the_words_of_dotnet(string json, string reason)
    {
        var read = () => Mapping.Parse(Encoding.UTF8.GetBytes(json), "m.json");
        var refused = read.Should().Throw<FileRefused>().Which;
        refused.En.Should().Contain(reason).And.NotContain("System.").And.NotContain(".NET");
        refused.Zh.Should().NotContain("JSON value").And.NotContain("deserialization");
    }

    [Theory]
    [InlineData("\"application_id\": { \"constant\": \"A\" },", "", 4, "columns", "申报编号 application_id；")]
    [InlineData("\"constant\": \"A\"", "\"constant\": \"\"", 6, "columns.application_id", "申报编号 application_id；")] // as a draft has it
    [InlineData("\"use_id\": { \"template\": \"GLA-{ID}/{Line}\" },", "", 4, "columns", "使用流水号 use_id；")]
    public void A_mapping_that_files_are_read_through_has_every_required_column(string right, string wrong, int line, string key, string lacking)
    {
        var json = Encoding.UTF8.GetBytes(Right.Replace(right, wrong, StringComparison.Ordinal));
        FluentActions.Invoking(() => Mapping.Parse(json, "draft.json")).Should().NotThrow("a draft is printed and corrected as it is");
        var refused = FluentActions.Invoking(() => Mapping.ParseWhole(json, "payments.json")).Should().Throw<FileRefused>().Which;
        refused.Code.Should().Be("bad_mapping");
        refused.Zh.Should().StartWith($"映射 payments.json 第 {line} 行（{key}）有误：fund_use 的必填列没有来源：{lacking}");
        refused.En.Should().StartWith($"The mapping payments.json is wrong in line {line} ({key}): required columns of fund_use have no source: ");
    }

    [Fact]
    public void A_code_must_become_one_of_the_columns_own()
    {
        var read = () => Mapping.Parse("""
            {"stream": "bid", "columns": {"status": {"from": "S",
              "codes": {"Y": "有效",
                "N": "无效标"}}}}
            """u8.ToArray(), "bids.json");
        read.Should().Throw<FileRefused>().Which.En.Should().Be("The mapping bids.json is wrong in line 3 (columns.status.codes.N): the code 'N' becomes '无效标', which is none of status's: 有效 否决 撤回.");
    }

    [Theory]
    [InlineData("元/盒", true), InlineData("元/斤", false), InlineData("万元/吨", false), InlineData("元", false)]
    public void A_price_is_for_a_weight(string unit, bool isRefused)
    {
        var read = () => Mapping.Parse(Encoding.UTF8.GetBytes($$"""{"stream": "price_reference", "columns": {"price_per_kg": {"from": "A", "unit": "{{unit}}" } } }"""), "m.json");
        if (isRefused)
        {
            read.Should().Throw<FileRefused>().Where(r => r.Code == "bad_mapping" && r.En.Contains("the price unit '元/盒' does not become 参考价(元/公斤)") && r.Zh.Contains("可用：元/公斤、元/斤"));
        }
        else
        {
            read.Should().NotThrow();
        }
    }

    [Theory]
    [InlineData("\"from\": [\"A\", \"B\"], \"separator\": \"\", \"may_be_empty\": [\"A\"]", "separator")]
    [InlineData("\"from\": [\"A\", \"B\"], \"separator\": \" \", \"may_be_empty\": [\"B\"]", "separator")]
    [InlineData("\"from\": [\"A\", \"B\"], \"separator\": \"-\", \"remove\": [\"-\"], \"may_be_empty\": [\"B\"]", "separator")]
    [InlineData("\"from\": [\"A\", \"B\"], \"remove\": [\"|\"], \"may_be_empty\": [\"B\"]", "may_be_empty")]
    [InlineData("\"template\": \"X-{A}{B}-{C}\", \"may_be_empty\": [\"B\"]", "may_be_empty")]
    [InlineData("\"template\": \"{A} {B}\", \"may_be_empty\": [\"B\"]", "may_be_empty")]
    [InlineData("\"template\": \"{A}{B}-{C}\", \"may_be_empty\": [\"C\"]", null)]
    [InlineData("\"template\": \"{A}-{B}{C}\"", null)]
    [InlineData("\"from\": [\"A\", \"B\"], \"separator\": \"\"", null)]
    [InlineData("\"from\": [\"A\", \"B\"], \"separator\": \" / \", \"may_be_empty\": [\"A\"]", null)]
    public void What_may_be_empty_must_not_let_two_keys_become_one(string source, string? key)
    {
        foreach (var (stream, column) in new[] { ("project", "project_id"), ("bid", "project_id") })
        {
            var read = () => Mapping.Parse(Encoding.UTF8.GetBytes($$"""{"stream": "{{stream}}", "columns": {"{{column}}": { {{source}} } } }"""), "m.json");
            if (key is null)
            {
                read.Should().NotThrow();
                continue;
            }

            var refused = read.Should().Throw<FileRefused>().Which;
            refused.Code.Should().Be("bad_mapping");
            refused.En.Should().Contain($"(columns.{column}.{key})").And.Contain("two different keys would become one").And.Contain("between 'A' and 'B'");
            refused.Zh.Should().Contain("“A”与“B”之间没有文字");
        }
    }

    [Fact]
    public void The_mappings_of_the_program_are_right_and_have_names() =>
        BuiltInMappings.All.Select(m => m.Name).Should().Contain(["gla-payments", "ocds-abroad", "uk-ministers-gifts", "uk-ministers-hospitality"]);

    [Fact]
    public void A_draft_says_how_sure_it_is_shows_samples_and_can_be_read_as_it_stands()
    {
        var path = Path.Combine(Path.GetTempPath(), $"draft-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, "凭证号,付款日期,付款金额(万元),供应商,科目,复核\n001,2025-03-02,1.5,甲公司,办公费,是\n002,2025-03-03,2.5,\"乙\n公司\",差旅费,否\n");
        try
        {
            var draft = MappingDraft.Of(path, "fund_use");
            var text = draft.ToText(chinese: true);
            text.Should().MatchRegex("// 金额（必填）：把握 0\\.\\d\\d，样例：1\\.5 \\| 2\\.5\\s+\"amount\": \\{ \"from\": \"付款金额\\(万元\\)\", \"unit\": \"万元\" \\}")
                .And.Contain("// 申报编号（必填）：没有找到来源").And.Contain("\"application_id\": { \"constant\": \"\" }")
                .And.Contain("// 未使用：复核，样例：是 | 否").And.Contain("甲公司 | 乙 公司");
            draft.Open.Should().Be(1);
            var mapping = Mapping.Parse(Encoding.UTF8.GetBytes(text), "draft");
            mapping.Should().BeEquivalentTo(draft.Mapping);
            draft.ToText(chinese: false).Should().Contain("confidence").And.Contain("// not used: 复核, samples: 是 | 否");
        }
        finally
        {
            File.Delete(path);
        }
    }
}
