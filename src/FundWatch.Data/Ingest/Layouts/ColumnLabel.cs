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

        var own = Headers(source.Cells, headers);
        return (own == chinese ? own : $"{own}（{chinese}）", own == name ? own : $"{own} ({name})");
    }

    /// <summary>Some of the headers that a value is put together from.</summary>
    public static (string Zh, string En) OfParts(ColumnSource source, int[] parts, IReadOnlyList<string> headers) => Headers(parts, headers) is var own
        ? ($"{own}（“{source.Column.ChineseHeader}”由其拼成）", $"{own} (part of {source.Column.Name})") : default;

    private static string Headers(int[] cells, IReadOnlyList<string> headers) => string.Join(" + ", cells.Select(c => c < headers.Count ? headers[c].Trim() : $"#{c + 1}"));
}
