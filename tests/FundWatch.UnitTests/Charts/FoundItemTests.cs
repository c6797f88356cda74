using System.Globalization;
using FundWatch.Core.Leads;
using FundWatch.Host.Pages.Charts;

namespace FundWatch.UnitTests.Charts;

public sealed class FoundItemTests
{
    [Fact]
    public void An_item_goes_by_what_people_call_it_and_has_its_own_unit()
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
        try
        {
            FoundItem.Of(Part("""[{"item": "面粉|kg", "value": 5, "threshold": 4, "detail": {"label": "面粉", "value_unit": "yuan/kg"}}, {"item": "shared", "value": 5, "threshold": 4, "detail": {"label_zh": "共用要素的主体", "label_en": "parties that share"}}, {"item": "R1", "value": 5, "threshold": 4, "detail": null}]"""))
                .Should().Equal(new FoundItem("面粉", 5, 4, "yuan/kg"), new FoundItem("共用要素的主体", 5, 4), new FoundItem("R1", 5, 4));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static LeadPart Part(string items) => new("rule", "SCH-003", 1, 5, 4, "yuan", "", "", null, [], $$"""{"items": {{items}}}""");
}
