using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>Evidence keys that several sources use: what a lead and another have in common under such a key may be the number alone.</summary>
internal sealed class AlikeKeys(string subjectKind, string subjectCode)
{
    private readonly Dictionary<string, List<Record>> _records = new(StringComparer.Ordinal);

    /// <param name="Codes">By kind, the subjects whose record it is.</param>
    private sealed record Record(Dictionary<string, string?[]> Codes);

    /// <param name="kind">Of the subject of the lead that is compared with others.</param>
    /// <param name="keys">What it has in common with any about another subject: those about its own rest on the same records.</param>
    public static async Task<AlikeKeys> OfAsync(NpgsqlConnection connection, string kind, string code, IEnumerable<string> keys, CancellationToken ct)
    {
        var alike = new AlikeKeys(kind, code);
        foreach (var stream in keys.Distinct(StringComparer.Ordinal).GroupBy(k => k.Split(':', 2)[0]))
        {
            if (RecordStreams.Find(stream.Key) is { IsReference: false } known) // of a register the newest stands for all
            {
                await alike.AddAsync(connection, known, [.. stream.Select(k => k[(stream.Key.Length + 1)..])], ct);
            }
        }

        return alike;
    }

    /// <summary>Whether the key stands for a record that is evidence of the lead and of one about another subject.</summary>
    public bool IsOneRow(string key, string kind, string code) => (kind, code) == (subjectKind, subjectCode) || !_records.TryGetValue(key, out var records) || EvidenceOf(records, subjectKind, subjectCode).Intersect(EvidenceOf(records, kind, code)).Any();

    // As EvidenceReader chooses them.
    private static IEnumerable<Record> EvidenceOf(List<Record> records, string kind, string code) => records.Exists(r => IsOf(r, kind, code)) ? records.Where(r => IsOf(r, kind, code)) : records;

    private static bool IsOf(Record record, string kind, string code) => record.Codes.TryGetValue(kind, out var codes) && codes.Contains(code);

    private async Task AddAsync(NpgsqlConnection connection, RecordStream stream, string[] keys, CancellationToken ct)
    {
        var key = EvidenceReader.KeyOf(stream);
        await using var command = new NpgsqlCommand($"""
            select k.key, {string.Join(", ", SubjectKind.All.Select(kind => RecordCurrencies.CodesOf(kind, stream.Name)))}
            from (select {key} as key, r.*, count(*) over (partition by {key}) as sources from record.{stream.Name} r where {key} = any($1)) k where sources > 1
            """, connection);
        command.Parameters.Add(new() { Value = keys });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var record = new Record(SubjectKind.All.Select((kind, i) => (kind, Codes: reader.GetFieldValue<string?[]>(i + 1))).ToDictionary(c => c.kind, c => c.Codes));
            var name = $"{stream.Name}:{reader.GetString(0)}";
            (_records.TryGetValue(name, out var known) ? known : _records[name] = []).Add(record);
        }
    }
}
