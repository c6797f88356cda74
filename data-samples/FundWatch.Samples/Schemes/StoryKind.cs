using System.Text;
using System.Text.RegularExpressions;

namespace FundWatch.Samples.Schemes;

/// <summary>
/// A kind of story that can be planted: a scheme (this folder) or an honest look-alike (../Lookalikes). One class, one file; found by reflection.
/// </summary>
public abstract partial class StoryKind
{
    /// <summary>The class name in snake case: the scheme_kind of truth.csv.</summary>
    public string Kind => Capital().Replace(GetType().Name, "_$0").ToLowerInvariant().TrimStart('_');

    public virtual bool IsScheme => true;

    /// <summary>How many at the default size.</summary>
    public virtual int Count => 10;

    /// <summary>Plants one. What varies is drawn from <see cref="Plot.Dice"/>; no two are alike.</summary>
    public abstract void Plant(Plot plot);

    public static IEnumerable<StoryKind> All() => typeof(StoryKind).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(StoryKind)))
        .OrderBy(t => t.Name, StringComparer.Ordinal)
        .Select(t => (StoryKind)Activator.CreateInstance(t)!);

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capital();
}
