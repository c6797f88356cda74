using FundWatch.Core.Names;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>What a person who wrote a name that there is not most likely meant.</summary>
internal static class NearName
{
    // One slip in three characters, and not more than three: beyond that it is another word.
    private const int CharactersToASlip = 3, MostSlips = 3;

    /// <param name="words">What each is called: its name, then its names for people.</param>
    public static T? Of<T>(string name, IReadOnlyCollection<T> all, params Func<T, string>[] words) where T : class
    {
        var wanted = Plain(name);
        var most = Math.Clamp(wanted.Length / CharactersToASlip, 1, MostSlips);
        var near = all.Select(one => (One: one, Distance: words.Min(w => EditDistance.Of(wanted, Plain(w(one)), most)))).MinBy(p => p.Distance);
        return wanted.Length == 0 ? null : near.Distance <= most && near.Distance < wanted.Length ? near.One
            : all.FirstOrDefault(one => words.Any(w => Plain(w(one)) is var word && Math.Min(word.Length, wanted.Length) > 1 && (word.Contains(wanted, StringComparison.Ordinal) || wanted.Contains(word, StringComparison.Ordinal))));
    }

    // fund-use, Fund Use and funduse are slips of the same name.
    private static string Plain(string name) => name.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
}
