using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files.Json;

namespace FundWatch.Fuzz.Rows;

/// <summary>JSON Lines: one row for each line that is not blank, and none taken that is no object; or, where the first is an array, none that is no array.</summary>
internal static class JsonLinesTarget
{
    public static void Run(byte[] input)
    {
        var whole = ReadRows.Of(() => new JsonLinesReader(new MemoryStream(input), () => 0));
        whole.MustBe(ReadRows.Of(() => new JsonLinesReader(new DribblingStream(input), () => 0)), "in small reads");
        var lines = Lines(input);
        var areArrays = lines.Count > 0 && lines[0].Text.AsSpan().TrimStart(" \t\r\n"u8) is [(byte)'[', ..];
        var texts = lines.ToDictionary(l => l.Number, l => l.Text);
        // Arrays without a value are blank rows.
        PromiseBroken.Unless(areArrays ? whole.Rows.All(r => texts.ContainsKey(r.Line)) : whole.Rows.Select(r => r.Line).SequenceEqual(lines.Select(l => l.Number)), "every line that is not blank is a row");
        foreach (var row in whole.Rows)
        {
            PromiseBroken.Unless(CellIssues.IsRefusal(row.Issue) || Is(areArrays ? JsonValueKind.Array : JsonValueKind.Object, texts[row.Line]), $"line {row.Line} is of another kind and was taken");
        }
    }

    private static List<(long Number, byte[] Text)> Lines(byte[] input)
    {
        var lines = new List<(long, byte[])>();
        long number = 0;
        for (var start = 0; start < input.Length;)
        {
            var end = Array.IndexOf(input, (byte)'\n', start);
            end = end < 0 ? input.Length : end;
            number++;
            if (CellText.Trim(input.AsSpan(start, end - start)).Length > 0)
            {
                lines.Add((number, input[start..end]));
            }

            start = end + 1;
        }

        return lines;
    }

    private static bool Is(JsonValueKind kind, byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowTrailingCommas = true });
            return document.RootElement.ValueKind == kind;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
