using System.Buffers;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Cuts a stream of JSON into the objects that matter, one at a time: the lines of JSON Lines, the elements of an array, or the elements of
/// the <c>releases</c> or <c>records</c> of a package, however large the package. Memory is bounded by the largest single object.
/// </summary>
internal sealed class JsonObjects(Stream stream, int largest = 64 * 1024 * 1024)
{
    private const int Nowhere = -1;
    private static readonly SearchValues<byte> _structure = SearchValues.Create("\"{}[]"u8);

    private readonly byte[] _read = new byte[128 * 1024];
    private readonly byte[] _key = new byte[16];
    private byte[] _object = new byte[64 * 1024];
    private int _length, _keyLength, _position, _filled, _depth;
    private int _kept;           // up to where the bytes read have been counted and, while recording, kept
    private int _elementsAt;     // the depth at which objects are handed out: 0, or inside the array of a package
    private bool _recording, _inString, _escaped;
    private TextPlace _place = new();

    /// <summary>Where the present object begins.</summary>
    public TextPlace Start { get; private set; } = new();

    /// <summary>Line on which it does, from 1.</summary>
    public long Line => Start.Line;

    /// <summary>The present object, valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Present => _object.AsSpan(0, _length);

    /// <summary>The next object's bytes, valid until the next call; empty at the end.</summary>
    /// <exception cref="FileDamage">The text is not JSON, breaks off, or holds an object over the limit.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        while (_position < _filled || Fill())
        {
            if (_inString)
            {
                PassString();
            }
            else if (PassStructure())
            {
                Keep();
                _recording = false;
                return _object.AsMemory(0, _length);
            }
        }

        return default;
    }

    private bool Fill()
    {
        Keep();
        _kept = 0;
        (_position, _filled) = (0, stream.Read(_read));
        return _filled > 0 || (_depth == 0 && !_inString ? false
            : throw new FileDamage(DamageKind.CutShort, $"在第 {_place.Line} 行第 {_place.Byte} 个字节结束，还有 {_depth} 个括号{(_inString ? "和一个引号" : "")}没有闭合", $"it ends at line {_place.Line}, byte {_place.Byte} with {_depth} brackets{(_inString ? " and a quote" : "")} still open"));
    }

    // Up to behind the string, or to the end of what has been read.
    private void PassString()
    {
        var from = _position;
        while (_position < _filled)
        {
            if (_escaped)
            {
                _escaped = false;
                _position++;
                continue;
            }

            var stop = _read.AsSpan(_position, _filled - _position).IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
            {
                _position = _filled;
                break;
            }

            _position += stop + 1;
            if (_read[_position - 1] == '"')
            {
                _inString = false;
                break;
            }

            _escaped = true;
        }

        if (_depth == 1)
        {
            KeepKey(_read.AsSpan(from, _position - from - (_inString ? 0 : 1)));
        }
    }

    /// <returns>True when an object is complete.</returns>
    private bool PassStructure()
    {
        var stop = _read.AsSpan(_position, _filled - _position).IndexOfAny(_structure);
        if (stop < 0)
        {
            _position = _filled;
            return false;
        }

        _position += stop;
        var next = _read[_position];
        if (next == '{' && _depth == _elementsAt)
        {
            Keep();
            (_recording, _length, Start) = (true, 0, _place);
        }

        _position++;
        switch (next)
        {
            case (byte)'"':
                (_inString, _keyLength) = (true, 0);
                return false;
            case (byte)'{':
                _depth++;
                return false;
            case (byte)'[':
                Open();
                return false;
            default:
                return Close();
        }
    }

    private void Open()
    {
        // An array at the very top, or the one of a package: from here on its elements are the objects, not what is around them.
        var isElements = _depth == 0 || (_depth == 1 && _elementsAt == 0 && (KeyIs("releases"u8) || KeyIs("records"u8)));
        _depth++;
        if (isElements)
        {
            Keep();
            (_elementsAt, _recording) = (_depth, false);
        }
    }

    private bool Close()
    {
        _depth--;
        if (_depth < 0)
        {
            Keep();
            throw new FileDamage(DamageKind.BrokenJson, $"第 {_place.Line} 行第 {_place.Byte - 1} 个字节处的括号没有开头", $"the bracket at line {_place.Line}, byte {_place.Byte - 1} was never opened");
        }

        if (_recording && _depth == _elementsAt)
        {
            return true;
        }

        if (_depth < _elementsAt)
        {
            _elementsAt = Nowhere; // the array has ended: what follows in the package is of no interest
        }

        if (_depth == 0)
        {
            _elementsAt = 0;
        }

        return false;
    }

    private bool KeyIs(ReadOnlySpan<byte> name) => _key.AsSpan(0, _keyLength).SequenceEqual(name);

    private void KeepKey(ReadOnlySpan<byte> part)
    {
        part = part[..Math.Min(part.Length, _key.Length - _keyLength)];
        part.CopyTo(_key.AsSpan(_keyLength));
        _keyLength += part.Length;
    }

    private void Keep()
    {
        var bytes = _read.AsSpan(_kept, _position - _kept);
        _kept = _position;
        _place.Pass(bytes);
        if (!_recording)
        {
            return;
        }

        if (bytes.Length > _object.Length - _length)
        {
            if (_length + bytes.Length > largest)
            {
                throw new FileDamage(DamageKind.TooLarge, $"第 {Line} 行起的对象超过 {largest / (1024 * 1024)} MB", $"the object that begins on line {Line} is larger than {largest / (1024 * 1024)} MB");
            }

            Array.Resize(ref _object, Math.Min(largest, Math.Max(_length + bytes.Length, _length * 2)));
        }

        bytes.CopyTo(_object.AsSpan(_length));
        _length += bytes.Length;
    }
}
