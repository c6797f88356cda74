using System.Globalization;
using FundWatch.Data.Features;
using FundWatch.Models;
using FundWatch.Models.Evaluation;

namespace FundWatch.UnitTests.Models;

/// <summary>
/// Against plain detectors fitted and scored on the full public sets (ADBench). The folder is looked for at FUNDWATCH_REFERENCE_DATA, or in a
/// folder <c>shared/data</c> beside the project or above it; without it these tests are skipped.
/// </summary>
public sealed class PublicSetsTests
{
    [SkippableTheory]
    [InlineData("4_breastw")]
    [InlineData("6_cardio")]
    [InlineData("14_glass")]
    [InlineData("18_Ionosphere")]
    [InlineData("28_pendigits")]
    [InlineData("38_thyroid")]
    [InlineData("40_vowels")]
    [InlineData("42_WBC")]
    public async Task The_isolation_forest_ranks_like_the_reference(string set)
    {
        var folder = Folder();
        Skip.If(folder is null, "The public reference sets are not here.");
        var reference = File.ReadLines(Path.Combine(folder!, "reference_full_data_auc.csv")).Select(line => line.Split(',')).Single(cells => cells[0] == set);
        var table = await NumericTable.ReadAsync(Path.Combine(folder!, set + ".csv.gz"), default);
        var labels = Array.ConvertAll(table.Column("label"), v => v > 0.5f);
        var batch = table.ToBatch("label");

        var auroc = Enumerable.Range(1, 5).Average(seed => Ranking.Auroc(Detectors.Create("isolation-forest").Fit(batch, seed).Score(batch), labels));

        auroc.Should().BeApproximately(double.Parse(reference[5], CultureInfo.InvariantCulture) / 100, 0.035, "seeds alone move it by that much");
    }

    private static string? Folder()
    {
        if (Environment.GetEnvironmentVariable("FUNDWATCH_REFERENCE_DATA") is { Length: > 0 } named)
        {
            return Path.Combine(named, "adbench");
        }

        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, "shared", "data", "adbench");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
