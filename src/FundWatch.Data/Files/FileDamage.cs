using System.Buffers;
using System.Text;

namespace FundWatch.Data.Files;

/// <summary>
/// Damage, raised by the reader that finds it: its kind, and what was found where. Of which file, sheet, column and row it is, and what to do, is added by whoever refuses the file.
/// </summary>
/// <param name="zh">What was found, as a clause without a full stop; may be empty.</param>
internal sealed class FileDamage(DamageKind kind, string zh, string en, Exception? cause = null) : FormatException(en, cause)
{
    private const int LongestShown = 24;

    public DamageKind Kind { get; } = kind;

    /// <summary>The kind and what was found, as a clause without a full stop.</summary>
    public (string Zh, string En) Words { get; } = zh.Length == 0 ? kind.Words() : ($"{kind.Words().Zh}：{zh}", $"{kind.Words().En}: {en}");

    /// <summary>
    /// What the runtime or a library has noticed in our stead, told by the type of its exception. Its words are English and speak of its own types: only those of a codec say more than the kind does.
    /// </summary>
    public static FileDamage Of(Exception cause) => cause switch
    {
        FileDamage own => own,
        EndOfStreamException => new(DamageKind.CutShort, "", "", cause),
        // Of gzip and zip it names the wrong cause: "an unsupported compression method" where a check sum differs.
        InvalidDataException { Source: "System.IO.Compression" } => new(DamageKind.NotUnpacked, "", "", cause),
        InvalidDataException or ZstdSharp.ZstdException => new(DamageKind.NotUnpacked, $"技术细节：{cause.Message.TrimEnd('.')}", $"detail: {cause.Message.TrimEnd('.')}", cause),
        IndexOutOfRangeException or ArgumentException or OverflowException => new(DamageKind.WrongPlace, "", "", cause),
        _ => new(DamageKind.WrongStructure, "", "", cause),
    };

    /// <summary>A file that does not end as its format does. Where most of the mark is there, the mark is damaged; elsewhere all that leads up to it is missing.</summary>
    public static FileDamage AtEnd(ReadOnlySpan<byte> found, ReadOnlySpan<byte> mark)
    {
        var alike = 0;
        for (var i = 0; i < mark.Length; i++)
        {
            alike += found[i] == mark[i] ? 1 : 0;
        }

        var name = Encoding.ASCII.GetString(mark);
        return new(2 * alike >= mark.Length ? DamageKind.WrongMark : DamageKind.CutShort, $"文件应以 {name} 结尾，实际结尾是 {Hex(found)}", $"it should end in {name}, and ends in {Hex(found)}");
    }

    /// <summary>Bytes as people compare them: 50 41 52 31.</summary>
    public static string Hex(ReadOnlySpan<byte> bytes) => string.Join(' ', Convert.ToHexString(bytes).Chunk(2).Select(b => new string(b)));

    /// <summary>The first character of a text: messages are kept and shown in clear, and what follows may be a person's name or number.</summary>
    public static string FirstOf(ReadOnlySpan<byte> text) => Rune.DecodeFromUtf8(text, out var first, out _) == OperationStatus.Done && !Rune.IsControl(first) ? first.ToString() : "";

    /// <summary>The beginning of a name, in a form that fits a message.</summary>
    public static string Shown(ReadOnlySpan<byte> text)
    {
        var start = Encoding.UTF8.GetString(text[..Math.Min(text.Length, LongestShown)]).TrimEnd('\uFFFD');
        return string.Concat(start.Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > LongestShown ? "…" : "");
    }
}
