using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A cell that a mapping changes before it is parsed: joined from several, texts taken out, codes translated. Slow and exact.</summary>
internal sealed class MappedCell(ColumnSource source)
{
    private byte[] _value = [];

    public ReadOnlySpan<byte> Read(RowReader reader, RowContext context)
    {
        _ = context;
        var parts = source.Cells.Select(c => Encoding.UTF8.GetString(CellText.Trim(reader[c])));
        var text = string.Join(source.Separator, parts);
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
