using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>Fields of one record that no column has, kept as one JSON object: their names, and their values as the file writes them.</summary>
internal sealed class UnknownFields
{
    private const int Named = 5;

    private readonly ArrayBufferWriter<byte> _text = new();

    public bool IsEmpty => _text.WrittenCount == 0;

    /// <summary>The object; nothing is added to it behind this.</summary>
    public ReadOnlySpan<byte> Text
    {
        get
        {
            _text.Write("}"u8);
            return _text.WrittenSpan;
        }
    }

    public void Clear() => _text.ResetWrittenCount();

    public void Add(string name, ReadOnlySpan<byte> value)
    {
        _text.Write(IsEmpty ? "{\""u8 : ",\""u8);
        _text.Write(JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        _text.Write("\":"u8);
        _text.Write(value);
    }

    /// <summary>The first names in such a text, for people; it may be cut off.</summary>
    public static string Names(ReadOnlySpan<byte> text)
    {
        var names = new List<string>();
        try
        {
            var json = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, MaxDepth = JsonRowReader.Deepest });
            while (names.Count <= Named && json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName)
                {
                    names.Add(json.GetString()!);
                    json.Read();
                    json.Skip();
                }
            }
        }
        catch (JsonException) // cut off: the names before are good
        {
        }

        return string.Join(", ", names.Distinct().Take(Named)) + (names.Count > Named ? ", …" : "");
    }
}
