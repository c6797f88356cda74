using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A cell that a mapping changes before it is parsed: joined from several, texts taken out, codes translated. Slow and exact.</summary>
/// <param name="isKey">Of a key an empty part is left as it is: A| and |A are two records.</param>
internal sealed partial class MappedCell(ColumnSource source, bool isKey = false)
{
    private byte[] _value = [];

    public ReadOnlySpan<byte> Read(RowReader reader, RowContext context)
    {
        _ = context;
        var text = Joined(source.Cells.Select(c => Encoding.UTF8.GetString(CellText.Trim(reader[c]))).ToArray());
        foreach (var unwanted in source.Remove)
        {
            text = text.Replace(unwanted, "", StringComparison.OrdinalIgnoreCase);
        }

        text = text.Trim();
        if (source.Codes.TryGetValue(text, out var code))
        {
            text = code;
        }

        _value = Encoding.UTF8.GetBytes(text);
        return _value;
    }

    // Of cells that are all empty nothing is made, whatever stands between them.
    private string Joined(string[] parts)
    {
        if (Array.TrueForAll(parts, p => p.Length == 0))
        {
            return "";
        }

        return source.Template is null ? string.Join(source.Separator, isKey ? parts : parts.Where(IsSomething)) : Places().Replace(source.Template, m => parts[int.Parse(m.Groups[1].ValueSpan, null)]);
    }

    private static bool IsSomething(string part) => !CellText.IsEmpty(Encoding.UTF8.GetBytes(part));

    [GeneratedRegex(@"\{(\d+)\}")]
    private static partial Regex Places();

    public bool IsEmpty(ReadOnlySpan<byte> cell)
    {
        if (source.Empty.Length == 0)
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(cell);
        return Array.Exists(source.Empty, e => e.Equals(text, StringComparison.OrdinalIgnoreCase));
    }
}
