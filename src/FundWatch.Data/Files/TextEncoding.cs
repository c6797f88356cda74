using System.Text;
using System.Text.Unicode;

namespace FundWatch.Data.Files;

/// <summary>Tells UTF-8 (with or without BOM), UTF-16 and GB18030 apart, and gives the file as UTF-8.</summary>
public static class TextEncoding
{
    private static readonly Encoding _gb18030 = MakeGb18030();

    internal static Encoding Gb18030 => _gb18030;

    /// <summary>The encoding's name and how many bytes of BOM there are.</summary>
    /// <param name="sample">The first bytes of the file, up to a megabyte.</param>
    public static (string Name, int Bom) Detect(ReadOnlySpan<byte> sample)
    {
        if (sample.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return ("utf-8", 3);
        }

        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
        {
            return ("utf-16le", 2);
        }

        if (sample.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return ("utf-16be", 2);
        }

        if (sample.StartsWith((ReadOnlySpan<byte>)[0x84, 0x31, 0x95, 0x33]))
        {
            return ("gb18030", 4);
        }

        // GB18030 Chinese read as UTF-8 fails within a few characters. Text that is right for long before it fails is damaged UTF-8:
        // its bad rows are refused one by one, the rest is read as what it is.
        return (MultibyteBeforeFirstError(sample, out var isValid) >= 16 || isValid ? "utf-8" : "gb18030", 0);
    }

    /// <summary>True of UTF-8 without the character that says a text was damaged on its way here.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> text) => Utf8.IsValid(text) && text.IndexOf("\uFFFD"u8) < 0;

    /// <summary>The stream (positioned behind the BOM) as UTF-8; what cannot be decoded becomes U+FFFD, which the cell parsers refuse.</summary>
    public static Stream ToUtf8(Stream file, string encoding) => encoding switch
    {
        "utf-8" => file,
        "gb18030" => Encoding.CreateTranscodingStream(file, _gb18030, Encoding.UTF8),
        "utf-16le" => Encoding.CreateTranscodingStream(file, new UnicodeEncoding(bigEndian: false, byteOrderMark: false), Encoding.UTF8),
        "utf-16be" => Encoding.CreateTranscodingStream(file, new UnicodeEncoding(bigEndian: true, byteOrderMark: false), Encoding.UTF8),
        _ => throw new ArgumentException($"Unknown encoding {encoding}.", nameof(encoding)),
    };

    private static int MultibyteBeforeFirstError(ReadOnlySpan<byte> sample, out bool isValid)
    {
        // A character cut by the end of the sample is no error.
        isValid = Utf8.IsValid(sample);
        for (var cut = 1; cut <= 3 && cut < sample.Length && !isValid; cut++)
        {
            isValid = sample[^cut] >= 0xC0 && Utf8.IsValid(sample[..^cut]);
        }

        if (isValid)
        {
            return int.MaxValue;
        }

        var count = 0;
        while (sample.Length > 0 && Rune.DecodeFromUtf8(sample, out _, out var used) == System.Buffers.OperationStatus.Done)
        {
            count += used >= 3 ? 1 : 0;
            sample = sample[used..];
        }

        return count;
    }

    private static Encoding MakeGb18030()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return Encoding.GetEncoding("GB18030", EncoderFallback.ReplacementFallback, new DecoderReplacementFallback("\uFFFD"));
    }
}
