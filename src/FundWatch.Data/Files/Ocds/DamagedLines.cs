using System.Text.Json;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Lines of JSON Lines that are no JSON. Read by its brackets a line that was cut off takes all behind it along, and the file seems to break off at its end; read line by line it is that line.
/// </summary>
/// <param name="First">The numbers of the first of them.</param>
/// <param name="Count">Of all.</param>
/// <param name="Byte">From where on the first one cannot be read.</param>
internal sealed record DamagedLines(IReadOnlyList<long> First, long Count, long Byte)
{
    private const int Named = 5;

    // How deep a line is nested is another matter.
    private static readonly JsonReaderOptions _options = new() { MaxDepth = 1_000_000 };

    /// <summary>Null where the line is sound, or where nothing tells that the lines behind it are records of their own.</summary>
    /// <param name="utf8">The text from its beginning; disposed of.</param>
    /// <param name="line">On which the damage begins.</param>
    public static DamagedLines? Find(Stream utf8, long line)
    {
        using var lines = new Lines(utf8);
        bool? areLines = null;
        var (isSoundBehind, at, count) = (false, 0L, 0L);
        var first = new List<long>();
        while (lines.Next())
        {
            var text = lines.Text;
            var isDamaged = lines.Number == line;
            areLines ??= !isDamaged && IsRecord(text) && FailsAt(text, " \t\r"u8) is null;
            if (!isDamaged && (lines.Number < line || text[0] != '{'))
            {
                continue;
            }

            var fails = text.Length > RowReader.LongestRow ? null : FailsAt(text, isDamaged ? " \t\r,"u8 : " \t\r,]}"u8);
            if (fails is null)
            {
                if (isDamaged)
                {
                    return null;
                }

                isSoundBehind |= IsRecord(text);
            }
            else if (areLines == true || !GoesOn(text))
            {
                at = count == 0 ? fails.Value : at;
                count++;
                if (count <= Named)
                {
                    first.Add(lines.Number);
                }
            }
            else if (isDamaged)
            {
                return null;
            }
        }

        return isSoundBehind && first.Count > 0 && first[0] == line ? new(first, count, at) : null;
    }

    private static bool IsRecord(ReadOnlySpan<byte> text) => text[0] == '{' && text.IndexOf("\"ocid\""u8) >= 0;

    // As the lines of a document do that is written over many.
    private static bool GoesOn(ReadOnlySpan<byte> text) => text.TrimEnd(" \t\r"u8) is [.., (byte)'{' or (byte)'[' or (byte)','];

    // From 1; null where it is one value, with nothing but such bytes behind it.
    private static long? FailsAt(ReadOnlySpan<byte> text, ReadOnlySpan<byte> behind)
    {
        try
        {
            var json = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(_options));
            if (!json.Read() || !json.TrySkip())
            {
                return text.TrimEnd("\r"u8).Length + 1;
            }

            var more = text[(int)json.BytesConsumed..].IndexOfAnyExcept(behind);
            return more < 0 ? null : json.BytesConsumed + more + 1;
        }
        catch (JsonException e)
        {
            return e.BytePositionInLine + 1;
        }
    }
}
