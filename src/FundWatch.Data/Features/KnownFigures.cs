using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Npgsql;

namespace FundWatch.Data.Features;

/// <summary>
/// Tells subjects whose figures are as they were when they were last scored from those that have to be scored. The hash covers every column of the feature
/// query, and what the score depends on beside them.
/// </summary>
/// <param name="stored">Hashes by subject, as stored with the scores; null for a score of an earlier program.</param>
/// <param name="basis">What else a score follows from: the model, the feature file, the program.</param>
/// <param name="all">Everybody is to be scored anew.</param>
public sealed class KnownFigures(IReadOnlyDictionary<string, byte[]?> stored, string basis, bool all)
{
    private readonly long _seed = (long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(basis));
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _fresh = new(StringComparer.Ordinal);

    /// <summary>How many subjects there are.</summary>
    public int Count => _seen.Count;

    /// <summary>Stored subjects that no longer occur.</summary>
    public IReadOnlyList<string> Gone => [.. stored.Keys.Where(code => !_seen.Contains(code))];

    /// <summary>The hash to be stored with a subject that has to be scored.</summary>
    public byte[] HashOf(string subjectCode) => _fresh[subjectCode];

    /// <summary>Looks at a row of the feature query; true where its subject has to be scored.</summary>
    internal bool IsNews(NpgsqlDataReader row)
    {
        var code = row.GetString(0);
        _seen.Add(code);
        var hash = Hash(row);
        if (!all && stored.GetValueOrDefault(code) is { } before && before.AsSpan().SequenceEqual(hash))
        {
            return false;
        }

        _fresh.Add(code, hash);
        return true;
    }

    private byte[] Hash(NpgsqlDataReader row)
    {
        var hash = new XxHash128(_seed);
        for (var i = 0; i < row.FieldCount; i++)
        {
            if (row.IsDBNull(i))
            {
                hash.Append([0]);
                continue;
            }

            switch (row.GetValue(i))
            {
                case string text:
                    Add(hash, text);
                    break;
                case float figure:
                    hash.Append([2, .. BitConverter.GetBytes(figure)]);
                    break;
                case string[] keys:
                    hash.Append([3, .. BitConverter.GetBytes(keys.Length)]);
                    foreach (var key in keys)
                    {
                        Add(hash, key);
                    }

                    break;
                case decimal amount:
                    Add(hash, amount.ToString(CultureInfo.InvariantCulture));
                    break;
                case var other:
                    throw new InvalidOperationException($"A feature query gave {other.GetType()}.");
            }
        }

        return hash.GetCurrentHash();
    }

    private static void Add(XxHash128 hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        hash.Append([1, .. BitConverter.GetBytes(bytes.Length)]);
        hash.Append(bytes);
    }
}
