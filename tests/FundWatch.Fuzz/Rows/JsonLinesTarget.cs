using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files.Json;

namespace FundWatch.Fuzz.Rows;

/// <summary>JSON Lines: one row for each line that is not blank, and none taken that is no object.</summary>
internal static class JsonLinesTarget
{
    public static void Run(byte[] input)
    {
        var whole = ReadRows.Of(() => new JsonLinesReader(new MemoryStream(input), () => 0));
        whole.MustBe(ReadRows.Of(() => new JsonLinesReader(new DribblingStream(input), () => 0)), "in small reads");
        var lines = Lines(input);
        PromiseBroken.Unless(whole.Rows.Select(r => r.Line).SequenceEqual(lines.Select(l => l.Number)), "every line that is not blank is a row");
        foreach (var (row, line) in whole.Rows.Zip(lines))
        {
            PromiseBroken.Unless(CellIssues.IsRefusal(row.Issue) || IsObject(line.Text), $"line {row.Line} is no JSON object and was taken");
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

    private static bool IsObject(byte[] line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, new JsonDocumentOptions { AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
