using System.Text.Unicode;

namespace FundWatch.Data.Files.Columnar;

/// <summary>The values of a dictionary, each written as text once, however many rows hold it.</summary>
internal sealed class RenderedValues
{
    /// <summary>Dictionaries of all columns together; beyond, they would not fit in the memory a load may take.</summary>
    public const long MostBytes = 64L * 1024 * 1024;

    private readonly List<int> _bad = [];
    private int[] _ends = new int[64];
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>False of bytes that are not UTF-8, and where a character was lost before the file was written.</summary>
    public static bool IsText(ReadOnlySpan<byte> raw) => Utf8.IsValid(raw) && raw.IndexOf("\uFFFD"u8) < 0;

    public int Count { get; private set; }

    public long Bytes => _length + 4L * Count;

    /// <summary>True where some entry is no text.</summary>
    public bool HasBad => _bad.Count > 0;

    public bool IsText(int index) => _bad.BinarySearch(index) < 0;

    public void Add(in CellType type, ReadOnlySpan<byte> raw)
    {
        var most = type.Kind == ValueKind.Text ? raw.Length : ValueText.Longest;
        if (_length + (long)most > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, Array.MaxLength), _length + (long)most));
        }

        if (type.Kind == ValueKind.Text)
        {
            raw.CopyTo(_bytes.AsSpan(_length));
            _length += raw.Length;
            if (!IsText(raw))
            {
                _bad.Add(Count);
            }
        }
        else
        {
            _length += ValueText.Write(type, raw, _bytes.AsSpan(_length));
        }

        AddNothing();
    }

    /// <summary>Adds what stands for no value.</summary>
    public void AddNothing()
    {
        if (Count == _ends.Length)
        {
            Array.Resize(ref _ends, Count * 2);
        }

        _ends[Count++] = _length;
    }

    /// <param name="index">Of an entry that there is.</param>
    public ReadOnlySpan<byte> Get(int index)
    {
        var start = index == 0 ? 0 : _ends[index - 1];
        return _bytes.AsSpan(start, _ends[index] - start);
    }
}
