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

    // What is known of an OCDS file lies on disk.
    public override IDisposable? Hold(SourceFile file) => new Held(() =>
    {
        if (_ocds.TryGetValue(file, out var known))
        {
            _ocds.Remove(file);
            known.Dispose();
        }
    });

    public override RowReader Open(SourceFile file, string? part)
    {
        var text = Start(file);
        var reader = Open(file, part, text);
        reader.PrivateUse = text.PrivateUse;
        return reader;
    }

    private RowReader Open(SourceFile file, string? part, TextStart text)
    {
        switch (text.Shape)
        {
            case TextShape.Ocds:
                return new OcdsReader(text.Utf8, _ocds.GetValue(file, f => new OcdsFile(() => Start(f).Utf8, f.Path)), part ?? OcdsReader.Streams.First(), text.Progress);
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
                return OpenDelimited(file, text);
        }
    }

    private sealed class Held(Action letGo) : IDisposable
    {
        public void Dispose() => letGo();
    }

    private static DelimitedReader OpenDelimited(SourceFile file, TextStart text)
    {
        var sample = text.First.AsSpan(0, Math.Min(text.First.Length, 64 * 1024));
        if (file.Dialect is not { } written)
        {
            return new DelimitedReader(text.Utf8, Dialect.Detect(sample), text.Encoding, file.IsValidUtf8, text.Progress);
        }

        if (!written.OccursIn(text.First))
        {
            text.Dispose();
            throw new FileRefused("missing_delimiter", $"映射写明列之间以“{written}”分隔，但 {file.Path} 的开头没有这个分隔符。请核对映射的 delimiter，或换用另一个映射。",
                $"The mapping says that cells are separated by '{written}', which does not occur at the beginning of {file.Path}. Check the mapping's 'delimiter', or use another mapping.");
        }

        return new DelimitedReader(written.Over(text.Utf8), written.For(sample), text.Encoding, file.IsValidUtf8, text.Progress);
    }

    private static IReadOnlyList<string> Arrays(TextStart text, SourceFile file)
    {
        if (text.First.AsSpan().TrimStart(" \t\r\n"u8)[0] == '[')
        {
            return [""];
        }

        var arrays = JsonTableReader.Find(text.Utf8, file.Path);
        if (arrays.Count == 0)
        {
            EmptyPackage.Refuse(text.First, file.Path);
        }

        return arrays;
    }

    /// <summary>The beginning of a text as UTF-8; null where it is no table of lines.</summary>
    internal byte[]? FirstOf(SourceFile file)
    {
        using var text = Start(file);
        return text.Shape == TextShape.Delimited ? text.First : null;
    }

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
        if (OtherLineEnds(first) is { } ends)
        {
            // No text of JSON holds a carriage return as it is, and its quotes are doubled otherwise.
            var quote = ReferenceEquals(ends, SeparatorStream.Returns) ? WrittenDialect.NoQuote : WrittenDialect.Usual;
            utf8 = new SeparatorStream(utf8, ends, quote);
            first = Through(new SeparatorStream(new MemoryStream(first), ends, quote), first.Length);
        }

        var counted = encoding is "gb18030" ? new PrivateUse(utf8) : null;
        return new TextStart(counted ?? utf8, encoding, first, TextStart.ShapeOf(first), progress, counted);
    }

    // A text without a line feed: its lines may end in what is none to the readers. In JSON only between the values, where it is a carriage return.
    private static IReadOnlyList<(byte[] Sign, byte By)>? OtherLineEnds(ReadOnlySpan<byte> first)
    {
        if (first.Contains((byte)'\n'))
        {
            return null;
        }

        var isJson = first.TrimStart(" \t\r"u8) is [(byte)'{' or (byte)'[', ..];
        return first.Contains((byte)'\r') ? isJson ? SeparatorStream.Returns : null
            : !isJson && (first.IndexOf("\u2028"u8) >= 0 || first.IndexOf("\u2029"u8) >= 0 || first.IndexOf("\u0085"u8) >= 0) ? SeparatorStream.LineEnds : null;
    }

    protected virtual Stream Unpack(Stream file, SourceFile source) => file;

    private static byte[] ToUtf8(ReadOnlySpan<byte> bytes, string encoding)
    {
        using var stream = TextEncoding.ToUtf8(new MemoryStream(bytes.ToArray()), encoding);
        return Through(stream, bytes.Length * 2);
    }

    private static byte[] Through(Stream stream, int most)
    {
        var bytes = new byte[most];
        return bytes[..stream.ReadAtLeast(bytes, most, throwOnEndOfStream: false)];
    }
}
