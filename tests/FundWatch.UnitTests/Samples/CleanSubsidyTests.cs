namespace FundWatch.UnitTests.Samples;

/// <summary>A clean prefecture keeps every hard limit on subsidies.</summary>
[Collection("clean prefecture")]
public sealed class CleanSubsidyTests(CleanPrefecture clean)
{
    private List<SampleRow> Applications => clean.Rows("subsidy").ToList();

    [Fact]
    public void Steps_follow_each_other_and_the_money_comes_in_time()
    {
        string[] steps = ["applied_on", "accepted_on", "reviewed_on", "publicised_on", "approved_on", "disbursed_on"];
        foreach (var a in Applications)
        {
            var dates = steps.Where(a.Has).Select(a.Date).ToList();
            dates.Should().BeInAscendingOrder(a.Key);
            if (a.Has("approved_on"))
            {
                a.Date("disbursed_on").Should().BeOnOrBefore(a.Date("disburse_due_on"), a.Key);
                (a.Date("disbursed_on").DayNumber - a.Date("approved_on").DayNumber).Should().BeInRange(0, 30, a.Key);
                a["approver"].Should().NotBe(a["reviewer"]);
                a.Money("disbursed_amount").Should().Be(a.Money("approved_amount"));
                a.Money("approved_amount").Should().BeLessThanOrEqualTo(a.Money("applied_amount"));
            }
            else
            {
                a.Has("disbursed_on").Should().BeFalse(a.Key);
            }
        }
    }

    [Fact]
    public void The_applicant_is_who_the_register_says_and_is_paid_itself()
    {
        var register = clean.Rows("company").ToDictionary(c => c["company_code"]);
        foreach (var a in Applications.Where(a => a["applicant_code"][0] == '9'))
        {
            register[a["applicant_code"]]["company_name"].Should().Be(a["applicant_name"]);
            (a.Date("applied_on").DayNumber - a.Date("established_on").DayNumber).Should().BeGreaterThan(365, a.Key);
        }

        Applications.Where(a => a.Has("payee_name")).Should().OnlyContain(a => a["payee_name"] == a["applicant_name"] && a["payee_account"] == a["bank_account"]);
    }

    [Fact]
    public void Nobody_claims_while_barred()
    {
        var barred = clean.Rows("watchlist").ToLookup(w => w["subject_code"]);
        foreach (var a in Applications)
        {
            var last = a.DateOrNull("disbursed_on") ?? a.Date("reviewed_on");
            barred[a["applicant_code"]].Count(w => w.Date("listed_on") <= last && (!w.Has("until") || w.Date("until") >= a.Date("applied_on"))).Should().Be(0, a.Key);
        }
    }

    [Fact]
    public void Applicants_share_neither_telephone_nor_account_nor_head()
    {
        foreach (var column in (string[])["phone", "bank_account", "legal_rep"])
        {
            Applications.Where(a => a.Has(column)).GroupBy(a => a[column])
                .Should().OnlyContain(g => g.Select(a => a["applicant_code"]).Distinct().Count() == 1, column);
        }
    }

    [Fact]
    public void Addresses_are_shared_only_at_an_incubator()
    {
        Applications.GroupBy(a => a["address"]).Where(g => g.Select(a => a["applicant_code"]).Distinct().Count() > 1)
            .Should().OnlyContain(g => g.Key.Contains("孵化"));
    }

    [Fact]
    public void No_two_departments_read_the_same_project()
    {
        foreach (var company in Applications.Where(a => a.Has("project_summary")).GroupBy(a => a["applicant_code"]))
        {
            var texts = company.DistinctBy(a => a["department_code"]).Select(a => a["project_summary"]).ToList();
            for (var i = 0; i < texts.Count; i++)
            {
                for (var j = i + 1; j < texts.Count; j++)
                {
                    Similarity(texts[i], texts[j]).Should().BeLessThan(0.55, company.Key);
                }
            }
        }
    }

    [Fact]
    public void Money_is_spent_after_it_came_on_suppliers_and_within_the_grant()
    {
        var applications = Applications.ToDictionary(a => a.Key);
        foreach (var uses in clean.Rows("fund_use").GroupBy(u => u["application_id"]))
        {
            var a = applications[uses.Key];
            uses.Sum(u => u.Money("amount")).Should().BeLessThanOrEqualTo(a.Money("disbursed_amount"), uses.Key);
            uses.Should().OnlyContain(u => u.Date("used_on") > a.Date("disbursed_on") && u["payee_account"] != a["bank_account"] && u["payee_name"] != a["legal_rep"]);
        }
    }

    private static double Similarity(string one, string two)
    {
        var (a, b) = (Trigrams(one), Trigrams(two));
        return (double)a.Intersect(b).Count() / a.Union(b).Count();
    }

    private static HashSet<string> Trigrams(string text) => Enumerable.Range(0, Math.Max(0, text.Length - 2)).Select(i => text.Substring(i, 3)).ToHashSet();
}
