using FundWatch.Models;
using FundWatch.Models.Evaluation;
using FundWatch.Models.Features;

namespace FundWatch.UnitTests.Models;

/// <summary>What every detector promises, whichever it is.</summary>
public sealed class DetectorTests
{
    public static TheoryData<string> All => [.. Detectors.Names];

    [Theory, MemberData(nameof(All))]
    public void Planted_rows_come_first(string name)
    {
        var batch = Synthetic.Batch(500, 6, planted: 5);
        var scores = Detectors.Create(name).Fit(batch, seed: 1).Score(batch);
        var labels = Enumerable.Range(0, 500).Select(i => i >= 495).ToArray();
        Ranking.Auroc(scores, labels).Should().BeGreaterThan(0.9);
    }

    [Theory, MemberData(nameof(All))]
    public void The_same_data_and_seed_give_the_same_bytes_and_scores_on_any_number_of_threads(string name)
    {
        var batch = Synthetic.Batch(700, 7, planted: 3, gaps: true);
        var (bytes, scores) = OnThreads(1, () => FitAndScore(name, batch));
        foreach (var threads in new[] { 2, 7 })
        {
            var (again, scoresAgain) = OnThreads(threads, () => FitAndScore(name, batch));
            again.Should().Equal(bytes);
            scoresAgain.Should().Equal(scores);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void A_stored_model_scores_as_before_and_stores_to_the_same_bytes(string name)
    {
        var batch = Synthetic.Batch(300, 5, planted: 3, gaps: true);
        var model = Detectors.Create(name).Fit(batch, seed: 4);
        var bytes = ModelFormat.ToBytes(model);
        var loaded = ModelFormat.Load(bytes);
        loaded.Score(batch).Should().Equal(model.Score(batch));
        ModelFormat.ToBytes(loaded).Should().Equal(bytes);
    }

    [Theory, MemberData(nameof(All))]
    public void An_explanation_adds_up_to_the_score(string name)
    {
        var batch = Synthetic.Batch(300, 5, planted: 3, gaps: true);
        var model = Detectors.Create(name).Fit(batch, seed: 2);
        var scores = model.Score(batch);
        for (var row = 0; row < batch.Length; row++)
        {
            var explanation = model.Explain(batch, row);
            (explanation.Baseline + explanation.Contributions.Sum()).Should().BeApproximately(scores[row], 1e-4);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Another_feature_set_is_refused_by_name(string name)
    {
        var model = Detectors.Create(name).Fit(Synthetic.Batch(100, 2, features: [new("price", Direction.High), new("weight", Direction.Low)]), 1);
        var score = () => model.Score(Synthetic.Batch(5, 2, features: [new("price", Direction.High), new("height", Direction.Low)]));
        score.Should().Throw<FeatureMismatchException>().WithMessage("*missing: weight*unexpected: height*");
        var turned = () => model.Score(Synthetic.Batch(5, 2, features: [new("price", Direction.Low), new("weight", Direction.Low)]));
        turned.Should().Throw<FeatureMismatchException>().WithMessage("*other direction: price*");
    }

    [Theory, MemberData(nameof(All))]
    public void A_column_that_is_absent_everywhere_changes_nothing_and_never_breaks_a_score(string name)
    {
        var values = new[] { Enumerable.Range(0, 200).Select(i => (float)Math.Sin(i)).ToArray(), Enumerable.Repeat(float.NaN, 200).ToArray() };
        var batch = FeatureBatch.Of([new("f", Direction.Both), new("absent", Direction.Both)], values);
        var model = Detectors.Create(name).Fit(batch, 1);
        model.Score(batch).Should().OnlyContain(s => float.IsFinite(s));
        model.Explain(batch, 3).Contributions[1].Should().Be(0);
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        var load = () => ModelFormat.Load("not a model"u8.ToArray());
        load.Should().Throw<InvalidDataException>();
        var bytes = ModelFormat.ToBytes(Detectors.Create("ensemble").Fit(Synthetic.Batch(60, 2), 1));
        var cutShort = () => ModelFormat.Load(bytes[..^5]);
        cutShort.Should().Throw<InvalidDataException>();
    }

    private static (byte[] Bytes, float[] Scores) FitAndScore(string name, Apache.Arrow.RecordBatch batch)
    {
        var model = Detectors.Create(name).Fit(batch, seed: 3);
        return (ModelFormat.ToBytes(model), model.Score(batch));
    }

    // Parallel.For takes its degree from the scheduler it runs on.
    private static T OnThreads<T>(int threads, Func<T> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, threads).ConcurrentScheduler)
            .GetAwaiter().GetResult();
}
