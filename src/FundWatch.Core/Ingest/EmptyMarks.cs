using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>What offices and programs write where there is nothing: dashes and slashes of any length, 无, 暂无, NULL, N/A, \N, in brackets or not.</summary>
internal static class EmptyMarks
{
    private static readonly byte[][] _words = Words("无", "空", "暂无", "没有", "未填", "未填写", "空白", "不适用", "null", "none", "nil", "nan", "n/a", "na", "<null>", "\\n");

    // First characters of the Chinese ones, as UTF-8.
    private const int 无 = 0xE697A0, 空 = 0xE7A9BA, 暂 = 0xE69A82, 没 = 0xE6B2A1, 未 = 0xE69CAA, 不 = 0xE4B88D;

    /// <summary>Longest mark in bytes.</summary>
    public const int Longest = 18;

    /// <summary>False for nearly every cell: none of the marks begins with its first character.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> trimmed) => trimmed[0] switch
    {
        (byte)'-' or (byte)'/' or (byte)'\\' or (byte)'(' or (byte)'<' or (byte)'n' or (byte)'N' or 0xE2 or 0xEF => true,
        >= 0xE4 and <= 0xE7 when trimmed.Length >= 3 => (trimmed[0] << 16 | trimmed[1] << 8 | trimmed[2]) is 无 or 空 or 暂 or 没 or 未 or 不,
        _ => false,
    };

    /// <summary>True where the trimmed cell, at most <see cref="Longest"/> bytes long, is such a mark.</summary>
    public static bool Contains(ReadOnlySpan<byte> trimmed)
    {
        Span<byte> scratch = stackalloc byte[Longest];
        Span<byte> mark = stackalloc byte[Longest];
        var folded = CellText.Fold(trimmed, scratch);
        if (folded.Length > 2 && folded[0] == '(' && folded[^1] == ')')
        {
            folded = CellText.Trim(folded[1..^1]);
        }

        if (folded.IndexOfAnyExcept("-/ "u8) < 0)
        {
            return true;
        }

        for (var i = 0; i < folded.Length; i++)
        {
            mark[i] = folded[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(folded[i] | 0x20) : folded[i];
        }

        foreach (var word in _words)
        {
            if (mark[..folded.Length].SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    private static byte[][] Words(params string[] words) => words.Select(Encoding.UTF8.GetBytes).ToArray();
}
