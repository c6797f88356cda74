using System.Globalization;
using System.Text.Json;

namespace FundWatch.Host.Texts;

/// <summary>The texts of the page: one flat JSON file per language (Texts/zh-CN.json, Texts/en.json), the same keys in both.</summary>
public sealed class Words
{
    public const string Chinese = "zh-CN";
    public const string English = "en";
    public const string CookieName = "fundwatch-language";

    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> _texts = new()
    {
        [Chinese] = Load(Chinese),
        [English] = Load(English),
    };

    public static IReadOnlyList<string> Languages { get; } = [Chinese, English];

    /// <summary>The language of the request or the circuit; Chinese unless English was chosen.</summary>
    public static string Language => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == English ? English : Chinese;

    public static bool IsEnglish => Language == English;

    public static IReadOnlyDictionary<string, string> Of(string language) => _texts[language];

    /// <summary>The text, or the key itself where there is none: visible, and never an error in front of a reader.</summary>
    public string this[string key] => _texts[Language].GetValueOrDefault(key, key);

    public string this[string key, params object?[] values] => string.Format(Numbers.Instance, this[key], values);

    /// <summary>The text under the key, or null: for words that come from data (a status, a column) and may be new.</summary>
    public string? Find(string key) => _texts[Language].GetValueOrDefault(key);

    /// <summary>One of two texts that the store holds in both languages.</summary>
    public static string Pick(string chinese, string english) => IsEnglish ? english : chinese;

    // {0:row|rows} gives the word that fits the value, which may be a number or one already written.
    private sealed class Numbers : IFormatProvider, ICustomFormatter
    {
        public static readonly Numbers Instance = new();

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : CultureInfo.InvariantCulture.GetFormat(formatType!);

        public string Format(string? format, object? arg, IFormatProvider? formatProvider)
        {
            var text = arg is IFormattable value ? value.ToString(format?.Contains('|') == true ? null : format, CultureInfo.InvariantCulture) : arg?.ToString() ?? "";
            return format?.Split('|') is [var one, var several] ? text == "1" ? one : several : text;
        }
    }

    private static Dictionary<string, string> Load(string language)
    {
        using var file = typeof(Words).Assembly.GetManifestResourceStream($"texts.{language}.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    }
}
