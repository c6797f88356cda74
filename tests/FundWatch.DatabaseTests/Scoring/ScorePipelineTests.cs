using FundWatch.Core;
using FundWatch.Core.Leads;
using FundWatch.Data.Features;
using FundWatch.Data.Ingest;
using FundWatch.Data.Leads;
using FundWatch.Data.Review;
using FundWatch.Data.Rules;
using FundWatch.Jobs.Modelling;
using FundWatch.Jobs.Scoring;
using FundWatch.Samples;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Scoring;

/// <summary>A small prefecture, from its files to its leads, once for all tests.</summary>
public sealed class Prefecture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fundwatch-prefecture-").FullName;

    public TestDatabase Database { get; } = new();

    public ScoreReport First { get; private set; } = null!;

    public string Truth => Path.Combine(_folder, "p", "truth.csv");

    public ScorePipeline Pipeline => ScorePipeline.Installed(Database.Store, TimeProvider.System);

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        PrefectureGenerator.Write(new GeneratorOptions { Directory = Path.Combine(_folder, "p"), Rows = 20_000, Seed = 31 });
        await new IngestService(Database.Store, TimeProvider.System).IngestAsync(new IngestRequest([Path.Combine(_folder, "p", "data")]), null, default);
        await new TrainingService(Database.Store, FeatureCatalogue.Load(Database.Store.Directory), TimeProvider.System).TrainAsync(null, 1, "test", null, default);
        First = await Pipeline.RunAsync(new ScoreRequest());
    }

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}

public sealed class ScorePipelineTests(Prefecture prefecture) : IClassFixture<Prefecture>
{
    private TestDatabase Database => prefecture.Database;

    [Fact]
    public void Rules_models_and_leads_have_run()
    {
        prefecture.First.FailedRules.Should().BeEmpty();
        prefecture.First.Rules.Should().OnlyContain(r => r.Evaluated == r.Triggered + r.NotTriggered + r.InsufficientData + r.NotApplicable + r.Error);
        prefecture.First.Models.Should().Contain(m => m.Rows > 0);
        prefecture.First.Leads.New.Should().BeGreaterThan(20);
    }

    [Fact]
    public async Task A_run_that_loses_its_lock_at_the_end_has_still_run()
    {
        var isLost = false;
        var report = await prefecture.Pipeline.RunAsync(new ScoreRequest(), new AtOnce<(double Share, string? Stage)>(p =>
        {
            if (p.Share > 0.999 && !isLost)
            {
                isLost = true;
                Database.LoseLocksAsync().GetAwaiter().GetResult();
            }
        }));
        isLost.Should().BeTrue();
        report.FailedRules.Should().BeEmpty();
    }

    [Fact]
    public async Task Scoring_again_changes_no_table()
    {
        var before = await Database.HashTablesAsync("rule", "model", "review", "record");

        var again = await prefecture.Pipeline.RunAsync(new ScoreRequest());
        (await Database.HashTablesAsync("rule", "model", "review", "record")).Should().Equal(before);
        again.Leads.Should().BeEquivalentTo(new { New = 0, Updated = 0, Closed = 0 });

        await prefecture.Pipeline.RunAsync(new ScoreRequest(Full: true));
        (await Database.HashTablesAsync("model", "review", "record")).Should().Equal(before.Where(t => !t.Key.StartsWith("rule.", StringComparison.Ordinal)));
        (await Database.HashTablesAsync("rule"))["rule.flag"].Should().Be(before["rule.flag"]);
    }

    [Fact]
    public async Task Two_runs_at_once_take_turns_and_file_every_lead_once()
    {
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => prefecture.Pipeline.RunAsync(new ScoreRequest())));
        runs.Should().OnlyContain(r => r.Leads.New == 0);
        (await new TrailVerifier(Database.Store).VerifyAsync()).Intact.Should().BeTrue();
    }

    [Fact]
    public async Task The_first_leads_are_about_planted_schemes()
    {
        var planted = (await File.ReadAllLinesAsync(prefecture.Truth)).Skip(1).Select(l => l.Split(',')).Select(c => new PlantedRow(c[0], c[1], $"{c[2]}:{c[3]}", c[5])).ToList();
        var leads = await new LeadStore(Database.Store).RowsAsync(new LeadFilter(), null).Select(l => l.EvidenceKeys).ToListAsync();
        Evaluation.Of(leads, planted, precise: 50).Precision.Should().BeGreaterThanOrEqualTo(0.85);
    }

    [Fact]
    public async Task Leads_are_replayed_from_their_inputs_to_the_same_figures()
    {
        var replay = new LeadReplay(Database.Store, RuleCatalogue.Installed(Database.Store.Directory), TimeProvider.System);
        foreach (var lead in await new LeadStore(Database.Store).RowsAsync(new LeadFilter(), 8).ToListAsync())
        {
            (await replay.ReplayAsync(lead.LeadId))!.Differences.Should().BeEmpty();
        }
    }

    [Fact]
    public async Task Every_lead_says_that_it_is_to_be_verified_and_shows_no_token()
    {
        await foreach (var lead in new LeadStore(Database.Store).RowsAsync(new LeadFilter(), null))
        {
            lead.ReasonsZh.Should().Contain("需核实").And.NotContainAny("骗取", "挪用", "虚报冒领").And.NotContain("{").And.NotMatchRegex("p_[A-Za-z0-9_-]{22}");
            lead.ReasonsEn.Should().Contain("to be verified").And.NotContain("{").And.NotMatchRegex("p_[A-Za-z0-9_-]{22}");
            lead.SubjectName.Should().NotMatchRegex("p_[A-Za-z0-9_-]{22}");
        }
    }

    [Fact]
    public async Task Sums_held_against_computed_limits_are_money_and_an_invoice_of_the_same_applicant_does_not_name_it_twice()
    {
        var parts = new List<(string Code, string Unit, string Reason, string Name)>();
        await using var command = Database.Owner.CreateCommand("""
            select code, coalesce(p.unit, ''), p.reason_zh, l.subject_name from review.lead_part p join review.lead l using (lead_id) where code in ('ENG-011', 'SUB-022', 'SUB-002')
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            parts.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)));
        }

        parts.Select(p => p.Code).Should().Contain(["ENG-011", "SUB-002"]);
        parts.Where(p => p.Code != "SUB-002").Should().OnlyContain(p => p.Unit == "yuan");
        parts.Where(p => p.Code == "SUB-002").Should().OnlyContain(p => !p.Reason.Contains($"（{p.Name}）"));
        parts.Where(p => p.Code == "SUB-002").Should().Contain(p => p.Reason.Contains("其另一申报") || p.Reason.Contains(" 的申报 "));
    }

    [Fact]
    public async Task A_look_back_counts_and_writes_nothing()
    {
        var before = await Database.HashTablesAsync("rule", "model", "review");
        var report = await prefecture.Pipeline.RunAsync(new ScoreRequest(Stream: "reception", AsOf: new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        report.Rules.Should().OnlyContain(r => r.Evaluated == 0);
        (await Database.HashTablesAsync("rule", "model", "review")).Should().Equal(before);
    }
}
