using FundWatch.Data.Files.Ocds;

namespace FundWatch.Fuzz.Rows;

/// <summary>OCDS, as every stream that a release speaks of: rows or a refusal, the same however the bytes arrive. Processes of several releases come last.</summary>
internal static class OcdsTarget
{
    public static void Run(byte[] input)
    {
        var known = new OcdsFile(() => new MemoryStream(input));
        foreach (var stream in OcdsReader.Streams)
        {
            var whole = ReadRows.Of(() => new OcdsReader(new MemoryStream(input), known, stream, () => 0), inOrder: false);
            whole.MustBe(ReadRows.Of(() => new OcdsReader(new DribblingStream(input), new OcdsFile(() => new DribblingStream(input)), stream, () => 0), inOrder: false), $"{stream} in small reads");
            whole.MustBe(ReadRows.Of(() => new OcdsReader(new MemoryStream(input), known, stream, () => 0), inOrder: false), $"{stream} once the file is known");
        }
    }
}
