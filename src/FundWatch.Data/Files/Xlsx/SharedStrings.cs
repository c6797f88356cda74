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
                ReadOne();
            }

            return (uint)index < (uint)_texts.Count ? _texts[index] : throw new FormatException($"a cell points at shared text {index}, of which there are {_texts.Count}");
        }
    }

    public void Dispose()
    {
        xml?.Dispose();
        _texts.Dispose();
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
                    Add(length);
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
            if (length + xml.TextLength > _text.Length)
            {
                Array.Resize(ref _text, Math.Max(_text.Length * 2, length + xml.TextLength));
            }

            length += xml.Text(_text.AsSpan(length));
        }

        return length;
    }

    private void Add(int length)
    {
        if (!_texts.TryAdd(_text.AsSpan(0, length)))
        {
            throw new FileRefused("too_large", $"{path} 的不同文本过多，无法作为电子表格读取。请另存为 CSV 后导入。", $"{path} holds too many different texts to be read as a spreadsheet. Save it as CSV and take that in.");
        }
    }
}
