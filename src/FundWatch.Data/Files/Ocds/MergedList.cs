using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>A list of objects that several releases speak of, merged by their ids.</summary>
internal sealed class MergedList
{
    private readonly List<object> _items = []; // as in MergedObject
    private readonly Dictionary<string, int> _byId = [];

    public void Merge(JsonElement later)
    {
        foreach (var item in later.EnumerateArray())
        {
            // 1 and "1" are different ids; an object without one is an entry of its own.
            var id = item.TryGetProperty("id", out var named) && named.ValueKind != JsonValueKind.Null ? Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(named)) : null;
            if (id is not null && _byId.TryGetValue(id, out var at))
            {
                var merged = MergedObject.Opened(_items[at])!;
                merged.Merge(item);
                _items[at] = merged;
                continue;
            }

            if (id is not null)
            {
                _byId[id] = _items.Count;
            }

            _items.Add(item);
        }
    }

    public void WriteTo(Utf8JsonWriter writer) => _items.ForEach(item => MergedObject.Write(writer, item));
}
