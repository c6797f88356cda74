using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A layout as JSON beside its batch, so that refused rows can be read again exactly as the file was.</summary>
internal static class StoredLayout
{
    private sealed record StoredColumn(string Column, int[] Cells, string? Constant, long Factor, string Separator, string[]? Formats, string[] Empty, string[] Remove, Dictionary<string, string> Codes, string? Template = null, string? Measure = null, int[]? MayBeEmpty = null, string? Currency = null)
    {
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] // what was written before it stays the same
        public decimal? PriceTimes { get; init; }
    }

    public static string Write(Layout layout) => JsonSerializer.Serialize(layout.Columns.Where(c => c.Cells.Length > 0 || c.Constant is not null)
        .Select(c => new StoredColumn(c.Column.Name, c.Cells, c.Constant, c.Factor, c.Separator, c.Formats, c.Empty, c.Remove, new(c.Codes), c.Template, c.Measure, c.MayBeEmpty.Length == 0 ? null : c.MayBeEmpty, c.Currency) { PriceTimes = Measure.IsPrice(c.Column) ? c.PriceTimes : null }));

    public static Layout Read(RecordStream stream, string headersJson, string layoutJson)
    {
        var stored = JsonSerializer.Deserialize<StoredColumn[]>(layoutJson)!.ToDictionary(c => c.Column);
        var headers = JsonSerializer.Deserialize<string[]>(headersJson)!;
        return new Layout(stream, headers, 0, [.. stream.Columns.Select(c => stored.TryGetValue(c.Name, out var s) ? Source(c, s, headers) : new ColumnSource(c, []))]);
    }

    private static ColumnSource Source(Column column, StoredColumn s, string[] headers)
    {
        // Layouts kept before a price had its own multiplier hold the two as one, where the header said both.
        var within = s is { PriceTimes: null, Cells: [var cell] } && cell < headers.Length && Measure.PriceTimes(column, Measure.PerOf(headers[cell])) is > 1 and var times && s.Factor == (HeaderName.Of(headers[cell]).Factor ?? 1) * times ? times : 1;
        return new ColumnSource(column, s.Cells, s.Constant, s.Factor / (long)within)
        {
            PriceTimes = s.PriceTimes ?? within, Separator = s.Separator, Formats = s.Formats, Empty = s.Empty, Remove = s.Remove, Codes = s.Codes, Template = s.Template,
            Measure = s.Measure, MayBeEmpty = s.MayBeEmpty ?? [], Currency = s.Currency,
        };
    }
}
