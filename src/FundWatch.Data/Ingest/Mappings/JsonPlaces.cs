using System.Text.Json;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>On which line of a JSON text each key stands, so that a complaint about a value can name its place.</summary>
internal static class JsonPlaces
{
    /// <summary>The line, from 1, of a key given by the path to it (<c>columns</c>, <c>amount</c>, <c>unit</c>); that of the nearest key above where it is absent.</summary>
    public static int Line(ReadOnlySpan<byte> json, params ReadOnlySpan<string> path)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var (found, line) = (0, 1);
        while (found < path.Length && reader.Read())
        {
            // A key of the path stands at its own depth below the keys found so far.
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == found + 1)
            {
                if (reader.ValueTextEquals(path[found]))
                {
                    line = 1 + json[..(int)reader.TokenStartIndex].Count((byte)'\n');
                    found++;
                }
                else
                {
                    reader.Skip();
                }
            }
            else if (reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth < found)
            {
                break;
            }
        }

        return line;
    }
}
