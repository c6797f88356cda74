using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>The currencies of what is found about subjects: those of the records it rests on, whatever else the subjects have.</summary>
internal sealed class RecordCurrencies(NpgsqlConnection connection)
{
    private static readonly Dictionary<string, (string Stream, string Column)[]> _homes = new()
    {
        [SubjectKind.Organisation] = [("reception", "org_code"), ("canteen_payment", "canteen_code"), ("project", "owner_code"), ("subsidy", "department_code"), ("meal_purchase", "school_code")],
        [SubjectKind.Company] = [("project", "supplier_code"), ("bid", "bidder_code"), ("subsidy", "applicant_code"), ("meal_purchase", "supplier_code")],
        [SubjectKind.Project] = [("project", "project_id"), ("bid", "project_id"), ("project_event", "project_id")],
        [SubjectKind.Application] = [("subsidy", "application_id"), ("fund_use", "application_id")],
        [SubjectKind.Person] = [("subsidy", "applicant_code")],
    };

    private readonly Dictionary<string, string?> _lists = new(StringComparer.Ordinal);
    private bool? _any;

    /// <summary>The subjects of one kind whose record a row of the stream is, as SQL. Two sources may use the same number for records of two subjects.</summary>
    internal static string CodesOf(string kind, string stream) => $"array[{string.Join(", ", _homes[kind].Where(h => h.Stream == stream).Select(h => h.Column))}]::text[]";

    /// <summary>Whether the rows of a stream say whose record they are, other than by their own key.</summary>
    internal static bool HasOwners(string kind, RecordStream stream) => _homes[kind].Any(h => h.Stream == stream.Name && stream.Key.All(k => k.Name != h.Column));

    /// <param name="codes">Subjects of one kind.</param>
    /// <param name="evidence">Keys of all records that anything about them rests on.</param>
    /// <returns>Null where no source is in a currency but yuan.</returns>
    public async Task<FoundCurrencies?> OfAsync(string kind, IReadOnlyCollection<string> codes, IEnumerable<string> evidence, CancellationToken ct)
    {
        if (!(_any ??= await AnyAsync(ct)))
        {
            return null;
        }

        var found = new FoundCurrencies();
        foreach (var keys in evidence.Distinct(StringComparer.Ordinal).GroupBy(k => k.Split(':', 2)[0]))
        {
            // Registers and prices are held against records; the amounts that are found are not theirs.
            if (RecordStreams.Find(keys.Key) is { IsReference: false } stream)
            {
                await AddRecordsAsync(found, kind, stream, [.. keys.Select(k => k[(stream.Name.Length + 1)..])], ct);
            }
        }

        await AddSubjectsAsync(found, kind, codes, ct);
        return found;
    }

    /// <summary>The currencies of a list of prices or standards.</summary>
    public async Task<string?> OfListAsync(RecordStream list, CancellationToken ct)
    {
        if (!_lists.TryGetValue(list.Name, out var currency))
        {
            await using var command = new NpgsqlCommand($"select s.currency from ingest.source s where exists (select from record.{list.Name} r where r.source_id = s.source_id)", connection);
            var all = new List<string?>();
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                all.Add(reader.Text(0));
            }

            _lists[list.Name] = currency = Currencies.Join(all);
        }

        return currency;
    }

    private async Task AddRecordsAsync(FoundCurrencies found, string kind, RecordStream stream, string[] keys, CancellationToken ct)
    {
        var money = stream.Columns.Where(c => c.Type == ColumnType.Money).Select(c => c.Name).ToList();
        await using var command = new NpgsqlCommand($"""
            select r.key, s.currency, r.has_money, r.codes from (
                select {EvidenceReader.KeyOf(stream)} as key, source_id, {(money.Count == 0 ? "false" : $"num_nonnulls({string.Join(", ", money)}) > 0")} as has_money,
                       {CodesOf(kind, stream.Name)} as codes
                from record.{stream.Name} where {EvidenceReader.KeyOf(stream)} = any($1)) r
            join ingest.source s using (source_id)
            """, connection);
        command.Parameters.Add(new() { Value = keys });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add($"{stream.Name}:{reader.GetString(0)}", new FoundCurrencies.Record(reader.Text(1), reader.GetBoolean(2), reader.GetFieldValue<string?[]>(3)));
        }
    }

    private async Task AddSubjectsAsync(FoundCurrencies found, string kind, IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var records = string.Join(" union all ", _homes[kind].Select(h => $"select {h.Column} as code, '{h.Stream}' as stream, source_id from record.{h.Stream} where {h.Column} = any($1)"));
        await using var command = new NpgsqlCommand($"""
            select distinct r.code, r.stream, s.currency from (select distinct code, stream, source_id from ({records}) a) r join ingest.source s using (source_id)
            """, connection);
        command.Parameters.Add(new() { Value = codes.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0), reader.GetString(1), reader.Text(2));
        }
    }

    private async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from ingest.source where currency is not null)", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}

/// <summary>What <see cref="RecordCurrencies"/> has read of some subjects and of the evidence about them.</summary>
internal sealed class FoundCurrencies
{
    // Rules name at most 40 or 50 records of those they have added up.
    private const int Cut = 40;

    private readonly Dictionary<string, List<Record>> _records = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(string Stream, string? Currency)>> _subjects = new(StringComparer.Ordinal);

    /// <param name="Codes">Subjects whose record it is.</param>
    internal sealed record Record(string? Currency, bool HasMoney, IReadOnlyList<string?> Codes);

    /// <summary>Of a subject's records in one stream, or in all where it has none there, as <see cref="Currencies.Join"/> writes it.</summary>
    public string? OfSubject(string code, string stream)
    {
        var all = _subjects.GetValueOrDefault(code) ?? [];
        return Currencies.Join(all.Where(r => r.Stream == stream || !all.Exists(o => o.Stream == stream)).Select(r => r.Currency));
    }

    /// <summary>Of the records that something rests on, as <see cref="Currencies.Join"/> writes it; where any has amounts, only of those that have.</summary>
    /// <param name="stream">What it is about, for evidence of which not all is named.</param>
    public string? OfEvidence(string code, string stream, IReadOnlyList<string> evidence)
    {
        var records = evidence.SelectMany(key => Named(key, code)).ToList();
        var amounts = records.Any(r => r.HasMoney) ? records.Where(r => r.HasMoney) : records;
        return records.Count == 0 ? OfSubject(code, stream)
            : Currencies.Join(amounts.Select(r => r.Currency).Concat(evidence.Count >= Cut ? [OfSubject(code, stream)] : []));
    }

    public void Add(string key, Record record) => (_records.TryGetValue(key, out var known) ? known : _records[key] = []).Add(record);

    public void Add(string code, string stream, string? currency) => (_subjects.TryGetValue(code, out var known) ? known : _subjects[code] = []).Add((stream, currency));

    // Two sources may use the same number for records of two subjects.
    private IEnumerable<Record> Named(string key, string code)
    {
        var records = _records.GetValueOrDefault(key) ?? [];
        return records.Count > 1 && records.Any(r => r.Codes.Contains(code)) ? records.Where(r => r.Codes.Contains(code)) : records;
    }
}
