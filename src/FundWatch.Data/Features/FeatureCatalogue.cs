using FundWatch.Core;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Features;

/// <summary>All feature sets there are, by name.</summary>
public sealed class FeatureCatalogue
{
    private FeatureCatalogue(IReadOnlyList<FeatureSet> sets) => Sets = sets;

    public IReadOnlyList<FeatureSet> Sets { get; }

    /// <summary>The files that come with FundWatch, and those that this installation keeps under <c>features</c> in its data directory.</summary>
    public static FeatureCatalogue Load(DataDirectory directory) =>
        Load(Path.Combine(AppContext.BaseDirectory, "features"), Path.Combine(directory.Root, "features"));

    /// <summary>All <c>*.sql</c> of the directories; a later one replaces an earlier one of the same name.</summary>
    public static FeatureCatalogue Load(params string[] directories) => new([.. directories
        .Where(Directory.Exists)
        .SelectMany(directory => Directory.EnumerateFiles(directory, "*.sql"))
        .Select(path => FeatureFile.Parse(path, File.ReadAllText(path)))
        .GroupBy(set => set.Name, (_, same) => same.Last())
        .OrderBy(set => set.Name, StringComparer.Ordinal)]);

    /// <summary>The sets that feed a stream, or all.</summary>
    public IReadOnlyList<FeatureSet> Of(string? stream) => [.. Sets.Where(set => stream is null || set.Stream == stream)];

    /// <exception cref="ProblemException">There is none of that name.</exception>
    public FeatureSet Get(string name) => Sets.FirstOrDefault(set => set.Name == name)
        ?? throw new ProblemException(
            $"没有特征集“{name}”；有：{string.Join('、', Sets.Select(s => s.Name))}。",
            $"There is no feature set \"{name}\"; there are {string.Join(", ", Sets.Select(s => s.Name))}.");
}
