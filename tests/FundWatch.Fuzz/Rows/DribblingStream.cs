namespace FundWatch.Fuzz.Rows;

/// <summary>The same bytes in many small reads of changing size, as pipes and decompressors give them.</summary>
internal sealed class DribblingStream(byte[] bytes) : Stream
{
    private int _position, _next;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        _next = _next % 13 + 1;
        var length = Math.Min(Math.Min(count, _next), bytes.Length - _position);
        Buffer.BlockCopy(bytes, _position, buffer, offset, length);
        _position += length;
        return length;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
