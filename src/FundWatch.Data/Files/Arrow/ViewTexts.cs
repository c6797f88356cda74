using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Arrow;

/// <summary>
/// The texts of a column of string views: sixteen bytes a text, which hold it, or say in which of the batch's data buffers it lies. They may point anywhere, so the
/// buffers last used are kept unpacked, two at most; those who write them make them small (16 MB) and use them in turn.
/// </summary>
internal sealed class ViewTexts(SafeFileHandle file, IReadOnlyList<(long Offset, long Length)> buffers, int codec)
{
    public const int Width = 16;
    private const int Inline = 12, LargestText = 16 * 1024 * 1024;
    private const int LargestBuffer = 48 * 1024 * 1024;

    private byte[] _bytes = [], _before = [], _texts = new byte[BufferWindow.Usual];
    private int _buffer = -1, _bufferBefore = -1, _filled;

    /// <summary>Rows whose views point nowhere: no fault where they hold nothing.</summary>
    private bool[] _isLost = [];

    public int[] Ends { get; private set; } = [];

    public bool HasLost { get; private set; }

    public bool IsLost(int row) => HasLost && _isLost[row];

    /// <summary>How many of the views have texts that may be gathered at once: at least one.</summary>
    public static int Ready(ReadOnlySpan<byte> views)
    {
        var (rows, bytes) = (0, 0L);
        for (; rows < views.Length / Width; rows++)
        {
            bytes += Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(views[(rows * Width)..]), 0, LargestText);
            if (bytes > BufferWindow.Usual && rows > 0)
            {
                break;
            }
        }

        return rows;
    }

    /// <summary>Lays the texts one behind the other; returns how many bytes that are.</summary>
    public int Gather(ReadOnlySpan<byte> views, out byte[] texts)
    {
        var rows = views.Length / Width;
        if (Ends.Length != rows)
        {
            (Ends, _isLost) = (new int[rows], new bool[rows]);
        }

        (_filled, HasLost) = (0, false);
        for (var i = 0; i < rows; i++)
        {
            var view = views.Slice(i * Width, Width);
            var length = BinaryPrimitives.ReadInt32LittleEndian(view);
            _isLost[i] = !Add(view, length);
            HasLost |= _isLost[i];
            Ends[i] = _filled;
        }

        texts = _texts;
        return _filled;
    }

    private bool Add(ReadOnlySpan<byte> view, int length)
    {
        if (length is < 0 or > LargestText)
        {
            return false;
        }

        if (length <= Inline)
        {
            Append(view.Slice(4, length));
            return true;
        }

        var (buffer, offset) = (BinaryPrimitives.ReadInt32LittleEndian(view[8..]), BinaryPrimitives.ReadInt32LittleEndian(view[12..]));
        if ((uint)buffer >= (uint)buffers.Count || offset < 0)
        {
            return false;
        }

        var bytes = Open(buffer);
        if (offset > bytes.Length - length)
        {
            return false;
        }

        Append(bytes.AsSpan(offset, length));
        return true;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        if (_filled + text.Length > _texts.Length)
        {
            Array.Resize(ref _texts, Math.Max(_filled + text.Length, _texts.Length * 2));
        }

        text.CopyTo(_texts.AsSpan(_filled));
        _filled += text.Length;
    }

    private byte[] Open(int buffer)
    {
        if (buffer == _buffer)
        {
            return _bytes;
        }

        (_bytes, _before, _buffer, _bufferBefore) = (_before, _bytes, _bufferBefore, _buffer);
        if (buffer != _buffer)
        {
            (_bytes, _buffer) = ([], -1);
            (_bytes, _buffer) = (Read(buffers[buffer].Offset, buffers[buffer].Length), buffer);
        }

        return _bytes;
    }

    private byte[] Read(long offset, long length)
    {
        var unpacked = length;
        if (codec >= 0 && length >= 8)
        {
            Span<byte> head = stackalloc byte[8];
            if (RandomAccess.Read(file, head, offset) < 8)
            {
                throw new FileDamage(DamageKind.CutShort, "文件在缓冲区中途结束", "the file ends within a buffer");
            }

            unpacked = head.IndexOfAnyExcept((byte)0xFF) < 0 ? length - 8 : BinaryPrimitives.ReadInt64LittleEndian(head);
        }

        if (unpacked > LargestBuffer)
        {
            throw new FileRefused("too_large", $"该 Arrow 文件一个文本缓冲区有 {unpacked / 1_000_000:N0} MB，超出内存上限。请分小批（如每批 10 万行）重新写出，或改为普通 utf8 列。",
                $"A buffer of texts in this Arrow file has {unpacked / 1_000_000:N0} MB, more than memory allows. Write it in smaller batches (100,000 rows, say) or as plain utf8.");
        }

        using var window = new BufferWindow(file, offset, length, codec);
        var bytes = new byte[unpacked];
        for (var at = 0; at < bytes.Length;)
        {
            var step = Math.Min(bytes.Length - at, BufferWindow.Usual);
            window.Take(step).CopyTo(bytes.AsSpan(at));
            at += step;
        }

        return bytes;
    }
}
