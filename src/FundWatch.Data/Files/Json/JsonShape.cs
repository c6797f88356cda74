using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>Tells JSON Lines from one JSON document.</summary>
internal static class JsonShape
{
    /// <param name="start">The beginning of a text; from its first character that is not blank.</param>
    public static bool IsDocument(ReadOnlySpan<byte> start)
    {
        if (start.Length == 0 || start[0] == '[')
        {
            return start.Length > 0;
        }

        var end = start.IndexOf((byte)'\n');
        var line = end < 0 ? start : start[..end];
        var rest = end < 0 ? default : start[(end + 1)..].TrimStart(" \t\r\n"u8);
        if (IsWhole(line))
        {
            return rest.Length == 0; // one line: an object with its array, or a single record
        }

        // A first line that is broken, or the beginning of a document that goes on: then the next line is no object of its own.
        var last = line.TrimEnd(" \t\r"u8);
        return rest.Length == 0 || rest[0] != '{' || last[^1] is (byte)'[' or (byte)',' or (byte)':' or (byte)'{';
    }

    /// <summary>True for lines that are arrays of their own: <c>["单据编号","金额"]</c>, then <c>["R1",12.5]</c>.</summary>
    public static bool AreLinesOfCells(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        return end > 0 && BeginsWithCells(start) && IsWhole(start[..end]) && start[..end].TrimEnd(" \t\r"u8)[^1] == ']' && start[(end + 1)..].TrimStart(" \t\r\n"u8) is [(byte)'[', ..] next && BeginsWithCells(next);
    }

    /// <summary>True where a bracket is followed by a value, as in JSON, and not by words.</summary>
    public static bool BeginsWithCells(ReadOnlySpan<byte> array) =>
        array[1..].TrimStart(" \t\r\n"u8) is [(byte)'"' or (byte)'-' or (byte)']' or (>= (byte)'0' and <= (byte)'9'), ..] or [(byte)'n', (byte)'u', (byte)'l', (byte)'l', ..] or [(byte)'t', (byte)'r', ..] or [(byte)'f', (byte)'a', ..];

    private static bool IsWhole(ReadOnlySpan<byte> line)
    {
        try
        {
            var json = new Utf8JsonReader(line, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowTrailingCommas = true, MaxDepth = 1_000 }));
            return json.Read() && json.TrySkip();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
