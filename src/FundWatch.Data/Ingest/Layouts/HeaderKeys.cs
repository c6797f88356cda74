using System.Collections.Concurrent;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>The headers under which each stream's columns are known, reduced to their keys.</summary>
internal static class HeaderKeys
{
    private static readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, int>> _byStream = new();

    public static IReadOnlyDictionary<string, int> Of(RecordStream stream) => _byStream.GetOrAdd(stream.Name, _ =>
    {
        var keys = new Dictionary<string, int>();
        for (var i = 0; i < stream.Columns.Count; i++)
        {
            keys.TryAdd(HeaderName.Of(stream.Columns[i].ChineseHeader).Key, i);
            keys.TryAdd(HeaderName.Of(stream.Columns[i].Name).Key, i);
        }

        return keys;
    });
}
