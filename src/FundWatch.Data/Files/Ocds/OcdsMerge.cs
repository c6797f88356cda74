using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Releases of one process as one compiled release, by the merging rules of OCDS 1.1 (standard.open-contracting.org/1.1/en/schema/merging): in the order of their dates a later
/// value takes the place of an earlier one, null removes it, objects of a list are merged by their id, lists of anything else are taken whole.
/// </summary>
internal static class OcdsMerge
{
    // omitWhenMerged: they speak of one release.
    private static readonly HashSet<string> _omitted = ["id", "date", "tag"];

    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <returns>The compiled release, as JSON.</returns>
    public static ReadOnlyMemory<byte> Compile(IEnumerable<JsonElement> releases)
    {
        var compiled = new MergedObject();
        string? date = null;
        foreach (var release in releases.OrderBy(Moment).ThenBy(r => Text(r, "date"), StringComparer.Ordinal))
        {
            compiled.Merge(release, _omitted);
            date = Text(release, "date") ?? date;
        }

        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, _options))
        {
            writer.WriteStartObject();
            writer.WriteString("id", $"{compiled.Text("ocid")}-{date}");
            writer.WriteString("date", date);
            writer.WriteStartArray("tag");
            writer.WriteStringValue("compiled");
            writer.WriteEndArray();
            compiled.WriteTo(writer);
            writer.WriteEndObject();
        }

        return json.WrittenMemory;
    }

    private static string? Text(JsonElement release, string name) => release.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A release without a date came before those that have one.
    private static DateTimeOffset Moment(JsonElement release) =>
        DateTimeOffset.TryParse(Text(release, "date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : DateTimeOffset.MinValue;
}
