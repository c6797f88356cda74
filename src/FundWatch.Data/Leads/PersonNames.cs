using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FundWatch.Core.Leads;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>
/// Names of natural persons, which records carry in clear beside the token (decision 3) and which rules put into their findings. What a lead says of such a person is
/// masked as its title and its evidence are: a person is whoever has a token for a code, and a payee without a code whose name has a person's form.
/// </summary>
internal sealed partial class PersonNames
{
    /// <summary>Columns that name a party, who may be a person; the column of its code beside it, where the stream has one.</summary>
    private static readonly (string Stream, string Key, string? Code, string Name)[] _parties =
    [
        ("subsidy", "application_id", "applicant_code", "applicant_name"),
        ("subsidy", "application_id", null, "payee_name"),
        ("fund_use", "use_id", null, "payee_name"),
        ("project", "project_id", "supplier_code", "supplier_name"),
        ("bid", "bid_id", "bidder_code", "bidder_name"),
        ("project_event", "event_id", null, "payee_name"),
        ("reception", "reception_id", null, "payee_name"),
        ("meal_purchase", "purchase_id", "supplier_code", "supplier_name"),
    ];

    private readonly Dictionary<string, HashSet<string>> _byRecord = new(StringComparer.Ordinal);
    private readonly HashSet<string> _coded = new(StringComparer.Ordinal);
    private readonly HashSet<string> _everybody;

    private PersonNames(HashSet<string> everybody) => _everybody = everybody;

    /// <summary>Whether a column's value is a natural person's name.</summary>
    /// <param name="code">Value of a column of the same row; null where it is empty.</param>
    public static bool IsPerson(string stream, string column, string value, Func<string, string?> code) =>
        Array.Find(_parties, p => p.Stream == stream && p.Name == column) is { Stream: not null } party
        && (party.Code is not null && code(party.Code) is { } known ? Personal.IsToken(known) : HasForm(value));

    /// <summary>Two to four Chinese characters: a person's name, or a short one of a shop, which it does not harm to mask.</summary>
    public static bool HasForm(string name) => Form().IsMatch(name);

    /// <summary>
    /// Names of a person's form that stand beside a person's token anywhere in the records: a rule may name a party whose row it does not show (all who bid together, with the
    /// projects for evidence). Only words of the texts are asked for: the tables hold far more names than findings use, and mostly there is none.
    /// </summary>
    public static Task<HashSet<string>> AmongAsync(NpgsqlConnection connection, IEnumerable<string> texts, CancellationToken ct)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in texts)
        {
            TakeWords(text, words);
        }

        return AmongWordsAsync(connection, words, ct);
    }

    /// <summary>The same of words that were taken from the texts one by one.</summary>
    /// <param name="words">By <see cref="TakeWords"/>.</param>
    public static async Task<HashSet<string>> AmongWordsAsync(NpgsqlConnection connection, IReadOnlyCollection<string> words, CancellationToken ct)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (words.Count == 0)
        {
            return names;
        }

        // Names of tables and columns are those above.
        await using var command = new NpgsqlCommand(
            string.Join(" union ", _parties.Where(p => p.Code is not null).Select(p => $"select {p.Name} from record.{p.Stream} where {p.Code} like 'p\\_%' and {p.Name} = any($1)")), connection);
        command.Parameters.Add(new() { Value = words.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }

    /// <summary>Takes the words of a text that could be a person's name; one that was met before costs no memory.</summary>
    public static void TakeWords(string text, HashSet<string> words)
    {
        var known = words.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in Alone().EnumerateMatches(text))
        {
            known.Add(text.AsSpan(word.Index, word.Length));
        }
    }

    /// <summary>The persons named in the records that flags point at, and those whom the subjects are or stand for.</summary>
    /// <param name="everybody">Of <see cref="AmongAsync"/>; null where the texts name nobody but those.</param>
    public static async Task<PersonNames> OfAsync(
        NpgsqlConnection connection, string kind, IReadOnlyList<string> codes, IEnumerable<IReadOnlyList<string>> evidence, HashSet<string>? everybody, CancellationToken ct)
    {
        var names = new PersonNames(everybody ?? []);
        var keys = evidence.SelectMany(e => e).Concat(kind == SubjectKind.Application ? codes.Select(c => "subsidy:" + c) : [])
            .Distinct(StringComparer.Ordinal).Select(k => k.Split(':', 2)).Where(k => k.Length == 2).ToLookup(k => k[0], k => k[1]);
        foreach (var (stream, key, code, name) in _parties)
        {
            if (keys[stream].ToArray() is { Length: > 0 } mine)
            {
                // Names of tables and columns are those above.
                var isPerson = code is null ? $"{name} ~ $2" : $"({code} like 'p\\_%' or {code} is null and {name} ~ $2)";
                await names.ReadAsync(connection, $"select '{stream}:' || {key}, {name}, {(code is null ? "false" : $"coalesce({code} like 'p\\_%', false)")} from record.{stream} where {key} = any($1) and {isPerson}", mine, FormPattern, ct);
            }
        }

        if (codes.Where(Personal.IsToken).ToArray() is { Length: > 0 } persons)
        {
            foreach (var (stream, _, code, name) in _parties.Where(p => p.Code is not null))
            {
                await names.ReadAsync(connection, $"select distinct {code}, {name}, true from record.{stream} where {code} = any($1) and {code} like 'p\\_%' and {name} is not null", persons, null, ct);
            }
        }

        return names;
    }

    private async Task ReadAsync(NpgsqlConnection connection, string sql, string[] keys, string? form, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new() { Value = keys });
        if (form is not null)
        {
            command.Parameters.Add(new() { Value = form });
        }

        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var name = reader.GetString(1);
            if (!IsName(name))
            {
                continue;
            }

            if (!_byRecord.TryGetValue(reader.GetString(0), out var known))
            {
                _byRecord.Add(reader.GetString(0), known = new HashSet<string>(StringComparer.Ordinal));
            }

            known.Add(name);
            if (reader.GetBoolean(2))
            {
                _coded.Add(name);
            }
        }
    }

    /// <summary>A text about a subject, resting on these records, without the names of persons.</summary>
    public string Mask(string text, string subject, IEnumerable<string> evidence)
    {
        foreach (var name in Named(text, subject, evidence).Distinct(StringComparer.Ordinal).OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal))
        {
            // A person known by a code is hidden wherever the name stands; a payee who only may be one, only where the name stands by itself.
            text = _coded.Contains(name)
                ? text.Replace(name, Personal.MaskName(name), StringComparison.Ordinal)
                : Regex.Replace(text, $@"(?<!\p{{IsCJKUnifiedIdeographs}}){Regex.Escape(name)}(?!\p{{IsCJKUnifiedIdeographs}})", Personal.MaskName(name));
        }

        // Whose row is not shown is hidden only where the name stands by itself: somebody of that name, in some record, is no reason to cut into a longer word.
        return NamesOthers(text) ? Alone().Replace(text, m => _everybody.Contains(m.Value) ? Personal.MaskName(m.Value) : m.Value) : text;
    }

    private IEnumerable<string> Named(string text, string subject, IEnumerable<string> evidence) =>
        evidence.Prepend(subject).Prepend("subsidy:" + subject).Where(_byRecord.ContainsKey).SelectMany(k => _byRecord[k]).Where(n => text.Contains(n, StringComparison.Ordinal));

    private bool NamesOthers(string text)
    {
        if (_everybody.Count > 0)
        {
            var everybody = _everybody.GetAlternateLookup<ReadOnlySpan<char>>();
            foreach (var word in Alone().EnumerateMatches(text))
            {
                if (everybody.Contains(text.AsSpan(word.Index, word.Length)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same for the texts within a JSON value. Names of its properties and its numbers are no texts about anybody.</summary>
    public string MaskJson(string json, string subject, IEnumerable<string> evidence)
    {
        // PostgreSQL writes letters as they are; most details name nobody and need not be taken apart.
        var records = evidence as IReadOnlyList<string> ?? [.. evidence];
        if ((!Named(json, subject, records).Any() && !NamesOthers(json)) || JsonNode.Parse(json) is not { } node)
        {
            return json;
        }

        return Masked(node)!.ToJsonString(_json);

        JsonNode? Masked(JsonNode? of) => of switch
        {
            JsonObject properties => new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Masked(p.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Masked)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Mask(value.GetValue<string>(), subject, records)),
            _ => of?.DeepClone(),
        };
    }

    // What stands where a name should: a figure, a letter, the token itself. To look for it everywhere would harm every text.
    private static bool IsName(string text) => text.Length > 1 && text.Any(char.IsLetter) && !Personal.IsToken(text);

    private static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const string FormPattern = "^[\u4e00-\u9fff]{2,4}$";

    [GeneratedRegex(FormPattern)]
    private static partial Regex Form();

    [GeneratedRegex("(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])")]
    private static partial Regex Alone();
}
