using System.Text;
using System.Xml;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>The texts that a workbook's cells share, as UTF-8 in one block: a tenth of what as many strings would take.</summary>
internal sealed class SharedStrings
{
    /// <summary>What fits beside everything else in 300 MB.</summary>
    private const int MostBytes = 128 * 1024 * 1024;

    private readonly List<int> _ends = [];
    private byte[] _bytes = new byte[64 * 1024];
    private int _length;

    public ReadOnlySpan<byte> this[int index] =>
        (uint)index < (uint)_ends.Count ? _bytes.AsSpan(index == 0 ? 0 : _ends[index - 1], _ends[index] - (index == 0 ? 0 : _ends[index - 1])) : default;

    public static SharedStrings Read(Stream part, string path)
    {
        var strings = new SharedStrings();
        using var xml = XmlReader.Create(part, Workbook.XmlSettings);
        var phonetic = -1;
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "rPh" && !xml.IsEmptyElement)
            {
                phonetic = xml.Depth; // how a word is pronounced is not part of it
            }
            else if (xml.NodeType == XmlNodeType.EndElement && xml.Depth == phonetic)
            {
                phonetic = -1;
            }
            else if (xml.LocalName == "si" && (xml.NodeType == XmlNodeType.EndElement || (xml.NodeType == XmlNodeType.Element && xml.IsEmptyElement)))
            {
                strings._ends.Add(strings._length);
            }
            else if (phonetic < 0 && xml.NodeType is XmlNodeType.Text or XmlNodeType.SignificantWhitespace or XmlNodeType.CDATA)
            {
                strings.Append(xml.Value, path);
            }
        }

        return strings;
    }

    private void Append(string text, string path)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_length + most > MostBytes)
        {
            throw new FileRefused("too_large", $"{path} 的文本过多，无法作为电子表格读取。请另存为 CSV 后导入。", $"{path} holds too much text to be read as a spreadsheet. Save it as CSV and take that in.");
        }

        if (_length + most > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + most));
        }

        _length += Encoding.UTF8.GetBytes(text, _bytes.AsSpan(_length));
    }
}
