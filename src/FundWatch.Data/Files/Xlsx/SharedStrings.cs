namespace FundWatch.Data.Files.Xlsx;

/// <summary>The texts that a workbook's cells share. They are read only as far as the cells have come: looking at the first rows of a large workbook costs little.</summary>
internal sealed class SharedStrings(XmlScanner? xml, string path) : IDisposable
{
    private readonly TextStore _texts = new();
    private byte[] _text = new byte[4 * 1024];
    private bool _ended = xml is null;

    /// <exception cref="FormatException">There is no such text.</exception>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            while (index >= _texts.Count && !_ended)
            {
                if (!TryReadPlain())
                {
                    ReadOne();
                }
            }

            return (uint)index < (uint)_texts.Count ? _texts[index] : throw new FormatException($"a cell points at shared text {index}, of which there are {_texts.Count}");
        }
    }

    public void Dispose()
    {
        xml?.Dispose();
        _texts.Dispose();
    }

    private bool TryReadPlain()
    {
        var length = PlainText.Read(xml!.Ahead, out var text);
        if (length == 0)
        {
            return false;
        }

        if (text.ContainsAny((byte)'&', (byte)'_'))
        {
            Room(text.Length);
            Add(_text.AsSpan(0, XmlScanner.Decode(text, _text)));
        }
        else
        {
            Add(text);
        }

        xml.Pass(length);
        return true;
    }

    private void ReadOne()
    {
        var length = 0;
        while (true)
        {
            switch (xml!.Next())
            {
                case XmlToken.EndOfFile:
                    _ended = true;
                    return;
                case XmlToken.Start when xml.Name.SequenceEqual("rPh"u8):
                    xml.SkipElement(); // how a word is pronounced is not part of it
                    break;
                case XmlToken.Start when xml.Name.SequenceEqual("si"u8) && xml.IsEmpty:
                case XmlToken.End when xml.Name.SequenceEqual("si"u8):
                    Add(_text.AsSpan(0, length));
                    return;
                case XmlToken.Start when xml.Name.SequenceEqual("t"u8) && !xml.IsEmpty:
                    length = ReadText(length);
                    break;
            }
        }
    }

    private int ReadText(int length)
    {
        while (xml!.Next() == XmlToken.Text)
        {
            Room(length + xml.TextLength);
            length += xml.Text(_text.AsSpan(length));
        }

        return length;
    }

    private void Room(int bytes)
    {
        if (bytes > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, bytes));
        }
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (!_texts.TryAdd(text))
        {
            throw new FileRefused("too_large", $"{path} 的不同文本过多，无法作为电子表格读取。请另存为 CSV 后导入。", $"{path} holds too many different texts to be read as a spreadsheet. Save it as CSV and take that in.");
        }
    }
}
