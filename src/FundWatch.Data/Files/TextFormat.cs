using System.Runtime.CompilerServices;
using FundWatch.Data.Files.Json;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Files;

/// <summary>Text of any encoding: CSV and its relatives, JSON, OCDS. Whatever nothing else recognised.</summary>
internal class TextFormat : FileFormat
{
    private const int SampleSize = 1024 * 1024;
    private readonly ConditionalWeakTable<SourceFile, OcdsFile> _ocds = [];

    public override string Name => "text";
    public override bool IsText => true;

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => true;

    // The streams of an OCDS file; the arrays of a JSON document.
    public override IReadOnlyList<FilePart> Parts(SourceFile file, CancellationToken ct)
    {
        using var text = Start(file);
        if (text.Shape == TextShape.Ocds)
        {
            return [.. OcdsReader.Streams.Select(s => new FilePart(s, s))];
        }

        return text.Shape == TextShape.JsonDocument && Arrays(text, file) is { Count: > 0 } arrays && arrays[0].Length > 0 ? [.. arrays.Select(a => new FilePart(a))] : [FilePart.Whole];
    }

    public override RowReader Open(SourceFile file, string? part)
    {
        var text = Start(file);
        switch (text.Shape)
        {
            case TextShape.Ocds:
                return new OcdsReader(text.Utf8, _ocds.GetValue(file, f => new OcdsFile(() => Start(f).Utf8)), part ?? OcdsReader.Streams.First(), text.Progress);
            case TextShape.JsonLines:
                return new JsonLinesReader(text.Utf8, text.Progress);
            case TextShape.JsonDocument:
                if (part is null)
                {
                    using (var look = Start(file))
                    {
                        part = Arrays(look, file) is { Count: > 0 } arrays ? arrays[0] : null;
                    }
                }

                // Without an array the document is a record of its own.
                return part is null ? new JsonLinesReader(text.Utf8, text.Progress) : new JsonTableReader(text.Utf8, file.Path, part, text.Progress);
            default:
                return new DelimitedReader(text.Utf8, Dialect.Detect(text.First.AsSpan(0, Math.Min(text.First.Length, 64 * 1024))), text.Encoding, file.IsValidUtf8, text.Progress);
        }
    }

    private static IReadOnlyList<string> Arrays(TextStart text, SourceFile file) => text.First.AsSpan().TrimStart(" \t\r\n"u8)[0] == '[' ? [""] : JsonTableReader.Find(text.Utf8, file.Path);

    private TextStart Start(SourceFile file)
    {
        var stream = SourceFile.OpenRead(file.Content);
        var progress = () => file.Size == 0 ? 0 : Math.Min(1, (double)stream.Position / file.Size);
        var content = Unpack(stream, file);
        var sample = new byte[SampleSize];
        var length = content.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        var (encoding, bom) = file.IsValidUtf8 && !sample.AsSpan(0, length).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])
            ? ("utf-8", 0) : TextEncoding.Detect(sample.AsSpan(0, length));
        var utf8 = TextEncoding.ToUtf8(new PrefixedStream(sample.AsMemory(bom, length - bom), content), encoding);
        var first = encoding is "utf-8" ? sample[bom..length] : ToUtf8(sample.AsSpan(bom, Math.Min(length - bom, 64 * 1024)), encoding);
        return new TextStart(utf8, encoding, first, TextStart.ShapeOf(first), progress);
    }

    protected virtual Stream Unpack(Stream file, SourceFile source) => file;

    private static byte[] ToUtf8(ReadOnlySpan<byte> bytes, string encoding)
    {
        using var stream = TextEncoding.ToUtf8(new MemoryStream(bytes.ToArray()), encoding);
        var utf8 = new byte[bytes.Length * 2];
        return utf8[..stream.ReadAtLeast(utf8, utf8.Length, throwOnEndOfStream: false)];
    }
}
