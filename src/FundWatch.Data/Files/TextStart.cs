using FundWatch.Data.Files.Json;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Files;

/// <summary>What kind of text a file holds.</summary>
internal enum TextShape { Delimited, JsonLines, JsonDocument, Ocds }

/// <summary>A text opened at its beginning, its encoding and shape known.</summary>
/// <param name="Utf8">All of it, behind any BOM.</param>
/// <param name="First">Its beginning as UTF-8.</param>
/// <param name="PrivateUse">What is counted of it where it is read as GB18030.</param>
internal sealed record TextStart(Stream Utf8, string Encoding, byte[] First, TextShape Shape, Func<double> Progress, PrivateUse? PrivateUse = null) : IDisposable
{
    private const int Looked = 64 * 1024;

    public static TextShape ShapeOf(ReadOnlySpan<byte> first)
    {
        var start = first.TrimStart(" \t\r\n"u8);
        if (OcdsReader.Recognises(start[..Math.Min(start.Length, Looked)]))
        {
            return TextShape.Ocds;
        }

        // An array begins with an object or another array; a line of text may begin with a bracket.
        return start.Length == 0 || start[0] is not ((byte)'{' or (byte)'[') ? TextShape.Delimited
            : start[0] == '[' && !IsArrayOfRecords(start) ? JsonShape.AreLinesOfCells(start) ? TextShape.JsonLines : TextShape.Delimited
            : JsonShape.IsDocument(start) ? TextShape.JsonDocument : TextShape.JsonLines;
    }

    public void Dispose() => Utf8.Dispose();

    private static bool IsArrayOfRecords(ReadOnlySpan<byte> start) => start[1..].TrimStart(" \t\r\n"u8) is var first && (first is [(byte)'{', ..] or [(byte)']', ..] || (first is [(byte)'[', ..] && JsonShape.BeginsWithCells(first)));
}
