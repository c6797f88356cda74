using System.Text;
using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>
/// A JSON document of any size, read forwards: which arrays of objects it holds, and the elements of one of them. Memory is bounded by the largest element.
/// Files put one behind the other, and arrays that come line by line, are several documents: all that stands behind the first one is read on, or said to be damage.
/// </summary>
internal sealed class JsonArrays(Stream utf8) : IDisposable
{
    /// <summary>Bytes of the largest object that is read at all; no record comes near.</summary>
    internal const int Largest = 16 * 1024 * 1024;

    // Each is a part of the file, as a sheet is.
    private const int MostArrays = 1_000, LongestPath = 1_000;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonRowReader.Deepest };

    private readonly List<string> _names = [];
    private byte[] _buffer = new byte[256 * 1024];
    private JsonReaderState _state = new(_options);
    private int _at, _filled, _arrays;
    private bool _ended, _justOpened, _isInside;
    private bool _isTop, _isBehind; // the array is a document itself; it has been closed
    private TextPlace _read = new(); // up to the beginning of the buffer

    /// <summary>Elements handed out.</summary>
    public long Count { get; private set; }

    /// <summary>Paths of the arrays that hold objects, or arrays that are rows, e.g. <c>data.rows</c>; the empty path is the document itself.</summary>
    /// <exception cref="JsonException">No JSON, or nested deeper than a record can be: <see cref="Damage"/> tells which.</exception>
    public IReadOnlyList<string> Find()
    {
        var found = new List<string>();
        while (Walk(null, found))
        {
        }

        return found;
    }

    /// <summary>Goes to the first element of an array.</summary>
    public bool Begin(string path)
    {
        while (!Walk(path, null))
        {
            if (_ended && _at == _filled)
            {
                return false;
            }
        }

        return _isInside = true;
    }

    /// <summary>The next element's text, valid until the next call.</summary>
    public bool TryNext(out ReadOnlySpan<byte> element)
    {
        element = default;
        while (true)
        {
            // Files that were put one behind the other bring their marks of encoding along.
            var blank = _buffer.AsSpan(_at, _filled - _at).IndexOfAnyExcept(_isBehind ? " \t\r\n,\uFEFF"u8 : " \t\r\n,"u8);
            if (blank < 0)
            {
                _at = _filled;
                if (!Fill())
                {
                    return _isBehind ? false : throw At(DamageKind.CutShort, "应有列表结尾的 ]", "the ] of a list should follow");
                }

                continue;
            }

            _at += blank;
            if (_isBehind ? _buffer[_at] == '[' : _buffer[_at] == ']')
            {
                // What is around an array with a name was looked over when it was found.
                if (!_isTop)
                {
                    return false;
                }

                _isBehind = !_isBehind;
                _at++;
                continue;
            }

            if (_isBehind && _buffer[_at] != '{')
            {
                throw NoRecord();
            }

            var json = new Utf8JsonReader(_buffer.AsSpan(_at, _filled - _at), _ended, new JsonReaderState(_options));
            if (json.Read() && json.TrySkip() && (json.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray || _ended || json.BytesConsumed < _filled - _at))
            {
                element = _buffer.AsSpan(_at, (int)json.BytesConsumed);
                _at += (int)json.BytesConsumed;
                Count++;
                return true;
            }

            if (!Fill())
            {
                throw At(DamageKind.CutShort, "开始的对象没有写完", "an object begins that does not end");
            }
        }
    }

    /// <summary>What the exception speaks of, and where in the text.</summary>
    public FileDamage Damage(JsonException cause)
    {
        var text = _buffer.AsSpan(_at, _filled - _at);
        return _isInside ? JsonDamage.Of(cause, text, Here, new JsonReaderState(_options), Here) : JsonDamage.Of(cause, text, Here, _state, new TextPlace());
    }

    public void Dispose() => utf8.Dispose();

    private TextPlace Here
    {
        get
        {
            var here = _read;
            here.Pass(_buffer.AsSpan(0, _at));
            return here;
        }
    }

    private FileDamage At(DamageKind kind, string zh, string en) => new(kind, $"第 {Here.Line:N0} 行第 {Here.Byte:N0} 个字节处{zh}", $"at line {Here.Line:N0}, byte {Here.Byte:N0}, {en}");

    private FileDamage NoRecord()
    {
        // Its first character may be cut in two.
        while (_filled - _at < 4 && Fill())
        {
        }

        var (zh, en) = JsonDamage.Named(_buffer.AsSpan(_at, _filled - _at));
        return At(DamageKind.BrokenJson, $"列表已经结束，其后还有不是记录的内容（开头是{zh}）；如是说明文字，请删去", $"the list has ended, and something that is no record follows (it begins with {en}); if it is a note, delete it");
    }

    // Takes the tokens there are. To a path: true when it is reached. Without: true while there is more.
    private bool Walk(string? to, List<string>? found)
    {
        var json = new Utf8JsonReader(_buffer.AsSpan(_at, _filled - _at), _ended, _state);
        var reached = false;
        while (!reached && json.Read())
        {
            reached = Take(ref json, to, found);
        }

        _at += (int)json.BytesConsumed;
        _state = json.CurrentState;
        if (to is not null)
        {
            return reached || (!Fill() && false);
        }

        return !(_ended && _at == _filled) && (Fill() || _at < _filled);
    }

    private bool Take(ref Utf8JsonReader json, string? to, List<string>? found)
    {
        var opened = _justOpened;
        _justOpened = false;
        switch (json.TokenType)
        {
            case JsonTokenType.PropertyName when _arrays == 0:
                _names.RemoveRange(Math.Min(json.CurrentDepth - 1, _names.Count), Math.Max(0, _names.Count - json.CurrentDepth + 1));
                _names.Add(Name(ref json));
                break;
            case JsonTokenType.StartArray when opened && found is not null:
                _arrays++;
                Find(found, json.CurrentDepth - 1);
                break;
            case JsonTokenType.StartArray:
                _justOpened = ++_arrays == 1;
                _isTop = json.CurrentDepth == 0;
                return _justOpened && to is not null && to == Path(json.CurrentDepth);
            case JsonTokenType.EndArray:
                _arrays--;
                break;
            case JsonTokenType.StartObject when opened && found is not null:
                Find(found, json.CurrentDepth - 1);
                break;
        }

        return false;
    }

    private void Find(List<string> found, int depth)
    {
        if (found.Count == MostArrays || _names.Take(depth).Sum(n => (long)n.Length) > LongestPath)
        {
            throw At(DamageKind.TooLarge, $"为止已有 {found.Count:N0} 个列表（上限 {MostArrays:N0} 个，名称不超过 {LongestPath:N0} 个字符）", $"there are {found.Count:N0} lists so far (at most {MostArrays:N0}, with names of {LongestPath:N0} characters)");
        }

        var path = Path(depth);
        if (found.Contains(path))
        {
            var shown = FileDamage.Shown(Encoding.UTF8.GetBytes(path));
            throw new FileDamage(DamageKind.WrongStructure, $"有两个列表都叫“{shown}”，只能读到其中一个；请给另一个改名", $"two lists are called '{shown}', of which only one could be read; give the other another name");
        }

        found.Add(path);
    }

    private string Name(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!.Replace("\0", "", StringComparison.Ordinal);
        }
        catch (InvalidOperationException) // half of a surrogate pair, or bytes that are no UTF-8
        {
            throw NoName(json.TokenStartIndex, json.ValueSpan);
        }
    }

    private FileDamage NoName(long behind, ReadOnlySpan<byte> name)
    {
        var here = Here;
        here.Pass(_buffer.AsSpan(_at, (int)behind));
        return new(DamageKind.NotUtf8, $"第 {here.Line:N0} 行第 {here.Byte:N0} 个字节起的名称“{FileDamage.Shown(name)}”", $"the name '{FileDamage.Shown(name)}' at line {here.Line:N0}, byte {here.Byte:N0}");
    }

    private string Path(int depth) => string.Join('.', _names.Take(depth));

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        _read.Pass(_buffer.AsSpan(0, _at));
        Buffer.BlockCopy(_buffer, _at, _buffer, 0, _filled - _at);
        (_filled, _at) = (_filled - _at, 0);
        if (_filled == _buffer.Length)
        {
            if (_filled >= Largest)
            {
                throw At(DamageKind.TooLarge, $"开始的对象超过 {Largest >> 20} MB", $"an object begins that is larger than {Largest >> 20} MB");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        // To the brim: an element that is not all there is read from its beginning each time.
        var read = utf8.ReadAtLeast(_buffer.AsSpan(_filled), _buffer.Length - _filled, throwOnEndOfStream: false);
        _filled += read;
        _ended = read == 0;
        return !_ended;
    }
}
