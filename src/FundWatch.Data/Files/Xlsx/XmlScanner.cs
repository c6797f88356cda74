using System.Buffers.Text;
using System.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What <see cref="XmlScanner"/> stands on.</summary>
internal enum XmlToken { Start, End, Text, EndOfFile }

/// <summary>
/// XML of a workbook's parts, read forwards as UTF-8 spans: five times as fast as a reader of strings, and memory is bounded by the longest single text.
/// It knows no entities but XML's own five and refuses a DTD, so nothing outside the file can be named and nothing inside can multiply.
/// </summary>
internal sealed class XmlScanner : IDisposable
{
    /// <summary>Excel's longest cell has 32,767 characters; no tag or text comes near.</summary>
    private const int Longest = 8 * 1024 * 1024;

    private readonly Stream _xml;
    private readonly string _part;
    private byte[] _buffer = new byte[128 * 1024];
    private int _at, _filled, _start, _end, _nameEnd;
    private bool _isLiteral, _closesItself;

    /// <param name="name">Of the part, for messages.</param>
    public XmlScanner(Stream part, string name)
    {
        (_xml, _part) = (part, name);
        Fill();
        var start = _buffer.AsSpan(0, _filled);
        if (start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            _at = 3;
        }
        else if (start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            var encoding = start[0] == 0xFF ? "utf-16le" : "utf-16be";
            _xml = TextEncoding.ToUtf8(new PrefixedStream(start[2..].ToArray(), part), encoding);
            _filled = 0;
        }
    }

    public XmlToken Token { get; private set; }

    /// <summary>Of an element, without prefix.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            var name = _buffer.AsSpan(_start, _nameEnd - _start);
            return name[(name.IndexOf((byte)':') + 1)..];
        }
    }

    /// <summary>True for a start that is its own end; no end follows.</summary>
    public bool IsEmpty => _closesItself;

    /// <summary>Bytes read, for progress.</summary>
    public long Position { get; private set; }

    /// <summary>What lies ahead in memory: for those who know what to expect there. It may end anywhere.</summary>
    public ReadOnlySpan<byte> Ahead => _buffer.AsSpan(_at, _filled - _at);

    /// <summary>Goes on behind so many bytes of <see cref="Ahead"/>, which must be whole elements.</summary>
    public void Pass(int bytes) => _at += bytes;

    /// <summary>Goes to the next token; comments and instructions are passed over.</summary>
    /// <exception cref="FileDamage">This is not XML, or breaks off.</exception>
    /// <exception cref="FileRefused"><c>unsafe_xml</c>: there is a DTD.</exception>
    public XmlToken Next()
    {
        while (true)
        {
            var open = Find(_at, '<');
            if (open < 0)
            {
                _at = _filled;
                return Token = XmlToken.EndOfFile;
            }

            if (open > _at)
            {
                (_start, _end, _at, _isLiteral) = (_at, open, open, false);
                return Token = XmlToken.Text;
            }

            Need(4);
            switch (_buffer[_at + 1])
            {
                case (byte)'?':
                    _at = End("?>"u8, 2);
                    break;
                case (byte)'!' when _buffer[_at + 2] == '-':
                    _at = End("-->"u8, 4);
                    break;
                case (byte)'!' when _buffer[_at + 2] == '[':
                    var behind = End("]]>"u8, 9);
                    (_start, _end, _at, _isLiteral) = (_at + 9, behind - 3, behind, true);
                    return Token = XmlToken.Text;
                case (byte)'!':
                    throw new FileRefused("unsafe_xml", "文件内部的 XML 含有 DTD（实体定义），可能有害，未读取。请在 Excel 或 WPS 中打开后另存，再导入。",
                        "The XML inside the file has a DTD (definitions of entities), which may do harm; it was not read. Open it in Excel or WPS, save it and try again.");
                default:
                    return Tag();
            }
        }
    }

    /// <summary>Value of an attribute as it stands in the file; empty where there is none.</summary>
    public ReadOnlySpan<byte> Attribute(ReadOnlySpan<byte> name, bool anyPrefix = false)
    {
        var rest = _buffer.AsSpan(_nameEnd, _end - _nameEnd);
        while (true)
        {
            var equals = rest.IndexOf((byte)'=');
            if (equals < 0)
            {
                return default;
            }

            var found = rest[..equals].Trim(" \t\r\n"u8);
            var value = rest[(equals + 1)..].TrimStart(" \t\r\n"u8);
            var close = value.Length > 0 && value[0] is (byte)'"' or (byte)'\'' ? value[1..].IndexOf(value[0]) : -1;
            if (close < 0)
            {
                return default;
            }

            if (found.SequenceEqual(name) || (anyPrefix && found.EndsWith(name) && found.Length > name.Length && found[^(name.Length + 1)] == ':'))
            {
                return value.Slice(1, close);
            }

            rest = value[(close + 2)..];
        }
    }

    public string AttributeText(ReadOnlySpan<byte> name, bool anyPrefix = false)
    {
        var raw = Attribute(name, anyPrefix);
        var text = new byte[raw.Length];
        return Encoding.UTF8.GetString(text, 0, Decode(raw, text, isCell: false));
    }

    /// <summary>Bytes that <see cref="Text"/> needs at most.</summary>
    public int TextLength => _end - _start;

    /// <summary>The text as it stands in the file: for numbers, which hold nothing to decode.</summary>
    public ReadOnlySpan<byte> RawText => _buffer.AsSpan(_start, _end - _start);

    /// <summary>Writes the text with its entities resolved; returns its length.</summary>
    public int Text(Span<byte> to)
    {
        if (!_isLiteral)
        {
            return Decode(RawText, to, isCell: true);
        }

        RawText.CopyTo(to);
        return _end - _start;
    }

    /// <summary>Passes over all that is inside the present element.</summary>
    public void SkipElement()
    {
        for (var depth = _closesItself ? 0 : 1; depth > 0;)
        {
            switch (Next())
            {
                case XmlToken.Start when !_closesItself:
                    depth++;
                    break;
                case XmlToken.End:
                    depth--;
                    break;
                case XmlToken.EndOfFile:
                    throw Broken();
            }
        }
    }

    /// <summary>Reads on to the end, so that the archive's checksum is compared.</summary>
    public void Drain()
    {
        do
        {
            _at = _filled = 0;
        }
        while (Fill());
    }

    public void Dispose() => _xml.Dispose();

    private XmlToken Tag()
    {
        var close = _at + 1;
        while (true)
        {
            var found = _buffer.AsSpan(close, _filled - close).IndexOfAny((byte)'>', (byte)'"', (byte)'\'');
            if (found >= 0 && _buffer[close + found] != '>')
            {
                // A quoted value may hold a bracket.
                var quote = Find(close + found + 1, (char)_buffer[close + found]);
                close = quote >= 0 ? quote + 1 : throw Broken();
                continue;
            }

            if (found >= 0)
            {
                close += found;
                break;
            }

            var kept = close - _at;
            if (!Fill())
            {
                throw Broken();
            }

            close = _at + kept;
        }

        var isEnd = _buffer[_at + 1] == '/';
        _closesItself = _buffer[close - 1] == '/';
        _start = _at + (isEnd ? 2 : 1);
        _end = close - (_closesItself && !isEnd ? 1 : 0);
        var space = _buffer.AsSpan(_start, Math.Max(0, _end - _start)).IndexOfAny(" \t\r\n"u8);
        _nameEnd = space < 0 ? Math.Max(_start, _end) : _start + space;
        _at = close + 1;
        return Token = isEnd ? XmlToken.End : XmlToken.Start;
    }

    // Position of a character at or behind `from`, which moves with the buffer; -1 where the file ends before.
    private int Find(int from, char what)
    {
        while (true)
        {
            var found = _buffer.AsSpan(from, _filled - from).IndexOf((byte)what);
            if (found >= 0)
            {
                return from + found;
            }

            var kept = from - _at;
            var searched = _filled - from;
            if (!Fill())
            {
                return -1;
            }

            from = _at + kept + searched;
        }
    }

    private int End(ReadOnlySpan<byte> mark, int behind)
    {
        while (true)
        {
            var found = _filled - _at > behind ? _buffer.AsSpan(_at + behind, _filled - _at - behind).IndexOf(mark) : -1;
            if (found >= 0)
            {
                return _at + behind + found + mark.Length;
            }

            if (!Fill())
            {
                throw Broken();
            }
        }
    }

    private void Need(int bytes)
    {
        while (_filled - _at < bytes)
        {
            if (!Fill())
            {
                throw Broken();
            }
        }
    }

    // Moves what is left to the start of the buffer and reads on behind it.
    private bool Fill()
    {
        if (_at > 0)
        {
            Buffer.BlockCopy(_buffer, _at, _buffer, 0, _filled - _at);
            (_filled, _at) = (_filled - _at, 0);
        }
        else if (_filled == _buffer.Length)
        {
            if (_filled >= Longest)
            {
                throw Damage(DamageKind.TooLarge, $"有一段文字或标签超过 {Longest >> 20} MB", $"a text or tag of more than {Longest >> 20} MB");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = _xml.Read(_buffer, _filled, _buffer.Length - _filled);
        _filled += read;
        Position += read;
        return read > 0;
    }

    /// <summary>Damage at the place where the scanner stands.</summary>
    public FileDamage Damage(DamageKind kind, string zh, string en) => new(kind, $"{zh}（{_part} 第 {Position - (_filled - _at):N0} 字节附近）", $"{en} (near byte {Position - (_filled - _at):N0} of {_part})");

    private FileDamage Broken() => Damage(DamageKind.BrokenXml, "内容在一个标签、注释或元素中途结束", "it ends within a tag, a comment or an element");

    /// <summary>Writes a text with its entities resolved, of a cell also Excel's own escapes; returns its length, which is never more than before.</summary>
    public static int Decode(ReadOnlySpan<byte> raw, Span<byte> to, bool isCell = true)
    {
        var length = 0;
        while (true)
        {
            var special = isCell ? raw.IndexOfAny((byte)'&', (byte)'_') : raw.IndexOf((byte)'&');
            var plain = special < 0 ? raw : raw[..special];
            plain.CopyTo(to[length..]);
            length += plain.Length;
            if (special < 0)
            {
                return length;
            }

            raw = raw[special..];
            var used = raw[0] == '&' ? Entity(raw, to[length..], out var written) : Escape(raw, to[length..], out written);
            raw = raw[used..];
            length += written;
        }
    }

    // No entity is shorter in the file than as text.
    private static int Entity(ReadOnlySpan<byte> raw, Span<byte> to, out int written)
    {
        var close = raw[..Math.Min(raw.Length, 12)].IndexOf((byte)';');
        var name = close > 0 ? raw[1..close] : default;
        Rune rune;
        if (name.Length > 1 && name[0] == '#')
        {
            var isHex = name[1] is (byte)'x' or (byte)'X';
            var digits = name[(isHex ? 2 : 1)..];
            if (!Utf8Parser.TryParse(digits, out uint code, out var taken, isHex ? 'x' : 'D') || taken != digits.Length || !Rune.TryCreate(code, out rune))
            {
                throw new FileDamage(DamageKind.BrokenXml, $"不存在的字符 {FileDamage.Shown(raw[..(close + 1)])}", $"a character that does not exist, {FileDamage.Shown(raw[..(close + 1)])}");
            }
        }
        else
        {
            rune = name.SequenceEqual("amp"u8) ? (Rune)'&' : name.SequenceEqual("lt"u8) ? (Rune)'<' : name.SequenceEqual("gt"u8) ? (Rune)'>'
                : name.SequenceEqual("quot"u8) ? (Rune)'"' : name.SequenceEqual("apos"u8) ? (Rune)'\'' : throw Undefined(name);
        }

        written = rune.EncodeToUtf8(to);
        return close + 1;
    }

    // Behind a stray & a cell's text follows, which may be of a person.
    private static FileDamage Undefined(ReadOnlySpan<byte> name) => name.Length > 0 && name.IndexOfAnyExceptInRange((byte)'a', (byte)'z') < 0
        ? new FileDamage(DamageKind.BrokenXml, $"没有定义的实体 &{Encoding.ASCII.GetString(name)};", $"the entity &{Encoding.ASCII.GetString(name)}; is not defined")
        : new FileDamage(DamageKind.BrokenXml, "多余的 &（应写作 &amp;）", "a stray & (it is written &amp;)");

    // Excel writes control characters as _x000D_.
    private static int Escape(ReadOnlySpan<byte> raw, Span<byte> to, out int written)
    {
        written = 1;
        if (raw.Length >= 7 && raw[1] == 'x' && raw[6] == '_' && Utf8Parser.TryParse(raw.Slice(2, 4), out uint code, out var taken, 'x') && taken == 4 && Rune.TryCreate(code, out var rune))
        {
            written = rune.EncodeToUtf8(to);
            return 7;
        }

        to[0] = (byte)'_';
        return 1;
    }
}
