using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Releases of one process as one compiled release, by the merging rules of OCDS 1.1 (standard.open-contracting.org/1.1/en/schema/merging): in the order of their dates a later
/// value takes the place of an earlier one, null removes it, objects of a list are merged by their id, lists of anything else are taken whole.
/// </summary>
internal sealed class OcdsMerge
{
    // wholeListMerge in the schema, or objects without an id there.
    private static readonly HashSet<string> _wholeLists = ["additionalIdentifiers", "additionalClassifications", "changes"];

    // omitWhenMerged: they speak of one release.
    private static readonly HashSet<string> _omitted = ["id", "date", "tag"];

    private readonly Dictionary<JsonArray, Dictionary<string, JsonObject>> _byId = [];

    public static JsonObject Compile(IEnumerable<JsonObject> releases)
    {
        var merge = new OcdsMerge();
        var compiled = new JsonObject();
        string? date = null;
        foreach (var release in releases.OrderBy(Moment).ThenBy(r => Text(r, "date"), StringComparer.Ordinal))
        {
            merge.MergeObject(compiled, release, isRelease: true);
            date = Text(release, "date") ?? date;
        }

        compiled["id"] = $"{Text(compiled, "ocid")}-{date}";
        compiled["date"] = date;
        compiled["tag"] = new JsonArray("compiled");
        return compiled;
    }

    private static string? Text(JsonObject item, string name) => item[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    // A release without a date came before those that have one.
    private static DateTimeOffset Moment(JsonObject release) =>
        DateTimeOffset.TryParse(Text(release, "date"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : DateTimeOffset.MinValue;

    private void MergeObject(JsonObject into, JsonObject from, bool isRelease = false)
    {
        foreach (var (name, value) in from)
        {
            if (isRelease && _omitted.Contains(name))
            {
                continue;
            }

            switch (value)
            {
                case null:
                    into.Remove(name);
                    break;
                case JsonArray list when _wholeLists.Contains(name) || list.Any(e => e is not JsonObject):
                    into[name] = list.DeepClone();
                    break;
                case JsonArray list when list.Count > 0:
                    if (into[name] is not JsonArray known)
                    {
                        into[name] = known = [];
                    }

                    MergeList(known, list);
                    break;
                case JsonObject part when part.Count > 0:
                    if (into[name] is not JsonObject earlier)
                    {
                        into[name] = earlier = [];
                    }

                    MergeObject(earlier, part);
                    break;
                case JsonValue single:
                    into[name] = single.DeepClone();
                    break;
            }
        }
    }

    private void MergeList(JsonArray into, JsonArray from)
    {
        if (!_byId.TryGetValue(into, out var byId))
        {
            _byId[into] = byId = [];
        }

        foreach (var item in from.OfType<JsonObject>())
        {
            // 1 and "1" are different ids; an object without one is an entry of its own.
            var id = item["id"]?.ToJsonString();
            if (id is null || !byId.TryGetValue(id, out var known))
            {
                known = [];
                into.Add(known);
                if (id is not null)
                {
                    byId[id] = known;
                }
            }

            MergeObject(known, item);
        }
    }
}
