using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>
/// Whether the cells that a mapping lets be empty (<c>may_be_empty</c>) leave the value that is put together unmistakable. An empty cell keeps its place, which
/// only the text around it shows: without it A and nothing, and nothing and A, would be one record.
/// </summary>
internal static class OptionalPlaces
{
    /// <summary>True of columns that hold a key or refer to one: elsewhere an empty place would be noise in a value (a date, an amount).</summary>
    public static bool SuitIn(RecordStream stream, Column column) => stream.Key.Contains(column) || column.Type is ColumnType.Text or ColumnType.CreditCode;

    /// <summary>Two neighbours with nothing between them of which one may be empty; null where there are none.</summary>
    public static (string Left, string Right)? Touching(MappedColumn mapped)
    {
        if (mapped.MayBeEmpty is not { Length: > 0 } optional)
        {
            return null;
        }

        var headers = mapped.Headers;
        var between = mapped.Template is null ? Enumerable.Repeat(mapped.Separator ?? "|", headers.Count - 1).ToArray() : MappedColumn.TemplateTexts(mapped.Template)[1..^1];
        for (var i = 0; i + 1 < headers.Count; i++)
        {
            if (Shows(between[i], mapped.Remove) || !(optional.Contains(headers[i]) || optional.Contains(headers[i + 1])))
            {
                continue;
            }

            return (headers[i], headers[i + 1]);
        }

        return null;
    }

    // Blanks at the ends of a value are cut off, and what is removed is removed from the whole.
    private static bool Shows(string between, string[]? removed) =>
        (removed ?? []).Where(r => r.Length > 0).Aggregate(between, (text, r) => text.Replace(r, "", StringComparison.OrdinalIgnoreCase)).Trim().Length > 0;
}
