namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A column as the person knows it who made the file: by its own header, with our name in brackets where that is another.</summary>
internal static class ColumnLabel
{
    public static (string Zh, string En) Of(ColumnSource source, IReadOnlyList<string> headers)
    {
        var (name, chinese) = (source.Column.Name, source.Column.ChineseHeader);
        if (source.Cells.Length == 0)
        {
            return (chinese, name);
        }

        var own = string.Join(" + ", source.Cells.Select(c => c < headers.Count ? headers[c].Trim() : $"#{c + 1}"));
        return (own == chinese ? own : $"{own}（{chinese}）", own == name ? own : $"{own} ({name})");
    }
}
