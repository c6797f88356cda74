using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Files;

/// <summary>Text of any encoding: CSV and its relatives, JSON Lines, OCDS. Whatever nothing else recognised.</summary>
internal class TextFormat : FileFormat
{
    private const int SampleSize = 1024 * 1024;

    public override string Name => "text";
    public override bool IsText => true;

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => true;

    public override IReadOnlyList<FilePart> Parts(SourceFile file, CancellationToken ct)
    {
        using var rows = Open(file, null);
        return rows is OcdsReader ? [.. OcdsReader.Streams.Select(s => new FilePart(s, s))] : [FilePart.Whole];
    }

    public override RowReader Open(SourceFile file, string? part)
    {
        var stream = SourceFile.OpenRead(file.Content);
        var progress = () => file.Size == 0 ? 0 : Math.Min(1, (double)stream.Position / file.Size);
        var content = Unpack(stream, file);
        var sample = new byte[SampleSize];
        var length = content.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        var (encoding, bom) = file.IsValidUtf8 && !sample.AsSpan(0, length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            ? ("utf-8", 0) : TextEncoding.Detect(sample.AsSpan(0, length));
        var whole = new PrefixedStream(sample.AsMemory(bom, length - bom), content);
        var utf8 = TextEncoding.ToUtf8(whole, encoding);
        var first = sample.AsSpan(bom, Math.Min(length - bom, 64 * 1024));
        if (encoding.StartsWith("utf-16", StringComparison.Ordinal))
        {
            first = ToUtf8(first, encoding);
        }

        var firstCharacter = first.IndexOfAnyExcept(" \t\r\n"u8);
        if (OcdsReader.Recognises(first))
        {
            return new OcdsReader(utf8, part ?? OcdsReader.Streams.First(), progress);
        }

        return firstCharacter >= 0 && first[firstCharacter] == '{'
            ? new JsonLinesReader(utf8, progress)
            : new DelimitedReader(utf8, Dialect.Detect(first), encoding, file.IsValidUtf8 || encoding.StartsWith("utf-16", StringComparison.Ordinal), progress);
    }

    protected virtual Stream Unpack(Stream file, SourceFile source) => file;

    private static Span<byte> ToUtf8(ReadOnlySpan<byte> utf16, string encoding)
    {
        using var stream = TextEncoding.ToUtf8(new MemoryStream(utf16.ToArray()), encoding);
        var utf8 = new byte[utf16.Length * 2];
        return utf8.AsSpan(0, stream.ReadAtLeast(utf8, utf8.Length, throwOnEndOfStream: false));
    }
}
