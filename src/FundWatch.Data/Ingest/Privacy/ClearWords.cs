using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Core.Leads;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>
/// What an earlier version wrote about records with persons' numbers in clear: flags, scores, leads, reasons, reports. Where records are named, their new tokens take the place of
/// the numbers, so that a lead stays the lead it is; where people read, the number is masked.
/// </summary>
internal sealed partial class ClearWords(NpgsqlConnection connection, Tokens tokens)
{
    private enum Kind { Names, NamesList, NamesJson, Words, WordsJson }

    private sealed record Column(string Name, Kind Kind);

    private static readonly (string Table, Column[] Columns)[] _tables =
    [
        ("rule.flag", [new("subject_code", Kind.Names), new("item_key", Kind.Names), new("evidence", Kind.NamesList), new("detail", Kind.NamesJson)]),
        ("rule.state", [new("subject_code", Kind.Names)]),
        ("model.score", [new("subject_code", Kind.Names), new("subject_name", Kind.Names), new("evidence", Kind.NamesList)]),
        ("ingest.name_link", [new("code", Kind.Names), new("written_name", Kind.Names), new("registered_name", Kind.Names)]),
        ("review.lead", [new("subject_code", Kind.Names), new("evidence_keys", Kind.NamesList), new("subject_name", Kind.Words), new("reasons_zh", Kind.Words), new("reasons_en", Kind.Words)]),
        ("review.lead_part", [new("evidence", Kind.NamesList), new("reason_zh", Kind.Words), new("reason_en", Kind.Words), new("detail", Kind.WordsJson)]),
        ("ingest.rejected_row", [new("message_zh", Kind.Words), new("message_en", Kind.Words), new("issues", Kind.WordsJson)]),
        ("ingest.repeated_row", [new("message_zh", Kind.Words), new("message_en", Kind.Words)]),
        ("ingest.batch_report", [new("profile", Kind.WordsJson), new("findings", Kind.WordsJson)]),
        ("ingest.batch", [new("error", Kind.Words), new("error_zh", Kind.Words)]),
        ("ingest.sent_file", [new("error", Kind.WordsJson), new("report", Kind.WordsJson)]),
        ("job.run", [new("error", Kind.Words), new("error_zh", Kind.Words)]),
    ];

    /// <summary>Within a transaction, when the records are done; returns how many rows were changed.</summary>
    public async Task<long> ProtectAsync(CancellationToken ct)
    {
        long changed = 0;
        foreach (var (table, columns) in _tables)
        {
            foreach (var within in await TableStretch.OfAsync(connection, table, ct))
            {
                changed += await ProtectAsync(table, columns, within, ct);
            }
        }

        return changed;
    }

    private async Task<long> ProtectAsync(string table, Column[] columns, string within, CancellationToken ct)
    {
        var rows = new List<(string Place, string?[] Values)>();
        await using (var read = connection.Command($"""
            select ctid::text, {string.Join(", ", columns.Select(c => $"{c.Name}::text"))} from {table}
            where {within} and ({string.Join(" or ", columns.Select(c => $"{c.Name}::text ~ '[0-9]{"{15}"}'"))})
            """))
        await using (var reader = await read.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add((reader.GetString(0), [.. Enumerable.Range(1, columns.Length).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))]));
            }
        }

        var known = await KnownAsync(rows.SelectMany(r => r.Values).OfType<string>().SelectMany(v => LongNumber().Matches(v).Select(m => m.Value)).Distinct(), ct);
        long changed = 0;
        foreach (var (place, values) in rows)
        {
            var after = values.Select((v, i) => v is null ? null : After(v, columns[i].Kind, known)).ToArray();
            if (!after.SequenceEqual(values))
            {
                await WriteAsync(table, columns, place, after, ct);
                changed++;
            }
        }

        return changed;
    }

    private static string After(string text, Kind kind, IReadOnlyDictionary<string, string> known) => kind switch
    {
        Kind.Names or Kind.NamesList => Named(text, known),
        Kind.NamesJson => JsonText().Replace(text, m => Named(m.Value, known)),
        Kind.WordsJson => JsonText().Replace(text, m => PersonalNumbers.Mask(m.Value)),
        _ => PersonalNumbers.Mask(text),
    };

    // As records have it: a token touches no letter, digit or hyphen.
    private static string Named(string text, IReadOnlyDictionary<string, string> known) => LongNumber().Replace(text, m => !known.TryGetValue(m.Value, out var token) ? m.Value
        : $"{(m.Index > 0 && Tokens.MayNotTouch(text[m.Index - 1]) ? " " : "")}{token}{(m.Index + m.Length < text.Length && Tokens.MayNotTouch(text[m.Index + m.Length]) ? " " : "")}");

    // Of numbers that may be a person's, those whose person is in the vault: records have their tokens.
    private async Task<IReadOnlyDictionary<string, string>> KnownAsync(IEnumerable<string> numbers, CancellationToken ct)
    {
        var candidates = numbers.Where(n => PersonalNumbers.Mask(n) != n).ToDictionary(n => n, tokens.Of);
        await using var read = connection.Command("select token from vault.personal where token = any($1)", (object)candidates.Values.Distinct().ToArray());
        var found = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await read.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0));
        }

        return candidates.Where(c => found.Contains(c.Value)).ToDictionary();
    }

    // Where two spellings of one person become one, what is said twice goes.
    private async Task WriteAsync(string table, Column[] columns, string place, string?[] values, CancellationToken ct)
    {
        var set = string.Join(", ", columns.Select((c, i) => $"{c.Name} = ${i + 1}::{TypeOf(c.Kind)}"));
        await RunAsync("savepoint one", [], ct);
        try
        {
            await RunAsync($"update {table} set {set} where ctid = '{place}'", values, ct);
            if (table == "review.lead")
            {
                await NameLeadAsync(values[0]!, ct);
            }

            await RunAsync("release savepoint one", [], ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await RunAsync("rollback to savepoint one", [], ct);
            await RunAsync($"delete from {table} where ctid = '{place}'", [], ct);
        }
    }

    // The fingerprint of a number in clear would tell the number to whoever tries them all. Of two leads that are about one person now, one keeps to itself: nothing supports it any
    // more, and the next scoring closes it.
    private async Task NameLeadAsync(string subject, CancellationToken ct)
    {
        var leads = new List<(long Id, string Fingerprint, string Other)>();
        await using (var read = connection.Command("select lead_id, scheme, subject_kind from review.lead where subject_code = $1", subject))
        await using (var reader = await read.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var (id, scheme, kind) = (reader.GetInt64(0), reader.GetString(1), reader.GetString(2));
                leads.Add((id, Fingerprint.Of(scheme, kind, subject), Fingerprint.Of(scheme, kind, $"{subject}/{id}")));
            }
        }

        foreach (var (id, fingerprint, other) in leads)
        {
            await using var name = connection.Command("""
                update review.lead set fingerprint = case when exists (select from review.lead where fingerprint = $2) then $3 else $2 end where lead_id = $1 and fingerprint not in ($2, $3)
                """, id, fingerprint, other);
            await name.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task RunAsync(string sql, string?[] values, CancellationToken ct)
    {
        await using var command = connection.Command(sql, [.. values.Select(v => (object?)v ?? DBNull.Value)]);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static string TypeOf(Kind kind) => kind switch { Kind.NamesList => "text[]", Kind.NamesJson or Kind.WordsJson => "jsonb", _ => "text" };

    [GeneratedRegex("(?<![0-9])(?:[0-9]{17}[Xx](?![0-9A-Za-z])|[0-9]{15,19}(?![0-9]))")]
    private static partial Regex LongNumber();

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex JsonText();
}
