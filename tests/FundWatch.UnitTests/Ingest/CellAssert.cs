using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

/// <summary>Cells as a loader meets them: trimmed and folded before they are parsed.</summary>
internal static class Cell
{
    public static ReadOnlySpan<byte> Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return CellText.Fold(CellText.Trim(bytes), new byte[bytes.Length]);
    }
}
