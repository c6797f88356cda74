using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Arrow;

/// <summary>One message of an Arrow stream or file.</summary>
/// <param name="Kind">1 schema, 2 dictionary, 3 rows.</param>
/// <param name="Body">Where its buffers begin in the file.</param>
internal sealed record ArrowMessage(byte Kind, FlatTable Header, long Body, long BodyLength);

/// <summary>The messages one after another: a file is a stream between two marks.</summary>
internal sealed class ArrowMessages(SafeFileHandle file)
{
    private const int LargestMetadata = 16 * 1024 * 1024;
    private static ReadOnlySpan<byte> Magic => "ARROW1"u8;

    private readonly long _length = RandomAccess.GetLength(file);
    private long _position, _end = RandomAccess.GetLength(file);

    public double Progress => _length == 0 ? 1 : (double)_position / _length;

    /// <summary>Goes to the first message.</summary>
    /// <exception cref="FileDamage">A file whose end is missing.</exception>
    public void Begin()
    {
        Span<byte> mark = stackalloc byte[6];
        if (RandomAccess.Read(file, mark, 0) < 6 || !mark.SequenceEqual(Magic))
        {
            return;
        }

        _position = 8;
        if (_length < 24)
        {
            throw new FileDamage(DamageKind.CutShort, $"全部只有 {_length} 字节", $"it has {_length} bytes in all");
        }

        if (RandomAccess.Read(file, mark, _length - 6) < 6 || !mark.SequenceEqual(Magic))
        {
            throw FileDamage.AtEnd(mark, Magic);
        }

        Span<byte> length = stackalloc byte[4];
        RandomAccess.Read(file, length, _length - 10);
        _end = _length - 10 - BinaryPrimitives.ReadInt32LittleEndian(length);
        if (_end < _position || _end > _length - 10)
        {
            throw new FileDamage(DamageKind.WrongPlace, $"结尾部分写有 {_length - 10 - _end:N0} 字节，文件共 {_length:N0} 字节", $"a footer of {_length - 10 - _end:N0} bytes in a file of {_length:N0}");
        }
    }

    /// <summary>The schema: the first message, or, in files of writers that leave that out (Arrow for JavaScript), the one at the end.</summary>
    /// <exception cref="FileDamage">There is none.</exception>
    public FlatTable Schema()
    {
        var begin = _position;
        if (Next() is { Kind: 1 } first)
        {
            return first.Header;
        }

        if (_end == _length || _length - 10 - _end > LargestMetadata)
        {
            throw new FileDamage(DamageKind.PartMissing, "开头没有表结构", "it does not begin with a schema");
        }

        var footer = new byte[_length - 10 - _end];
        RandomAccess.Read(file, footer, _end);
        _position = begin;
        return FlatTable.Root(footer, _end).Table(1);
    }

    /// <summary>The next message; null at the end.</summary>
    public ArrowMessage? Next()
    {
        if (_position >= _end)
        {
            return null;
        }

        Span<byte> head = stackalloc byte[8];
        var read = RandomAccess.Read(file, head, _position);
        if (read < 4)
        {
            throw Breaks();
        }

        // Before Arrow 0.15 the length stood alone.
        var isOld = BinaryPrimitives.ReadInt32LittleEndian(head) != -1;
        var size = BinaryPrimitives.ReadInt32LittleEndian(isOld ? head : head[4..]);
        var start = _position + (isOld ? 4 : 8);
        if (size == 0)
        {
            _position = _length;
            return null;
        }

        if (size is < 8 or > LargestMetadata || size > _length - start)
        {
            throw isOld
                ? new FileDamage(DamageKind.WrongMark, $"文件第 {_position:N0} 字节处的消息应以 FF FF FF FF 开头，实为 {FileDamage.Hex(head[..4])}", $"the message at byte {_position:N0} of the file should begin with FF FF FF FF, and begins with {FileDamage.Hex(head[..4])}")
                : new FileDamage(_end == _length && size is >= 8 and <= LargestMetadata ? DamageKind.CutShort : DamageKind.WrongPlace, $"文件第 {_position:N0} 字节处的消息头写有 {size:N0} 字节，文件到第 {_length:N0} 字节为止", $"the head of the message at byte {_position:N0} is {size:N0} bytes long, the file ends at byte {_length:N0}");
        }

        var metadata = new byte[size];
        if (RandomAccess.Read(file, metadata, start) < size)
        {
            throw Breaks();
        }

        var message = FlatTable.Root(metadata, start);
        var body = start + size;
        var bodyLength = message.Long(3);
        if (bodyLength < 0 || bodyLength > _length - body)
        {
            // A file has its end mark by now: in a stream alone does the length tell where it breaks off.
            throw new FileDamage(bodyLength < 0 || _end < _length ? DamageKind.WrongPlace : DamageKind.CutShort, $"文件第 {body:N0} 字节起的批次应有 {bodyLength:N0} 字节，文件到第 {_length:N0} 字节为止",
                $"the batch at byte {body:N0} should have {bodyLength:N0} bytes, the file ends at byte {_length:N0}");
        }

        _position = body + bodyLength;
        return new ArrowMessage(message.Byte(1), message.Table(2), body, bodyLength);
    }

    private FileDamage Breaks() => new(DamageKind.CutShort, $"文件第 {_position:N0} 字节起的消息没有写完", $"the message at byte {_position:N0} is not complete");
}
