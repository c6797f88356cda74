using System.Text.Unicode;

namespace FundWatch.Data.Files.Columnar;

/// <summary>The values of a dictionary, each written as text once, however many rows hold it.</summary>
internal sealed class RenderedValues
{
    /// <summary>Dictionaries of all columns together; beyond, they would not fit in the memory a load may take.</summary>
    public const long MostBytes = 64L * 1024 * 1024;

    private readonly List<int> _ends = [];
    private readonly List<bool> _isText = [];
    private byte[] _bytes = new byte[1024];
    private int _length;

    public int Count => _ends.Count;
    public long Bytes => _length + 5L * _ends.Count;

    public void Add(in CellType type, ReadOnlySpan<byte> raw)
    {
        var most = type.Kind == ValueKind.Text ? raw.Length : ValueText.Longest;
        if (_length + (long)most > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Max(Math.Min(_bytes.Length * 2L, Array.MaxLength), _length + (long)most));
        }

        var isText = true;
        if (type.Kind == ValueKind.Text)
        {
            raw.CopyTo(_bytes.AsSpan(_length));
            _length += raw.Length;
            isText = Utf8.IsValid(raw);
        }
        else
        {
            _length += ValueText.Write(type, raw, _bytes.AsSpan(_length));
        }

        _ends.Add(_length);
        _isText.Add(isText);
    }

    /// <summary>Adds what stands for no value.</summary>
    public void AddNothing()
    {
        _ends.Add(_length);
        _isText.Add(true);
    }

    /// <exception cref="FormatException">There is no such value.</exception>
    public ReadOnlySpan<byte> Get(long index, out bool isText)
    {
        if ((ulong)index >= (ulong)_ends.Count)
        {
            throw new FormatException($"value {index} of a dictionary of {_ends.Count}");
        }

        isText = _isText[(int)index];
        var start = index == 0 ? 0 : _ends[(int)index - 1];
        return _bytes.AsSpan(start, _ends[(int)index] - start);
    }
}
