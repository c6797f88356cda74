using FundWatch.Fuzz;

namespace FundWatch.UnitTests.Fuzz;

/// <summary>Every input that was ever worth keeping, through the promises that tests/fuzz holds the program to.</summary>
public sealed class CorpusTests
{
    private static readonly string _corpus = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Targets() => new(FuzzTargets.All.Keys);

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_kept_corpus_breaks_no_promise(string target)
    {
        var files = Directory.GetFiles(Path.Combine(_corpus, target));
        files.Should().NotBeEmpty();
        var found = Path.Combine(_corpus, "found");
        var run = FuzzTargets.Get(target);
        foreach (var file in files.Concat(Directory.Exists(found) ? Directory.GetFiles(found, target + "-*") : []))
        {
            var act = () => run(File.ReadAllBytes(file));
            act.Should().NotThrow("{0} is in the corpus", Path.GetFileName(file));
        }
    }

    [Fact]
    public void A_broken_promise_is_noticed()
    {
        var csv = new FundWatch.Fuzz.Rows.ReadRows([new(1, FundWatch.Core.Ingest.CellIssue.None, ["a"u8.ToArray()])], null);
        var act = () => csv.MustBe(csv with { Rows = [csv.Rows[0] with { Line = 2 }] }, "read again");
        act.Should().Throw<PromiseBroken>().WithMessage("read again*");
    }
}
