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
    /// <exception cref="FormatException">A file whose end is missing.</exception>
    public void Begin()
    {
        Span<byte> mark = stackalloc byte[6];
        if (RandomAccess.Read(file, mark, 0) < 6 || !mark.SequenceEqual(Magic))
        {
            return;
        }

        _position = 8;
        if (RandomAccess.Read(file, mark, _length - 6) < 6 || !mark.SequenceEqual(Magic) || _length < 24)
        {
            throw new FormatException("the end of the file is missing");
        }

        Span<byte> length = stackalloc byte[4];
        RandomAccess.Read(file, length, _length - 10);
        _end = _length - 10 - BinaryPrimitives.ReadInt32LittleEndian(length);
        if (_end < _position || _end > _length - 10)
        {
            throw new FormatException("the end of the file says wrongly where it begins");
        }
    }

    /// <summary>The schema: the first message, or, in files of writers that leave that out (Arrow for JavaScript), the one at the end.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public FlatTable Schema()
    {
        var begin = _position;
        if (Next() is { Kind: 1 } first)
        {
            return first.Header;
        }

        if (_end == _length || _length - 10 - _end > LargestMetadata)
        {
            throw new FormatException("it does not begin with a schema");
        }

        var footer = new byte[_length - 10 - _end];
        RandomAccess.Read(file, footer, _end);
        _position = begin;
        return FlatTable.Root(footer).Table(1);
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
            throw new FormatException("the file ends within a message");
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
            throw new FormatException($"a message of {size:N0} bytes");
        }

        var metadata = new byte[size];
        if (RandomAccess.Read(file, metadata, start) < size)
        {
            throw new FormatException("the file ends within a message");
        }

        var message = FlatTable.Root(metadata);
        var body = start + size;
        var bodyLength = message.Long(3);
        if (bodyLength < 0 || bodyLength > _length - body)
        {
            throw new FormatException("the file ends within a batch of rows");
        }

        _position = body + bodyLength;
        return new ArrowMessage(message.Byte(1), message.Table(2), body, bodyLength);
    }
}
