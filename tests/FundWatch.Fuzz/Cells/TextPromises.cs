using System.Text.Unicode;
using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Cells;

/// <summary>Trimming, folding and cleaning: never longer, doing it twice is doing it once, text stays text.</summary>
internal static class TextPromises
{
    /// <summary>The cell as the parsers get it.</summary>
    public static byte[] Check(byte[] raw, bool isText)
    {
        var trimmed = CellText.Trim(raw).ToArray();
        PromiseBroken.Unless(CellText.Trim(trimmed).Length == trimmed.Length, "trimmed once is trimmed");
        _ = CellText.IsEmpty(trimmed);
        var folded = CellText.Fold(trimmed, new byte[trimmed.Length]).ToArray();
        var cleaned = CellText.Clean(trimmed, new byte[trimmed.Length]).ToArray();
        if (isText)
        {
            PromiseBroken.Unless(Utf8.IsValid(trimmed) && Utf8.IsValid(folded) && Utf8.IsValid(cleaned), "text stays text");
            PromiseBroken.Unless(CellText.Fold(folded, new byte[folded.Length]).SequenceEqual(folded), "folded once is folded");
            PromiseBroken.Unless(CellText.Clean(cleaned, new byte[cleaned.Length]).SequenceEqual(cleaned), "cleaned once is clean");
            PromiseBroken.Unless(cleaned.AsSpan().IndexOf((byte)0) < 0, "PostgreSQL takes no NUL in a text");
        }

        return folded;
    }
}
