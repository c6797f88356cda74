using System.IO.Hashing;
using System.Text.Json;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Ocds;

/// <summary>A first look over all of an OCDS file: which processes it speaks of more than once, and in which currency its amounts are.</summary>
internal sealed class OcdsScan
{
    private readonly HashMarks _repeated = new();
    private readonly Dictionary<string, long> _currencies = [];

    /// <summary>That of most objects (ISO 4217); null where none is said.</summary>
    public string? Currency { get; private set; }

    /// <exception cref="FileDamage">The text is not JSON.</exception>
    /// <exception cref="JsonException">The same, within an object.</exception>
    public static OcdsScan Read(JsonObjects objects)
    {
        var scan = new OcdsScan();
        var seen = new HashMarks();
        while (objects.Next() is { IsEmpty: false } item)
        {
            if (Ocid(item.Span) is { } ocid && !seen.Add(ocid))
            {
                scan.HasRepeated = true;
                scan._repeated.Add(ocid);
            }

            foreach (var currency in Currencies(item.Span))
            {
                scan._currencies[currency] = scan._currencies.GetValueOrDefault(currency) + 1;
            }
        }

        scan.Currency = scan._currencies.Count == 0 ? null : scan._currencies.MaxBy(c => c.Value).Key;
        return scan;
    }

    public bool HasRepeated { get; private set; }

    public bool IsRepeated(ulong ocid) => _repeated.MayHave(ocid);

    /// <summary>What is the matter with the currencies of a process: another than the file's, which a file of its own could hold, or several, which none could.</summary>
    /// <param name="items">All that the file says of it.</param>
    public CellIssue CurrencyIssue(IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        if (_currencies.Count < 2)
        {
            return CellIssue.None;
        }

        var found = items.SelectMany(i => Currencies(i.Span)).ToHashSet();
        return found.Count > 1 ? CellIssue.SeveralCurrencies : found.All(c => c == Currency) ? CellIssue.None : CellIssue.OtherCurrency;
    }

    /// <summary>Of the ocid of an object; null where it has none.</summary>
    public static ulong? Ocid(ReadOnlySpan<byte> item)
    {
        var json = new Utf8JsonReader(item, new JsonReaderOptions { MaxDepth = OcdsReleases.Deepest });
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isOcid = json.ValueTextEquals("ocid"u8);
            json.Read();
            if (isOcid)
            {
                return json.TokenType == JsonTokenType.String ? XxHash3.HashToUInt64(json.ValueSpan) : null;
            }

            json.Skip();
        }

        return null;
    }

    // Looked for as text: its name in quotes, a colon, three capital letters in quotes.
    private static HashSet<string> Currencies(ReadOnlySpan<byte> item)
    {
        var found = new HashSet<string>();
        for (int at; (at = item.IndexOf("\"currency\""u8)) >= 0;)
        {
            item = item[(at + 10)..];
            var value = item.TrimStart(" \t\r\n:"u8);
            if (value.Length >= 5 && value[0] == '"' && value[4] == '"' && value[1..4].IndexOfAnyExceptInRange((byte)'A', (byte)'Z') < 0)
            {
                found.Add(System.Text.Encoding.ASCII.GetString(value[1..4]));
            }
        }

        return found;
    }
}
