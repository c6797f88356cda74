using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Features;
using FundWatch.Data.Ingest;
using FundWatch.Data.Leads;
using FundWatch.Data.Rules;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Jobs.Modelling;
using FundWatch.Jobs.Scoring;

namespace FundWatch.DatabaseTests.Scoring;

/// <summary>Scores that cannot be made anew, after the records behind them have been withdrawn.</summary>
public sealed class WithdrawnScoresTests : IngestTest
{
    private const string Odd = "H040";
    private readonly FeatureCatalogue _shipped = FeatureCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "features"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lead_whose_records_are_all_withdrawn_is_closed_though_the_champion_does_not_fit(bool fileIsGone)
    {
        await LoadAsync(visits: (1, 10));
        (await LeadAsync()).Should().StartWith("new:reception:H040-");
        var scores = await ScalarAsync<long>("select count(*) from model.score");

        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(2, "文件错误", "tester", false, null, default);
        var report = await ScoreAsync(fileIsGone ? FeatureCatalogue.Load(Folder + "-none") : Unfit());

        report.Leads.Should().BeEquivalentTo(new { New = 0, Updated = 0, Closed = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select status || ':' || dismiss_reason from review.lead")).Should().Be("dismissed:evidence_gone");
        (await ScalarAsync<string>("select event from review.trail where lead_id is not null order by seq desc limit 1")).Should().Be("evidence_gone");
        (await ScalarAsync<long>("select count(*) from model.score")).Should().Be(scores - 1, "other bureaus have lost nothing");
        report.Models.Select(m => m.Removed).Should().Equal(fileIsGone ? [] : [1]);

        var before = await Database.HashTablesAsync("model", "review");
        await ScoreAsync(fileIsGone ? FeatureCatalogue.Load(Folder + "-none") : Unfit());
        (await Database.HashTablesAsync("model", "review")).Should().Equal(before);
    }

    [Fact]
    public async Task Records_of_another_bureau_under_the_same_numbers_keep_no_lead_open()
    {
        await LoadAsync(visits: (1, 10));
        var other = File.ReadAllText(WriteReceptions("e.csv", [Odd], (1, 10))).Replace("," + Odd + ",", ",H041,", StringComparison.Ordinal);
        (await IngestAsync(new IngestRequest([Write("f.csv", other)], Source: "other"))).Totals.Loaded.Should().Be(10);
        (await ScalarAsync<long>("select count(*) from record.reception where reception_id like 'H040-%' and org_code = 'H041'")).Should().Be(10);

        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(2, "文件错误", "tester", false, null, default);
        await ScoreAsync(Unfit());

        (await ScalarAsync<string>("select status || ':' || dismiss_reason from review.lead")).Should().Be("dismissed:evidence_gone");
        (await ScalarAsync<long>("select count(*) from model.score where subject_code = 'H040'")).Should().Be(0);
    }

    [Fact]
    public async Task A_lead_of_which_some_records_are_withdrawn_keeps_the_others_and_has_all_again_when_they_come_again()
    {
        await LoadAsync(visits: (1, 6));
        await IngestAsync(WriteReceptions("c.csv", [Odd], (7, 10)));
        await ScoreAsync(_shipped);
        await ExecuteAsync("update model.score set p_value = 1e-6 where subject_code = 'H040'");
        await ScoreAsync(_shipped);
        var whole = await LeadAsync();
        whole.Should().Contain("H040-6").And.Contain("H040-7");

        await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(3, "文件错误", "tester", false, null, default);
        (await ScoreAsync(Unfit())).Leads.Should().BeEquivalentTo(new { Updated = 1, Closed = 0 }, o => o.ExcludingMissingMembers());
        (await LeadAsync()).Should().Contain("H040-6").And.NotContain("H040-7").And.StartWith("new:");

        var again = await IngestAsync(WriteReceptions("d.csv", [Odd], (7, 10)));
        again.Totals.Loaded.Should().Be(4);
        (await ScoreAsync(_shipped)).Models.Single().ProblemEn.Should().BeNull();
        (await ScalarAsync<string[]>("select evidence from model.score where subject_code = 'H040'")).Should().Contain(["reception:H040-6", "reception:H040-7"]);
    }

    // Batch 1 holds the ordinary bureaus, batch 2 the odd one. Forty are too few for a model to file a lead by itself, so it is made surer than it is.
    private async Task LoadAsync((int First, int Last) visits)
    {
        await IngestAsync(WriteReceptions("a.csv", [.. Enumerable.Range(1, 39).Select(i => $"H{i:D3}")], (1, 10)));
        await IngestAsync(WriteReceptions("b.csv", [Odd], visits));
        await new TrainingService(Database.Store, _shipped, TimeProvider.System).TrainAsync("reception", 1, "trainer", null, default);
        await ScoreAsync(_shipped);
        await ExecuteAsync("update model.score set p_value = 1e-6 where subject_code = 'H040'");
        await ScoreAsync(_shipped);
    }

    private Task<ScoreReport> ScoreAsync(FeatureCatalogue features) =>
        new ScorePipeline(Database.Store, RuleCatalogue.Of(), features, TimeProvider.System).RunAsync(new ScoreRequest("reception"));

    private FeatureCatalogue Unfit()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "features")).FullName;
        var file = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "features", "reception-organisation.sql"));
        File.WriteAllText(Path.Combine(folder, "reception-organisation.sql"), file.Replace("-- version: 1", "-- version: 2", StringComparison.Ordinal));
        return FeatureCatalogue.Load(folder);
    }

    private Task<string?> LeadAsync() => ScalarAsync<string>("select status || ':' || array_to_string(evidence_keys, ',') from review.lead");

    private string WriteReceptions(string name, string[] bureaus, (int First, int Last) visits)
    {
        var rows =
            from code in bureaus
            from visit in Enumerable.Range(visits.First, visits.Last - visits.First + 1)
            let bureau = int.Parse(code[1..], System.Globalization.CultureInfo.InvariantCulture)
            let odd = code == Odd
            let guests = 3 + (((bureau * 7) + visit) % 4)
            let amount = guests * (60 + (((bureau * 13) + (visit * 5)) % 30))
            select new Dictionary<string, object?>
            {
                ["reception_id"] = $"{code}-{visit}", ["org_code"] = code, ["org_name"] = $"单位{bureau}", ["region_code"] = "430100", ["org_level"] = "县", ["sector"] = "教育",
                ["reception_date"] = $"2024-{visit:D2}-{1 + ((bureau + (visit * 3)) % 27):D2}", ["letter_no"] = odd ? null : $"函{bureau}-{visit}",
                ["guest_org_name"] = $"来访{(bureau + visit) % 17}", ["guest_count"] = guests, ["accompany_count"] = odd ? 9 : 2, ["meal_count"] = 1,
                ["meal_amount"] = amount, ["total_amount"] = amount, ["payee_name"] = odd ? "饭店0" : $"饭店{(bureau + (visit * 3)) % 6}",
            };
        var columns = RecordStreams.Get("reception").Columns;
        return Write(name, string.Join('\n', rows.Select(row => string.Join(',', columns.Select(c => row.GetValueOrDefault(c.Name)))).Prepend(Header("reception"))) + "\n");
    }
}
