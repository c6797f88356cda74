using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>The names of a file's first rows, each taken apart once: every stream is asked of every cell, by itself and together with the one above.</summary>
internal sealed class HeaderNames
{
    /// <summary>No name of a column is longer.</summary>
    public const int Longest = 60;

    private readonly Dictionary<string, (HeaderName Name, HeaderName? Bare)> _known = new(StringComparer.Ordinal);

    /// <summary>The column that a header names in a stream, by canonical name or Chinese header, and the factor of its unit.</summary>
    public (int Index, long Factor)? Find(RecordStream stream, string header)
    {
        if (header.Length is 0 or > Longest)
        {
            return null;
        }

        if (!_known.TryGetValue(header, out var known))
        {
            var name = HeaderName.Of(header);
            _known.Add(header, known = (name, name.WithoutBareUnit()));
        }

        var keys = HeaderKeys.Of(stream);
        return keys.TryGetValue(known.Name.Key, out var index) ? (index, known.Name.Factor ?? 1)
            : known.Bare is { } bare && keys.TryGetValue(bare.Key, out index) ? (index, bare.Factor ?? 1) : null;
    }
}
