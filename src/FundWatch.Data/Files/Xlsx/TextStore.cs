namespace FundWatch.Data.Files.Xlsx;

/// <summary>Many texts by their number: the first in memory, the rest in a file that nobody else sees, of which some blocks are in memory at a time.</summary>
internal sealed class TextStore : IDisposable
{
    /// <summary>Eight columns of different texts on a full sheet of 1,048,576 rows.</summary>
    private const int MostTexts = 8 * 1024 * 1024;

    private const int BlockSize = 1024 * 1024, BlocksInMemory = 48, PlacesAtOnce = 65_536;

    // Where each text begins: number of its block, then the offset within it; it ends where the next one begins or its block ends.
    private readonly List<long[]> _places = [];
    private readonly List<int> _blockLengths = [];
    private readonly Dictionary<int, byte[]> _blocks = [];
    private readonly Queue<int> _order = new();
    private byte[] _current = new byte[BlockSize];
    private int _length, _count;
    private FileStream? _file;

    public int Count => _count;

    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = Place(index);
            var (block, start) = ((int)(place >> 32), (int)place);
            var next = index + 1 < _count ? Place(index + 1) : -1;
            var end = next >= 0 && (int)(next >> 32) == block ? (int)next : block == _blockLengths.Count ? _length : _blockLengths[block];
            return Block(block).AsSpan(start, end - start);
        }
    }

    /// <summary>Adds a text; false where there are too many.</summary>
    public bool TryAdd(ReadOnlySpan<byte> text)
    {
        if (_count == MostTexts)
        {
            return false;
        }

        if (_length + text.Length > _current.Length)
        {
            Close(text.Length);
        }

        if (_count % PlacesAtOnce == 0)
        {
            _places.Add(new long[PlacesAtOnce]);
        }

        _places[^1][_count++ % PlacesAtOnce] = ((long)_blockLengths.Count << 32) | (uint)_length;
        text.CopyTo(_current.AsSpan(_length));
        _length += text.Length;
        return true;
    }

    public void Dispose() => _file?.Dispose();

    private long Place(int index) => _places[index / PlacesAtOnce][index % PlacesAtOnce];

    private void Close(int needed)
    {
        Keep(_blockLengths.Count, _current);
        _blockLengths.Add(_length);
        if (_blockLengths.Count >= BlocksInMemory / 2)
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
            var path = Path.GetTempFileName();
            _file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
            File.Delete(path); // it has no name any more and ends with the process
            for (var block = 0; block < _blockLengths.Count; block++)
            {
                Write(block);
            }
        }
        else
        {
            Write(_blockLengths.Count - 1);
        }
    }

    private void Write(int block) => RandomAccess.Write(_file!.SafeFileHandle, _blocks[block].AsSpan(0, _blockLengths[block]), Offset(block));

    private byte[] Block(int block)
    {
        if (block == _blockLengths.Count)
        {
            return _current;
        }

        if (!_blocks.TryGetValue(block, out var bytes))
        {
            bytes = new byte[Math.Max(_blockLengths[block], 1)];
            RandomAccess.Read(_file!.SafeFileHandle, bytes.AsSpan(0, _blockLengths[block]), Offset(block));
            Keep(block, bytes);
        }

        return bytes;
    }

    private void Keep(int block, byte[] bytes)
    {
        _blocks[block] = bytes;
        _order.Enqueue(block);
        if (_order.Count > BlocksInMemory)
        {
            _blocks.Remove(_order.Dequeue());
        }
    }

    private long Offset(int block)
    {
        while (_offsets.Count <= block)
        {
            _offsets.Add(_offsets.Count == 0 ? 0 : _offsets[^1] + _blockLengths[_offsets.Count - 1]);
        }

        return _offsets[block];
    }

    private readonly List<long> _offsets = [];
}
