using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// Cuts a stream of JSON into the objects that matter, one at a time: the lines of JSON Lines, the elements of an array, or the elements of
/// the <c>releases</c> or <c>records</c> of a package, however large the package. Memory is bounded by the largest single object.
/// </summary>
internal sealed class JsonObjects(Stream stream, int largest = JsonArrays.Largest)
{
    private const int Nowhere = -1;
    private const int BlockSize = 2 * 32;

    // Besides blanks, commas and the brackets of lists, which are counted, the marks that files bring along which were put one behind the other (BOM), or that part texts of JSON (RFC 7464).
    private static readonly SearchValues<byte> _between = SearchValues.Create(" \t\r\n,[]\uFEFF\u001E"u8);

    private readonly byte[] _read = new byte[(128 * 1024) + BlockSize]; // behind what has been read there is always a block of nothing
    private readonly byte[] _key = new byte[16];
    private byte[] _object = new byte[64 * 1024];
    private int _length, _keyLength, _position, _filled, _depth;
    private int _block = -BlockSize;
    private ulong _marks;        // in the present block, the bytes to be looked at yet: a bit each
    private int _escaped = Nowhere;
    private int _stringAt;
    private int _kept;           // up to where the bytes read have been counted and, while recording, kept
    private int _elementsAt;     // the depth at which objects are handed out: 0, or inside the array of a package
    private bool _recording, _inString;
    private TextPlace _place = new();

    /// <summary>Where the present object begins.</summary>
    public TextPlace Start { get; private set; } = new();

    /// <summary>Line on which it does, from 1.</summary>
    public long Line => Start.Line;

    /// <summary>True where something is between the objects that is none, on that line.</summary>
    public bool IsBetween { get; private set; }

    /// <summary>True while the present object has begun and not ended: it is there as far as it has been read.</summary>
    public bool IsOpen => _recording;

    /// <summary>The present object, valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Present => _object.AsSpan(0, _length);

    /// <summary>The next object's bytes, valid until the next call; empty at the end.</summary>
    /// <exception cref="FileDamage">The text is not JSON, breaks off, or holds an object over the limit.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        while (_marks != 0 || NextBlock())
        {
            if (_marks == 0)
            {
                continue;
            }

            _position = _block + BitOperations.TrailingZeroCount(_marks);
            _marks &= _marks - 1;
            if (_inString)
            {
                PassInString();
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

    private bool NextBlock()
    {
        _block += BlockSize;
        if (_block >= _filled && !Fill())
        {
            return false;
        }

        var block = _read.AsSpan(_block, BlockSize);
        _marks = Marks(Vector256.Create<byte>(block)) | ((ulong)Marks(Vector256.Create<byte>(block[32..])) << 32);
        return true;
    }

    // Quotes, brackets and backslashes, and besides them the vertical bar: with the bit that tells small letters from capitals all but the quote are one range.
    private static uint Marks(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"')) | Vector256.LessThanOrEqual((bytes | Vector256.Create((byte)0x20)) - Vector256.Create((byte)'{'), Vector256.Create((byte)('}' - '{'))))
        .ExtractMostSignificantBits();

    private bool Fill()
    {
        _position = _filled;
        Keep();
        if (_inString && _depth == 1)
        {
            KeepKey(_read.AsSpan(_stringAt, _filled - _stringAt));
        }

        _escaped = Math.Max(Nowhere, _escaped - _filled);
        _filled = stream.Read(_read, 0, _read.Length - BlockSize);
        _read.AsSpan(_filled, BlockSize).Clear();
        (_position, _kept, _block, _stringAt) = (0, 0, 0, 0);
        return _filled > 0 || (_depth == 0 && !_inString ? false
            : throw new FileDamage(DamageKind.CutShort, $"在第 {_place.Line} 行第 {_place.Byte} 个字节结束，还有 {_depth} 个括号{(_inString ? "和一个引号" : "")}没有闭合", $"it ends at line {_place.Line}, byte {_place.Byte} with {_depth} brackets{(_inString ? " and a quote" : "")} still open"));
    }

    private void PassInString()
    {
        if (_position == _escaped)
        {
            return;
        }

        if (_read[_position] == '\\')
        {
            _escaped = _position + 1;
        }
        else if (_read[_position] == '"')
        {
            _inString = false;
            if (_depth == 1)
            {
                KeepKey(_read.AsSpan(_stringAt, _position - _stringAt));
            }
        }
    }

    /// <returns>True when an object is complete.</returns>
    private bool PassStructure()
    {
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
                (_inString, _keyLength, _stringAt) = (true, 0, _position);
                return false;
            case (byte)'{':
                _depth++;
                return false;
            case (byte)'[':
                Open();
                return false;
            case (byte)'}' or (byte)']':
                return Close();
            default:
                return false; // what is no JSON here is the parser's to tell
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
            Keep();
            _elementsAt = Nowhere; // the array has ended: what follows in the package is of no interest
        }

        if (_depth == 0)
        {
            Keep();
            _elementsAt = 0;
        }

        return false;
    }

    // What is around the list of a package is of no interest; what is between objects may be half of one.
    private void MustBeBlank(ReadOnlySpan<byte> bytes)
    {
        var found = _elementsAt == Nowhere ? -1 : bytes.IndexOfAnyExcept(_between);
        if (found < 0)
        {
            return;
        }

        _place.Pass(bytes[..found]);
        (Start, IsBetween) = (_place, true);
        throw new FileDamage(DamageKind.BrokenJson, $"第 {_place.Line} 行第 {_place.Byte} 个字节起有不属于任何对象的内容", $"from line {_place.Line}, byte {_place.Byte} on there is something that belongs to no object");
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
        if (!_recording)
        {
            MustBeBlank(bytes);
        }

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
