namespace FundWatch.Data.Files;

/// <summary>
/// Characters of private use in a text that was read as GB18030, counted as it passes. That encoding has such codes for characters of one's own, and next to no text holds any; Big5 read by it does
/// in every few words, while nothing else of it need fail.
/// </summary>
/// <param name="utf8">What the text was turned into. Disposed with this.</param>
internal sealed class PrivateUse(Stream utf8) : ReadOnlyStream
{
    // U+E000 to U+EFFF begin with it, and no other character has it: all that two bytes of GB18030 can mean lies there.
    private const byte Lead = 0xEE;

    /// <summary>So far.</summary>
    public long Count { get; private set; }

    /// <summary>The line of the first one, from 1.</summary>
    public long FirstLine { get; private set; } = 1;

    public override int Read(Span<byte> buffer)
    {
        var read = buffer[..utf8.Read(buffer)];
        if (Count == 0)
        {
            var first = read.IndexOf(Lead);
            FirstLine += read[..(first < 0 ? read.Length : first)].Count((byte)'\n');
        }

        Count += read.Count(Lead);
        return read.Length;
    }

    protected override void Dispose(bool disposing)
    {
        utf8.Dispose();
        base.Dispose(disposing);
    }
}
