using System.Runtime.InteropServices;
using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// An object that several releases speak of. What only one of them says stays where it lies in that release: most of a process is said once.
/// The releases must outlive it.
/// </summary>
internal sealed class MergedObject
{
    // wholeListMerge in the schema, or objects without an id there.
    private static readonly HashSet<string> _wholeLists = ["additionalIdentifiers", "additionalClassifications", "changes"];

    // Each a JsonElement as it was said, a MergedObject or a MergedList.
    private readonly Dictionary<string, object> _values = [];

    /// <summary>Takes in what a later release says.</summary>
    /// <param name="omitted">Properties that are left out.</param>
    public void Merge(JsonElement later, HashSet<string>? omitted = null)
    {
        foreach (var property in later.EnumerateObject())
        {
            if (omitted?.Contains(property.Name) != true)
            {
                Merge(property.Name, property.Value);
            }
        }
    }

    public string? Text(string name) => _values.GetValueOrDefault(name) is JsonElement { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Writes the properties; what encloses them is the caller's.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        foreach (var (name, value) in _values)
        {
            writer.WritePropertyName(name);
            Write(writer, value);
        }
    }

    internal static void Write(Utf8JsonWriter writer, object value)
    {
        switch (value)
        {
            case MergedObject merged:
                writer.WriteStartObject();
                merged.WriteTo(writer);
                writer.WriteEndObject();
                break;
            case MergedList list:
                writer.WriteStartArray();
                list.WriteTo(writer);
                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value((JsonElement)value), skipInputValidation: true);
                break;
        }
    }

    private void Merge(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                _values.Remove(name);
                break;
            case JsonValueKind.Array when _wholeLists.Contains(name) || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Object):
                _values[name] = value;
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
            case JsonValueKind.Object when value.GetPropertyCount() == 0:
                break; // says nothing
            case JsonValueKind.Array:
                if (_values.GetValueOrDefault(name) is not MergedList list)
                {
                    _values[name] = list = new MergedList();
                }

                list.Merge(value);
                break;
            case JsonValueKind.Object when _values.TryGetValue(name, out var earlier) && Opened(earlier) is { } merged:
                merged.Merge(value);
                _values[name] = merged;
                break;
            default:
                _values[name] = value;
                break;
        }
    }

    /// <summary>What was said of an object, ready to be merged with more; null where it was no object.</summary>
    internal static MergedObject? Opened(object earlier)
    {
        if (earlier is JsonElement { ValueKind: JsonValueKind.Object } said)
        {
            var opened = new MergedObject();
            opened.Merge(said);
            return opened;
        }

        return earlier as MergedObject;
    }
}
