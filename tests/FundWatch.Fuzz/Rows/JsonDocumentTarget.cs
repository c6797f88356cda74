using FundWatch.Data.Files;
using FundWatch.Data.Files.Json;

namespace FundWatch.Fuzz.Rows;

/// <summary>JSON documents: the arrays that are found can be read, the same however the bytes arrive.</summary>
internal static class JsonDocumentTarget
{
    public static void Run(byte[] input)
    {
        IReadOnlyList<string> arrays;
        try
        {
            arrays = JsonTableReader.Find(new MemoryStream(input), "a.json");
        }
        catch (FileRefused)
        {
            return;
        }

        foreach (var array in arrays.Distinct().Take(20))
        {
            var whole = ReadRows.Of(() => new JsonTableReader(new MemoryStream(input), "a.json", array, () => 0));
            PromiseBroken.Unless(whole.Refusal != "no_such_sheet", $"the array '{array}' was found");
            whole.MustBe(ReadRows.Of(() => new JsonTableReader(new DribblingStream(input), "a.json", array, () => 0)), "in small reads");
        }
    }
}
