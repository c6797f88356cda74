namespace FundWatch.Data.Files.Xlsx;

/// <summary>The texts that a workbook's cells share. They are read only as far as the cells have come: looking at the first rows of a large workbook costs little.</summary>
internal sealed class SharedStrings(XmlScanner? xml, string path) : IDisposable
{
    public const string Part = "xl/sharedStrings.xml";

    private readonly TextStore _texts = new();
    private byte[] _text = new byte[4 * 1024];
    private bool _ended = xml is null;

    /// <exception cref="FileDamage">There is no such text.</exception>
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

            return (uint)index < (uint)_texts.Count ? _texts[index] : throw Missing(index);
        }
    }

    public void Dispose()
    {
        xml?.Dispose();
        _texts.Dispose();
    }

    private FileDamage Missing(int index) => xml is null
        ? new(DamageKind.PartMissing, $"文件里没有 {Part}，而单元格引用了其中的文本", $"it has no {Part}, at a text of which a cell points")
        : new(DamageKind.NoSuchEntry, $"单元格引用第 {index:N0} 条共享文本（从 0 起），{Part} 中只有 {_texts.Count:N0} 条", $"a cell points at shared text {index:N0} (from 0), of which {Part} has {_texts.Count:N0}");

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
