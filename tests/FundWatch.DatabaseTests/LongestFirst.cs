using FundWatch.DatabaseTests.Hostile;
using FundWatch.DatabaseTests.Scoring;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("FundWatch.DatabaseTests.LongestFirst", "FundWatch.DatabaseTests")]

namespace FundWatch.DatabaseTests;

/// <summary>Begins with the classes that take minutes: begun last, one core would wait for them alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] _long = [typeof(HostileCorpusTests), typeof(ChangedRecordsTests)];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(c => Array.Exists(_long, type => c.DisplayName.EndsWith(type.FullName!, StringComparison.Ordinal)) ? 0 : 1);
}
