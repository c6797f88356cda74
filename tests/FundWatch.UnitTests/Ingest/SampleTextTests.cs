using FundWatch.Data.Ingest.Mappings;
using FundWatch.Host.Pages.Ingest;

namespace FundWatch.UnitTests.Ingest;

/// <summary>What of an unknown file's values is shown to whoever maps it: enough to judge a column by, and no person or account.</summary>
public sealed class SampleTextTests
{
    private const string Table = """
        甲,乙,丙,丁,戊,己
        U1,A1,2025-04-03,1.5,张三丰,6222021234567890100
        U2,A1,2025-04-05,20,李秀英,6222021234567890118

        """;

    private static readonly string _kept = """
        {"stream": "fund_use", "columns": {"use_id": {"from": "甲"}, "application_id": {"from": "乙"}, "used_on": {"from": "丙"}, "amount": {"from": "丁"}, "payee_name": {"from": "戊"}, "payee_account": {"from": "己"}}}
        """;

    [Theory]
    [InlineData("张三丰", "张**")]
    [InlineData("欧阳修", "欧**")]
    [InlineData("李 秀英", "李**")]
    [InlineData("阿依古丽·买买提", "阿**")]
    [InlineData("Zhang Sanfeng", "Z**")]
    [InlineData("zhangsanfeng1", "z**")]
    [InlineData("6222021234567890100", "****0100")]
    [InlineData("6222 0212 3456 7890 100", "**** 100")]
    [InlineData("13800138000", "****8000")]
    [InlineData("330122198001011234", "****1234")]
    [InlineData("E12345678", "****5678")]
    [InlineData("浙江省杭州市西湖区文三路1号", "浙江省杭州市****")]
    [InlineData("张三、李四、王五、赵六", "张**、李**、王**、赵**")]
    [InlineData("lihua88", "l**")]
    [InlineData("wxid_ab12", "w**")]
    [InlineData("Lihua88", "L**")]
    [InlineData("LH88-2025", "LH88-2025")]
    [InlineData("p001", "p001")]
    [InlineData("1.5", "1.5")]
    [InlineData("12,345.67元", "12,345.67元")]
    [InlineData("2025-04-03", "2025-04-03")]
    [InlineData("2025年4月3日", "2025年4月3日")]
    [InlineData("20250403", "20250403")]
    [InlineData("2025-04-03 12:30:15", "2025-04-03 12:30:15")]
    [InlineData("330122", "330122")]
    [InlineData("SB2401-03", "SB2401-03")]
    [InlineData("91330122MA2ABCDE1X", "91330122MA2ABCDE1X")]
    [InlineData("财函〔2025〕3号", "财函〔2025〕3号")]
    [InlineData("县财政局", "县财政局")]
    [InlineData("某农机有限公司", "某农机有限公司")]
    [InlineData("中央", "中央")]
    [InlineData("是", "是")]
    public void Of_a_column_that_nobody_maps_numbers_days_and_codes_are_shown_and_what_may_be_a_person_is_masked(string value, string shown)
    {
        SampleText.Of(value, SampleUse.Unknown).Should().Be(shown);
    }

    [Theory]
    [InlineData("张三丰", "张**")]
    [InlineData("李 秀英", "李**")]
    [InlineData("张三、李四", "张**、李**")]
    [InlineData("张三 李四", "张** 李**")]
    [InlineData("张三；欧阳修；李四等5人", "张**；欧**；李**")]
    [InlineData("验收人：张三（组长）、李四", "验收人：张**（组长）、李**")]
    [InlineData("张三和李四", "张**、李**")]
    [InlineData("张三及李四", "张**、李**")]
    [InlineData("张和平与李四等5人", "张**、李**")]
    [InlineData("张三李四和王五", "张**、李**、王**")]
    [InlineData("验收人：张三 和 李四", "验收人：张**、李**")]
    [InlineData("张三。李四", "张**。李**")]
    [InlineData("张三.李四", "张**、李**")]
    [InlineData("张三-李四", "张**、李**")]
    [InlineData("张三－李四", "张**、李**")]
    [InlineData("张三+李四", "张**、李**")]
    [InlineData("张三&李四", "张**、李**")]
    [InlineData("张三\\李四", "张**、李**")]
    [InlineData("张三@李四", "张**、李**")]
    [InlineData("[张三]", "[张**]")]
    [InlineData("【张三】李四", "【张**】李**")]
    [InlineData("张三组长", "张**")]
    [InlineData("张  三   李  四", "张**、李**")]
    [InlineData("张三100元", "张**")]
    [InlineData("张三=100元", "张**")]
    [InlineData("张三１００元、李四200", "张**、李**")]
    [InlineData("联系人张三13812345678", "****5678")]
    [InlineData("办公室主任张三丰，联系电话：138-1234-5678，请提前联系", "****5678")]
    [InlineData("１３８１２３４５６７８", "****5678")]
    [InlineData("+8613812345678", "****5678")]
    [InlineData("20250403138123456", "20250403138123456")]
    [InlineData("购农机 3台，付县农机公司", "购农机 3台，付县农机公司")]
    [InlineData("18812345678.50", "18812345678.50")]
    [InlineData("1.5-2.0", "1.5-2.0")]
    [InlineData("2025-04-03", "2025-04-03")]
    [InlineData("大白菜、五花肉", "大白菜、五花肉")]
    [InlineData("白菜和牛肉", "白菜和牛肉")]
    [InlineData("杨梅和李子", "杨梅和李子")]
    [InlineData("黄瓜100元", "黄瓜100元")]
    [InlineData("陈醋10元", "陈醋10元")]
    [InlineData("东城区、西城区", "东城区、西城区")]
    [InlineData("温州-金华", "温州-金华")]
    [InlineData("徐州和常州", "徐州和常州")]
    [InlineData("王家庄和李家庄", "王家庄和李家庄")]
    [InlineData("高新-01", "高新-01")]
    [InlineData("和平路小学", "和平路小学")]
    [InlineData("及时雨公司", "及时雨公司")]
    [InlineData("文化和旅游局", "文化和旅游局")]
    [InlineData("施工队长", "施工队长")]
    [InlineData("项目经理", "项目经理")]
    [InlineData("常务副局长", "常务副局长")]
    [InlineData("单 位 名 称", "单 位 名 称")]
    [InlineData("购农机", "购农机")]
    [InlineData("转账", "转账")]
    [InlineData("某县民政局", "某县民政局")]
    [InlineData("高新区管委会办公室", "高新区管委会办公室")]
    public void Of_a_column_that_is_known_only_names_are_hidden(string value, string shown)
    {
        SampleText.Of(value, SampleUse.Known).Should().Be(shown);
    }

    [Theory]
    [InlineData("张三；李四；王五；赵六", "张**；李**；王**；赵**")]
    [InlineData("张三和李四和王五和赵六", "张**、李**、王**、赵**")]
    [InlineData("【张三】李四", "【张**】李**")]
    [InlineData("张三丰李四光王五六 13812345678", "****5678")]
    public void Of_a_column_of_persons_every_one_of_a_list_is_hidden(string value, string shown)
    {
        SampleText.Of(value, SampleUse.Personal).Should().Be(shown);
    }

    [Fact]
    public void A_kept_mapping_that_is_corrected_masks_what_it_takes_for_persons_and_accounts_and_no_choice_uncovers_it()
    {
        var sheet = Sheet(Mapping.Parse(System.Text.Encoding.UTF8.GetBytes(_kept), "x"));
        Samples(sheet, "己").Should().Equal("****0100", "****0118");
        Samples(sheet, "戊").Should().Equal("张**", "李**");
        Samples(sheet, "丁").Should().Equal("1.5", "20");
        Samples(sheet, "丙").Should().Equal("2025-04-03", "2025-04-05");
        foreach (var chosen in new[] { "", "purpose", "use_id" })
        {
            sheet.Rows.Single(r => r.Header == "己").Column = chosen;
            sheet.Rows.Single(r => r.Header == "戊").Column = chosen;
            Samples(sheet, "己").Should().Equal(["****0100", "****0118"], "it was an account before '{0}' was chosen", chosen);
            Samples(sheet, "戊").Should().Equal("张**", "李**");
        }
    }

    [Fact]
    public void A_draft_masks_names_and_accounts_of_columns_that_nobody_maps_also_as_a_text()
    {
        var draft = Draft();
        draft.Unused.Single(u => u.Header == "戊").Samples.Should().Equal("张**", "李**");
        draft.ToText(chinese: true).Should().Contain("// 未使用：戊，样例：张** | 李**").And.NotContain("张三丰").And.NotContain("6222021234567890100");
        var sheet = new MappingSheet(draft);
        sheet.Rows.Single(r => r.Header == "戊").Column = "purpose";
        Samples(sheet, "戊").Should().Equal(["张**", "李**"], "whoever chooses a column knows no more than before");
        sheet.Rows.Single(r => r.Header == "丁").Column = "payee_account";
        Samples(sheet, "丁").Should().Equal("1**", "2**");
    }

    [Fact]
    public void A_column_that_a_kept_template_puts_into_one_for_persons_is_one()
    {
        var kept = """{"stream": "subsidy", "columns": {"legal_rep": {"template": "{丁}{戊}"}}}""";
        Samples(Sheet(Mapping.Parse(System.Text.Encoding.UTF8.GetBytes(kept), "x"), "subsidy"), "丁").Should().Equal("1**", "2**");
    }

    private static IReadOnlyList<string> Samples(MappingSheet sheet, string header) => sheet.SamplesOf(sheet.Rows.Single(r => r.Header == header));

    private static MappingSheet Sheet(Mapping kept, string stream = "fund_use") => new(Draft(stream), kept);

    private static MappingDraft Draft(string stream = "fund_use")
    {
        var path = Path.Combine(Path.GetTempPath(), $"fundwatch-samples-{Guid.NewGuid():N}.csv");
        File.WriteAllText(path, Table);
        try
        {
            return MappingDraft.Of(path, stream);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
