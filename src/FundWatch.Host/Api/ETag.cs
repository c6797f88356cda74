using System.Globalization;

namespace FundWatch.Host.Api;

/// <summary>A lead's version as an entity tag.</summary>
internal static class ETag
{
    public static string Of(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <returns>Null where the header is missing or not one of ours.</returns>
    public static int? Version(string? ifMatch) =>
        ifMatch is ['"', .. var text, '"'] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
