using System.Text;

namespace FundWatch.Data.Files;

/// <summary>How the cells of a text are parted where a mapping says so: by any sign or signs, or by runs of blanks.</summary>
/// <param name="Delimiter">One sign or several (<c>|@|</c>); a blank stands for any number of blanks and tabs. Null: found from the first lines, as ever.</param>
/// <param name="Quote">Around cells that hold the delimiter; empty for none. Null: <c>"</c>, or none where the delimiter has several signs and so needs none.</param>
public sealed record WrittenDialect(string? Delimiter, string? Quote)
{
    /// <summary>What stands between cells when the reader sees them, where the file's own delimiter is no single byte.</summary>
    internal const byte Stand = 0x1F;

    /// <summary>Longest delimiter in characters.</summary>
    public const int Longest = 10;

    /// <summary>The quote where nobody says otherwise.</summary>
    internal const byte Usual = (byte)'"';

    // Occurs in no valid UTF-8.
    internal const byte NoQuote = 0xFF;

    private bool IsBlank => Delimiter == " ";
    private bool IsOneByte => Delimiter is [< (char)0x80] && !IsBlank;

    /// <summary>As the reader sees it.</summary>
    /// <param name="sample">Of the text, where the delimiter is not said.</param>
    internal Dialect For(ReadOnlySpan<byte> sample) =>
        new(Delimiter is null ? Dialect.Detect(sample).Delimiter : IsOneByte ? (byte)Delimiter[0] : Stand, Quote is null ? Delimiter is { Length: > 1 } ? NoQuote : Usual : Quote.Length == 0 ? NoQuote : (byte)Quote[0]);

    /// <summary>The text with single bytes between its cells.</summary>
    internal Stream Over(Stream utf8) => Delimiter is null || IsOneByte ? utf8
        : new SeparatorStream(utf8, IsBlank ? SeparatorStream.Blanks : [(Encoding.UTF8.GetBytes(Delimiter), Stand)], For(default).Quote);

    /// <summary>False where the delimiter is nowhere in the text's beginning: then the mapping is for other files.</summary>
    internal bool OccursIn(ReadOnlySpan<byte> first) => Delimiter is null || (IsBlank ? first.IndexOfAny((byte)' ', (byte)'\t') : first.IndexOf(Encoding.UTF8.GetBytes(Delimiter))) >= 0;

    /// <summary>For people: control characters by their number.</summary>
    public override string ToString() => Delimiter is null ? "" : string.Concat(Delimiter.Select(c => c == '\t' ? "\\t" : char.IsControl(c) ? $"\\u{(int)c:x4}" : c.ToString()));
}
