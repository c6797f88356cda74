using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A cell that a mapping changes before it is parsed: joined from several, texts taken out, codes translated. Slow and exact.</summary>
/// <param name="isKey">Of a part of the natural key: it needs all of its cells but those that its mapping lets be empty, which stay empty places: A| and |A are two records. So does a reference to such a key, which must come out as the key does: that is a column whose mapping lets some of its cells be empty.</param>
internal sealed partial class MappedCell(ColumnSource source, bool isKey)
{
    private readonly bool _keepsPlaces = isKey || source.MayBeEmpty.Length > 0;
    private byte[] _value = [];

    /// <summary>Of a key, or a reference to one, that is put together from several cells: those of the present row that are empty beside others that are not.</summary>
    public int[] Missing { get; private set; } = [];

    public ReadOnlySpan<byte> Read(RowReader reader, RowContext context)
    {
        _ = context;
        var parts = source.Cells.Select(c => Encoding.UTF8.GetString(CellText.Trim(reader[c]))).ToArray();
        Missing = _keepsPlaces && Array.Exists(parts, IsSomething) ? [.. source.Cells.Where((c, i) => !IsSomething(parts[i]) && !source.MayBeEmpty.Contains(c))] : [];
        if (Missing.Length > 0)
        {
            // A number without its year is another number, and would go over the record that has it.
            return Encoding.UTF8.GetBytes(parts[Array.IndexOf(source.Cells, Missing[0])]);
        }

        var text = Joined(parts);
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
        if (!Array.Exists(parts, IsSomething))
        {
            return "";
        }

        if (_keepsPlaces)
        {
            parts = [.. parts.Select(p => IsSomething(p) ? p : "")]; // however the file writes that there is nothing: it is one record
        }

        return source.Template is null ? string.Join(source.Separator, _keepsPlaces ? parts : parts.Where(IsSomething)) : Places().Replace(source.Template, m => parts[int.Parse(m.Groups[1].ValueSpan, null)]);
    }

    private bool IsSomething(string part) => Encoding.UTF8.GetBytes(part) is var cell && !CellText.IsEmpty(cell) && !IsEmpty(cell);

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
