using FundWatch.Data.Regions;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Leads;

/// <summary>A division as people call it, with its code where the name alone is not known.</summary>
public static class RegionWords
{
    public static string Of(string code, IReadOnlyDictionary<string, string> names) => code == RegionNames.Abroad
        ? Words.Pick("境外", "abroad")
        : names.TryGetValue(code, out var name) ? name : code;

    /// <summary>Name and code, for where there is room.</summary>
    public static string Full(string code, IReadOnlyDictionary<string, string> names) => Of(code, names) is var name && name != code ? $"{name} {code}" : code;
}
