namespace FundWatch.Data.Files;

/// <summary>How far a text has been read that comes block by block: line and byte in it, both from 1.</summary>
internal struct TextPlace()
{
    public long Line { get; private set; } = 1;

    public long Byte { get; private set; } = 1;

    public void Pass(ReadOnlySpan<byte> bytes)
    {
        var last = bytes.LastIndexOf((byte)'\n');
        Line += last < 0 ? 0 : bytes[..(last + 1)].Count((byte)'\n');
        Byte = last < 0 ? Byte + bytes.Length : bytes.Length - last;
    }
}
