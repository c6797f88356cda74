using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>Where one column comes from.</summary>
public sealed partial record MappedColumn
{
    /// <summary>A header of the file, or several whose cells are joined.</summary>
    public SourceNames? From { get; init; }

    /// <summary>Text with headers in braces, each replaced by its cell: <c>{年}-{月}-{日}</c>.</summary>
    public string? Template { get; init; }

    /// <summary>The same value in every row.</summary>
    public string? Constant { get; init; }

    /// <summary>Between joined cells; a bar where not given.</summary>
    public string? Separator { get; init; }

    /// <summary>Of money: 元, 千元, 万元, 亿元. Of an area: 公顷, 平方米. Where it is not given, what the header itself says.</summary>
    public string? Unit { get; init; }

    /// <summary>Date formats as .NET writes them (dd/MM/yyyy), tried instead of the usual forms.</summary>
    public string[]? Formats { get; init; }

    /// <summary>Texts that mean "nothing", beside － 无 / NULL.</summary>
    public string[]? Empty { get; init; }

    /// <summary>Of the headers that a key, or a reference to one, is put together from: those whose cell may be empty.</summary>
    public string[]? MayBeEmpty { get; init; }

    /// <summary>Texts taken out of the cell before it is read: a currency sign, a word.</summary>
    public string[]? Remove { get; init; }

    /// <summary>Codes of the source and what they mean in the contract.</summary>
    public Dictionary<string, string>? Codes { get; init; }

    /// <summary>For people; drafts say here how sure they are and what the cells look like.</summary>
    public string? Note { get; init; }

    internal IReadOnlyList<string> Headers => Template is null ? From?.Names ?? [] : TemplateNames(Template);

    internal static IReadOnlyList<string> TemplateNames(string template) => Braces().Matches(template).Select(m => m.Groups[1].Value).ToList();

    /// <summary>What stands before, between and behind the places of a template: one more than places.</summary>
    internal static string[] TemplateTexts(string template)
    {
        var (texts, end) = (new List<string>(), 0);
        foreach (Match place in Braces().Matches(template))
        {
            texts.Add(template[end..place.Index]);
            end = place.Index + place.Length;
        }

        return [.. texts, template[end..]];
    }

    internal ColumnSource Source(Column column, Func<string, int> cellOf)
    {
        var place = 0;
        return new ColumnSource(column, Headers.Select(cellOf).ToArray(), Constant, Unit is null ? 1 : Units.Factor(Unit) ?? 1)
        {
            Separator = Separator ?? "|", Formats = Formats, Empty = Empty ?? [], Remove = Remove ?? [], Codes = Codes ?? [],
            MayBeEmpty = [.. (MayBeEmpty ?? []).Select(cellOf)],
            Measure = Measure.Other(column, Unit),
            Template = Template is null ? null : Braces().Replace(Template, _ => $"{{{place++}}}"),
        };
    }

    [GeneratedRegex(@"\{([^{}]+)\}")]
    private static partial Regex Braces();
}

/// <summary>Rows in which a column holds one of these values are skipped and counted as such; <c>合计*</c> is any text that begins so, an empty text an empty cell.</summary>
public sealed record SkipRule(string Column, string[] Values)
{
    internal static bool Matches(string value, string cell) =>
        value.Length > 1 && value[^1] == '*' ? cell.StartsWith(value[..^1], StringComparison.OrdinalIgnoreCase) : value.Equals(cell, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One header or a list of them; in JSON a text or a list of texts.</summary>
[JsonConverter(typeof(Converter))]
public sealed record SourceNames(IReadOnlyList<string> Names)
{
    internal sealed class Converter : JsonConverter<SourceNames>
    {
        public override SourceNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return new SourceNames([reader.GetString()!]);
            }

            if (reader.TokenType != JsonTokenType.StartArray)
            {
                throw new JsonException("'from' is a header or a list of headers");
            }

            var names = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                names.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("'from' is a header or a list of headers"));
            }

            return new SourceNames(names);
        }

        public override void Write(Utf8JsonWriter writer, SourceNames value, JsonSerializerOptions options)
        {
            if (value.Names.Count == 1)
            {
                writer.WriteStringValue(value.Names[0]);
            }
            else
            {
                JsonSerializer.Serialize(writer, value.Names.ToArray(), options);
            }
        }
    }
}
