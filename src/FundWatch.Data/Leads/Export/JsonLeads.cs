using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Data.Leads.Export;

/// <summary>One JSON object: {"leads": [...]}.</summary>
internal sealed class JsonLeads : ILeadWriter
{
    private readonly Utf8JsonWriter _json;

    public JsonLeads(Stream output)
    {
        _json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteStartArray("leads");
    }

    public async Task WriteAsync(IReadOnlyList<object?> values, CancellationToken ct)
    {
        _json.WriteStartObject();
        for (var i = 0; i < values.Count; i++)
        {
            _json.WritePropertyName(LeadColumns.All[i].Name);
            JsonSerializer.Serialize(_json, values[i], _options);
        }

        _json.WriteEndObject();
        if (_json.BytesPending > 1 << 16)
        {
            await _json.FlushAsync(ct);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
        await _json.DisposeAsync();
    }

    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
