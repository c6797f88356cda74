using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Models;
using FundWatch.Data.Review;
using FundWatch.Jobs.Modelling;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Models;

/// <summary>Training files versions, scoring keeps scores equal to them, and neither does anything twice.</summary>
public sealed class TrainingAndScoringTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Name = "reception-organisation/ensemble";
    private const string Odd = "H040";
    private readonly FeatureCatalogue _features = FeatureCatalogue.Load(Path.Combine(AppContext.BaseDirectory, "features"));

    public async Task InitializeAsync()
    {
        await database.Owner.CreateCommand("truncate record.reception, history.reception; truncate model.version, model.score, model.progress").ExecuteNonQueryAsync();
        await database.IntoAsync("reception", [.. Bureaus(40)]);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_same_data_and_seed_file_one_version_which_is_champion_at_once()
    {
        var first = await TrainAsync(seed: 1);
        first.Should().Match<TrainedModel>(m => m.State == TrainState.Trained && m.Version == 1 && m.Alias == "champion" && m.Rows == 40);
        (await TrainAsync(seed: 1)).Should().Match<TrainedModel>(m => m.State == TrainState.Unchanged && m.Version == 1 && m.Sha256 == first.Sha256);
        (await TrainAsync(seed: 2)).Should().Match<TrainedModel>(m => m.State == TrainState.Trained && m.Version == 2 && m.Alias == "challenger");
        var champion = await Store().ChampionAsync(Name, default);
        champion.Should().Match<ModelVersion>(v => v.Version == 1 && v.PromotedBy == "first version" && v.Manifest.Seed == 1 && v.Manifest.Members.Count == 3);
    }

    [Fact]
    public async Task Too_few_subjects_make_no_model_and_the_report_says_so()
    {
        await database.Owner.CreateCommand("delete from record.reception where org_code > 'H020'").ExecuteNonQueryAsync();
        (await TrainAsync(seed: 1)).Should().Match<TrainedModel>(m => m.State == TrainState.TooFewSubjects && m.Version == 0 && m.Rows == 20);
        (await ScoreAsync()).Model.Should().BeNull();
    }

    [Fact]
    public async Task Scoring_puts_the_odd_bureau_first_with_its_reasons_and_a_second_run_writes_nothing()
    {
        await TrainAsync(seed: 1);
        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 40 && s.Written == 40 && s.Model == Name + "@1");
        var score = (await Scores().OfSubjectAsync("reception", Odd, default)).Single();
        score.PValue.Should().BeLessThanOrEqualTo(2 / 41.0, "at most its own fold score stands beside it");
        score.Parts.Sum(p => p.Contribution).Should().BeApproximately(score.Score, 1e-9);
        score.Parts.Select(p => p.Feature).Should().Contain(["no_letter_share", "escort_ratio"]);
        score.Evidence.Should().Contain("reception:H040-1");

        var before = await database.HashTablesAsync("model");
        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 40 && s.Written == 0 && s.Removed == 0);
        (await database.HashTablesAsync("model")).Should().Equal(before);
    }

    [Fact]
    public async Task A_set_whose_query_fails_is_reported_and_the_others_are_scored()
    {
        var folder = Directory.CreateTempSubdirectory();
        var shipped = Path.Combine(AppContext.BaseDirectory, "features");
        var failing = await File.ReadAllTextAsync(Path.Combine(shipped, "reception-organisation.sql")) + "\nlimit 1 / (select count(*) from reception where org_code = 'none')\n";
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a-local-set.sql"), failing.Replace("feature_set: reception-organisation", "feature_set: a-local-set"));
        await TrainAsync(seed: 1);

        (await SetsAsync(FeatureCatalogue.Load(shipped, folder.FullName))).Should().Equal(("a-local-set", null, "Not scored: division by zero", 0), ("reception-organisation", Name + "@1", null, 40));

        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "reception-organisation.sql"), failing);
        await SayTrainedOnAsync(FeatureCatalogue.Load(folder.FullName).Get("reception-organisation"));
        (await SetsAsync(FeatureCatalogue.Load(folder.FullName))).Should().OnlyContain(s => s.Problem == "Not scored: division by zero", "with a model or without");
        folder.Delete(recursive: true);

        async Task<IEnumerable<(string Set, string? Model, string? Problem, int Rows)>> SetsAsync(FeatureCatalogue features) =>
            (await new ModelScoringService(database.Store, features, TimeProvider.System).ScoreAsync("reception", null, null, default)).Select(s => (s.FeatureSet, s.Model, s.ProblemEn, s.Rows));
    }

    [Fact]
    public async Task A_changed_subject_is_written_and_a_vanished_one_removed()
    {
        await TrainAsync(seed: 1);
        await ScoreAsync();
        await database.App.CreateCommand("delete from record.reception where org_code = 'H001'").ExecuteNonQueryAsync();
        await database.App.CreateCommand("update record.reception set total_amount = total_amount * 3, recorded_from = '2025-02-01' where org_code = 'H002'").ExecuteNonQueryAsync();
        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 39 && s.Written == 1 && s.Removed == 1);
    }

    [Fact]
    public async Task What_nothing_has_touched_since_is_not_computed_again()
    {
        await TrainAsync(seed: 1);
        await ScoreAsync();
        // A change behind the store's back, with a time long past: only a run that computes everything can see it.
        await database.Owner.CreateCommand("alter table record.reception disable trigger user; update record.reception set total_amount = total_amount * 3 where org_code = 'H002'; alter table record.reception enable trigger user").ExecuteNonQueryAsync();

        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 40 && s.Written == 0);
        var all = await new ModelScoringService(database.Store, _features, TimeProvider.System).ScoreAsync("reception", null, null, default, full: true);
        all.Single().Written.Should().Be(1);

        await database.App.CreateCommand("update record.reception set total_amount = total_amount * 2, recorded_from = now() where org_code = 'H003'").ExecuteNonQueryAsync();
        (await ScoreAsync()).Written.Should().Be(1, "a new version of a record is seen");
    }

    [Fact]
    public async Task A_subject_whose_figures_are_the_same_is_not_scored_again_unless_the_model_is_another()
    {
        await TrainAsync(seed: 1);
        await ScoreAsync();
        // A mark on the score of one whom the change does not touch: it stays while nothing is computed for it.
        await database.Owner.CreateCommand("update model.score set score = 0.123 where subject_code = 'H005'").ExecuteNonQueryAsync();
        await database.App.CreateCommand("update record.reception set total_amount = total_amount * 3, recorded_from = now() where org_code = 'H002'").ExecuteNonQueryAsync();
        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 40 && s.Written == 1);
        (await ScoreOfAsync("H005")).Should().Be(0.123);

        await TrainAsync(seed: 2);
        await Store().PromoteAsync(await Store().GetAsync(Name + "@2", default), "supervisor", default);
        (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Written == 40);
        (await ScoreOfAsync("H005")).Should().NotBe(0.123);
    }

    private async Task<double> ScoreOfAsync(string subject) => (await Scores().OfSubjectAsync("reception", subject, default)).Single().Score;

    [Theory]
    [InlineData("-- version: 1", "-- version: 2", "reception-organisation/ensemble@1 was trained on version 1 of reception-organisation, which is now version 2;*")]
    [InlineData(" > 0.95 and", " > 0.9501 and", "the feature query of reception-organisation has changed since reception-organisation/ensemble@1 was trained;*")]
    public async Task A_champion_of_another_feature_file_is_not_used_until_one_is_trained_on_the_present_file(string was, string now, string said)
    {
        await TrainAsync(seed: 1);
        await ScoreAsync();
        var folder = Directory.CreateTempSubdirectory();
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "features", "reception-organisation.sql"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "reception-organisation.sql"), file.Replace(was, now));
        var features = FeatureCatalogue.Load(folder.FullName);
        folder.Delete(recursive: true);
        var before = await database.HashTablesAsync("model");

        var scored = (await new ModelScoringService(database.Store, features, TimeProvider.System).ScoreAsync("reception", null, null, default, full: true)).Single();

        scored.Should().Match<ScoredFeatureSet>(s => s.Model == Name + "@1" && s.Rows == 0 && s.Written == 0 && !s.Failed);
        scored.ProblemEn.Should().Match(said).And.Contain("Train again");
        scored.ProblemZh.Should().Contain("请重新训练");
        (await database.HashTablesAsync("model")).Should().Equal(before, "scores of an earlier run stay");

        // The same figures give the same bytes; what they were made of is another query all the same.
        (await new TrainingService(database.Store, features, TimeProvider.System).TrainAsync("reception", 1, "trainer", null, default)).Models.Single()
            .Should().Match<TrainedModel>(m => m.State == TrainState.Trained && m.Version == 2 && m.Alias == "challenger");
        await Store().PromoteAsync(await Store().GetAsync(Name + "@2", default), "supervisor", default);
        (await new ModelScoringService(database.Store, features, TimeProvider.System).ScoreAsync("reception", null, null, default)).Single()
            .Should().Match<ScoredFeatureSet>(s => s.Model == Name + "@2" && s.Rows == 40 && s.ProblemEn == null);
    }

    [Theory]
    [InlineData("Sha256")]
    [InlineData("FileSha256")] // as earlier programs filed it
    public async Task A_champion_stays_in_use_when_only_words_of_its_feature_file_change(string filed)
    {
        await TrainAsync(seed: 1);
        if (filed == "FileSha256")
        {
            var set = _features.Get("reception-organisation");
            await SayTrainedOnAsync(set with { Sha256 = set.FileSha256 });
            (await ScoreAsync()).Should().Match<ScoredFeatureSet>(s => s.Rows == 40 && s.ProblemEn == null);
            (await TrainAsync(seed: 1)).State.Should().Be(TrainState.Unchanged, "the same model is not filed again for the sake of a hash");
            return;
        }

        await ScoreAsync();
        var folder = Directory.CreateTempSubdirectory();
        var file = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "features", "reception-organisation.sql"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "reception-organisation.sql"),
            file.Replace("-- Shares are given", "-- Of course shares are given").Replace("en Meal cost per head", "en Cost of a meal per head") + "\n-- the end  \n");
        var features = FeatureCatalogue.Load(folder.FullName);
        folder.Delete(recursive: true);

        var scored = (await new ModelScoringService(database.Store, features, TimeProvider.System).ScoreAsync("reception", null, null, default)).Single();
        scored.Should().Match<ScoredFeatureSet>(s => s.Model == Name + "@1" && s.Rows == 40 && s.ProblemEn == null);
        (await Scores().OfSubjectAsync("reception", Odd, default)).Single().Parts.Where(p => p.Feature == "meal_per_head").Should().OnlyContain(p => p.TitleEn == "Cost of a meal per head");
        (await new TrainingService(database.Store, features, TimeProvider.System).TrainAsync("reception", 1, "trainer", null, default)).Models.Single().State.Should().Be(TrainState.Unchanged);
    }

    // As if the champion had been trained on this file.
    private async Task SayTrainedOnAsync(FeatureSet set)
    {
        await using var command = database.Owner.CreateCommand("update model.version set manifest = jsonb_set(manifest, '{feature_set_sha256}', to_jsonb($1::text)) where alias = 'champion'");
        command.Parameters.Add(new() { Value = set.Sha256 });
        await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task A_stored_score_can_be_made_again_from_what_is_stored()
    {
        await TrainAsync(seed: 1);
        await ScoreAsync();
        await database.Owner.CreateCommand("truncate record.reception").ExecuteNonQueryAsync();
        var replay = await new ModelReplayService(database.Store, TimeProvider.System).ReplayAsync("reception", Odd, default);
        replay.Single().Differences.Should().BeEmpty();
    }

    [Fact]
    public async Task Another_person_promotes_and_a_rollback_brings_the_former_champion_back()
    {
        await TrainAsync(seed: 1);
        await TrainAsync(seed: 2);
        var challenger = await Store().GetAsync(Name + "@2", default);
        var same = () => Store().PromoteAsync(challenger, "trainer", default);
        await same.Should().ThrowAsync<ProblemException>().WithMessage("*another person*");
        (await Store().PromoteAsync(challenger, "supervisor", default)).Alias.Should().Be("champion");
        (await Store().ChampionAsync(Name, default))!.Version.Should().Be(2);
        (await Store().RollBackAsync(Name, "supervisor", default)).Version.Should().Be(1);
        var further = () => Store().RollBackAsync(Name, "supervisor", default);
        await further.Should().ThrowAsync<ProblemException>();
    }

    [Fact]
    public async Task A_promotion_and_a_rollback_are_in_the_trail_and_neither_happens_without()
    {
        await TrainAsync(seed: 1);
        await TrainAsync(seed: 2);
        var challenger = await Store().GetAsync(Name + "@2", default);
        await database.Owner.CreateCommand("alter table review.trail add constraint shut check (event <> 'promote') not valid").ExecuteNonQueryAsync();
        var unrecorded = () => Store().PromoteAsync(challenger, "wang", default);
        await unrecorded.Should().ThrowAsync<PostgresException>();
        await database.Owner.CreateCommand("alter table review.trail drop constraint shut").ExecuteNonQueryAsync();
        (await Store().ChampionAsync(Name, default))!.Version.Should().Be(1);

        await Store().PromoteAsync(challenger, "wang", default);
        (await Store().RollBackAsync(Name, "li", default)).PromotedBy.Should().Be("first version");

        (await Store().GetAsync(Name + "@2", default)).PromotedBy.Should().Be("wang");
        var events = (await new TrailStore(database.Store, TimeProvider.System).OfOfficeAsync()).Where(e => e.Event is "promote" or "rollback").ToList();
        events.Select(e => (e.Event, e.Actor)).Take(2).Should().Equal(("rollback", "li"), ("promote", "wang"));
        events[1].Payload.Should().Contain($"\"model\":\"{Name}@2\"").And.Contain($"\"replaces\":\"{Name}@1\"").And.Contain(challenger.Sha256);
    }

    [Fact]
    public async Task Two_versions_are_compared_on_the_same_subjects()
    {
        await TrainAsync(seed: 1);
        await TrainAsync(seed: 2);
        var comparison = await new ModelComparisonService(database.Store, _features, TimeProvider.System)
            .CompareAsync(await Store().GetAsync(Name + "@1", default), await Store().GetAsync(Name + "@2", default), 5, default);
        comparison.Should().Match<ModelComparison>(c => c.Rows == 40 && c.K == 5 && c.KnownCases == 0 && c.PrecisionFirst == null);
        comparison.RankCorrelation.Should().BeGreaterThan(0.8);
    }

    // Ten receptions each; the last bureau has no letters, many escorts and one payee.
    private static IEnumerable<object> Bureaus(int count) =>
        from bureau in Enumerable.Range(1, count)
        from visit in Enumerable.Range(1, 10)
        let code = $"H{bureau:D3}"
        let odd = code == Odd
        let guests = 3 + (((bureau * 7) + visit) % 4)
        let amount = guests * (60 + (((bureau * 13) + (visit * 5)) % 30))
        select new
        {
            reception_id = $"{code}-{visit}", org_code = code, org_name = $"单位{bureau}", region_code = "430100", org_level = "县", sector = "教育",
            reception_date = $"2024-{visit:D2}-{1 + ((bureau + (visit * 3)) % 27):D2}", letter_no = odd ? null : $"函{bureau}-{visit}",
            guest_org_name = $"来访{(bureau + visit) % 17}", guest_count = guests, accompany_count = odd ? 9 : 2, meal_count = 1,
            meal_amount = amount, total_amount = amount, payee_name = odd ? "饭店0" : $"饭店{(bureau + (visit * 3)) % 6}",
        };

    private ModelStore Store() => new(database.Store, TimeProvider.System);

    private ModelScoreStore Scores() => new(database.Store, TimeProvider.System);

    private async Task<TrainedModel> TrainAsync(int seed) =>
        (await new TrainingService(database.Store, _features, TimeProvider.System).TrainAsync("reception", seed, "trainer", null, default)).Models.Single();

    private async Task<ScoredFeatureSet> ScoreAsync() =>
        (await new ModelScoringService(database.Store, _features, TimeProvider.System).ScoreAsync("reception", null, null, default)).Single();
}
