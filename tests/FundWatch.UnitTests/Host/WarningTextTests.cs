using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Host.Cli;

namespace FundWatch.UnitTests.Host;

public sealed class WarningTextTests
{
    [Theory]
    [InlineData("region_mapped:region_code:330183", "“行政区划代码”是已撤销的区划代码“330183”，按变更对照表记为 330111", "'region_code' holds the abolished division code '330183', kept as its successor 330111")]
    [InlineData("bad_credit_code:org_code", "“单位代码”存疑：不是有效的统一社会信用代码", "'org_code' is in doubt: no valid unified social credit code")]
    [InlineData("unlisted_code:meal_type", "“餐别”存疑：不在约定取值之内", "'meal_type' is in doubt: none of the agreed values")]
    [InlineData("something:else", "something:else", "something:else")]
    public void A_warning_is_said_in_words(string warning, string zh, string en) => WarningText.Words(RecordStreams.Get("reception"), warning).Should().Be((zh, en));

    [Fact]
    public void Every_issue_of_a_cell_has_a_name_in_both_languages() =>
        CellIssues.Codes.Should().AllSatisfy(code => CellIssueNames.Of(code).English.Should().NotBe(code).And.NotBeEmpty());
}
