namespace FundWatch.Data.Files.Xlsx;

/// <summary>Many texts by their number: the first in memory, the rest in a file that nobody else sees, of which some blocks are in memory at a time.</summary>
internal sealed class TextStore : IDisposable
{
    /// <summary>Eight columns of different texts on a full sheet of 1,048,576 rows.</summary>
    private const int MostTexts = 8 * 1024 * 1024;

    private const int BlockSize = 1024 * 1024, BlocksInMemory = 48, PlacesAtOnce = 65_536;

    // Where each text lies: number of its block, where it begins in it and its length. One that is longer than a block has a block of its own, to its end.
    private const int StartBits = 20, LengthBits = 24, ToTheEnd = (1 << LengthBits) - 1;

    private readonly List<ulong[]> _places = [];
    private readonly List<(byte[]? Bytes, int Length, long Offset)> _blocks = [];
    private readonly Queue<int> _inMemory = new();
    private byte[] _current = new byte[BlockSize];
    private int _length, _count;
    private FileStream? _file;

    public int Count => _count;

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = _places[index >>> 16][index & (PlacesAtOnce - 1)];
            var block = (int)(place >> (StartBits + LengthBits));
            var start = (int)(place >> LengthBits) & (BlockSize - 1);
            var length = (int)place & ToTheEnd;
            var bytes = block == _blocks.Count ? _current : _blocks[block].Bytes ?? Recall(block);
            return bytes.AsSpan(start, length < ToTheEnd ? length : block == _blocks.Count ? _length : _blocks[block].Length);
        }
    }

    /// <summary>Adds a text; false where there are too many.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        if (_count == MostTexts)
        {
            return false;
        }

        if (_length + text.Length > _current.Length || _length >= BlockSize)
        {
            Close(text.Length);
        }

        if (_count % PlacesAtOnce == 0)
        {
            _places.Add(new ulong[PlacesAtOnce]);
        }

        _places[^1][_count++ % PlacesAtOnce] = ((ulong)_blocks.Count << (StartBits + LengthBits)) | ((ulong)_length << LengthBits) | (uint)Math.Min(text.Length, ToTheEnd);
        text.CopyTo(_current.AsSpan(_length));
        _length += text.Length;
        return true;
    }

    public void Dispose() => _file?.Dispose();

    private void Close(int needed)
    {
        _blocks.Add((_current, _length, _blocks.Count == 0 ? 0 : _blocks[^1].Offset + _blocks[^1].Length));
        Keep(_blocks.Count - 1);
        if (_blocks.Count >= BlocksInMemory / 2)
        {
            Spill();
        }

        _current = new byte[Math.Max(BlockSize, needed)];
        _length = 0;
    }

    // Once it is clear that there are many, every block lies in the file too and may leave memory.
    private void Spill()
    {
        if (_file is null)
        {
            _file = UnnamedFile.Create();
            for (var block = 0; block < _blocks.Count; block++)
            {
                Write(block);
            }
        }
        else
        {
            Write(_blocks.Count - 1);
        }
    }

    private void Write(int block)
    {
        var (bytes, length, offset) = _blocks[block];
        RandomAccess.Write(_file!.SafeFileHandle, bytes.AsSpan(0, length), offset);
    }

    private byte[] Recall(int block)
    {
        var (_, length, offset) = _blocks[block];
        var bytes = new byte[Math.Max(length, 1)];
        RandomAccess.Read(_file!.SafeFileHandle, bytes.AsSpan(0, length), offset);
        _blocks[block] = (bytes, length, offset);
        Keep(block);
        return bytes;
    }

    // The block that came first leaves first.
    private void Keep(int block)
    {
        _inMemory.Enqueue(block);
        if (_inMemory.Count > BlocksInMemory)
        {
            var left = _inMemory.Dequeue();
            _blocks[left] = _blocks[left] with { Bytes = null };
        }
    }
}
