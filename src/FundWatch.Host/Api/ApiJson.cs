using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Host.Api;

/// <summary>JSON as everywhere in FundWatch: snake_case, Chinese as it is, dates ISO 8601.</summary>
internal static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
