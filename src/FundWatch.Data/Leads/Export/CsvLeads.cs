using System.Globalization;
using System.Text;
using FundWatch.Data.Files;

namespace FundWatch.Data.Leads.Export;

/// <summary>CSV (RFC 4180), UTF-8 with a byte-order mark so that Excel reads Chinese.</summary>
internal sealed class CsvLeads : ILeadWriter
{
    private readonly StreamWriter _file;

    private CsvLeads(StreamWriter file) => _file = file;

    public static async Task<CsvLeads> OpenAsync(Stream output)
    {
        var file = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };
        await file.WriteLineAsync(string.Join(',', LeadColumns.All.Select(c => c.Name)));
        return new CsvLeads(file);
    }

    public Task WriteAsync(IReadOnlyList<object?> values, CancellationToken ct) => _file.WriteLineAsync(string.Join(',', values.Select(Cell)).AsMemory(), ct);

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static string Cell(object? value)
    {
        var text = value is string s ? SafeText.Of(s) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
