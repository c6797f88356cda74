using System.Globalization;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Records;
using FundWatch.Data.Names;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>The records that evidence keys (stream:natural_key) point at.</summary>
internal sealed class EvidenceReader(NpgsqlConnection connection)
{
    private const int Before = 2; // the key and the source stand before the columns

    /// <param name="kind">Of the subject that the evidence is about.</param>
    /// <returns>In the order of the keys; a record that is no longer there is left out. Where several sources have a key, the subject's records stand for it, or all if none is the subject's; of a register, the newest.</returns>
    public async Task<IReadOnlyList<EvidenceRow>> ReadAsync(string kind, string code, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var rows = new Dictionary<string, List<EvidenceRow>>(StringComparer.Ordinal);
        foreach (var stream in keys.GroupBy(k => k.Split(':', 2)[0]))
        {
            if (RecordStreams.Find(stream.Key) is { } known)
            {
                await ReadAsync(kind, code, known, stream.Select(k => k[(stream.Key.Length + 1)..]).ToArray(), rows, ct);
            }
        }

        var found = keys.Where(rows.ContainsKey).SelectMany(k => rows[k]).ToList();
        var personal = await Personal.OfAsync(connection, found.SelectMany(r => r.Cells).Select(c => c.Value), ct);
        return found.Select(r => r with { Key = personal.Mask(r.Key), Cells = r.Cells.Select(personal.Mask).ToList() }).ToList();
    }

    private async Task ReadAsync(string kind, string code, RecordStream stream, string[] keys, Dictionary<string, List<EvidenceRow>> rows, CancellationToken ct)
    {
        var found = new List<(string Natural, int Source, List<EvidenceCell> Cells, string? Currency, bool IsOfSubject)>();
        await using var command = new NpgsqlCommand(
            $"select {KeyOf(stream)}, source_id, {string.Join(", ", stream.Columns.Select(c => c.Name))}, (select s.currency from ingest.source s where s.source_id = r.source_id), $2 = any({RecordCurrencies.CodesOf(kind, stream.Name)}) from record.{stream.Name} r where {KeyOf(stream)} = any($1) order by recorded_from, source_id", connection);
        command.Parameters.Add(new() { Value = keys });
        command.Parameters.Add(new() { Value = code });
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                found.Add((reader.GetString(0), reader.GetInt32(1), Cells(stream, reader), reader.Text(stream.Columns.Count + Before), !reader.IsDBNull(stream.Columns.Count + Before + 1) && reader.GetBoolean(stream.Columns.Count + Before + 1)));
            }
        }

        found = [.. found.GroupBy(r => r.Natural).SelectMany(g => stream.IsReference ? g.TakeLast(1) : g.Any(r => r.IsOfSubject) ? g.Where(r => r.IsOfSubject) : g)];

        var linked = await LinkedNames.OfAsync(connection, stream.Name, found.Select(r => (r.Source, r.Cells)), ct);
        EvenMoney.Align(stream, [.. found.Select(r => r.Cells)]);
        foreach (var (natural, source, cells, currency, _) in found)
        {
            EvenMoney.SayCurrency(stream, cells, currency);
            var record = $"{stream.Name}:{natural}";
            (rows.TryGetValue(record, out var known) ? known : rows[record] = []).Add(new EvidenceRow(stream.Name, natural, linked.On(source, cells), record));
        }
    }

    /// <summary>The key of a row as evidence writes it. Names come from the contract, never from a key; one of several columns has '|' between them.</summary>
    internal static string KeyOf(RecordStream stream) =>
        string.Join(" || '|' || ", stream.Key.Select(c => stream.Key.Count == 1 && c.Type != ColumnType.Date ? c.Name : $"coalesce({c.Name}::text, '')"));

    /// <summary>The filled cells of a row whose columns stand behind two others.</summary>
    internal static List<EvidenceCell> Cells(RecordStream stream, NpgsqlDataReader reader)
    {
        var cells = new List<EvidenceCell>();
        for (var i = 0; i < stream.Columns.Count; i++)
        {
            if (reader.IsDBNull(i + Before))
            {
                continue;
            }

            var column = stream.Columns[i];
            var value = Text(reader.GetValue(i + Before));
            // A party may be a natural person; the contract has no column type that says so.
            var person = PersonNames.IsPerson(stream.Name, column.Name, value, code => Cell(stream, reader, code));
            cells.Add(new EvidenceCell(column.Name, column.ChineseHeader, English(column.Name), person ? Personal.MaskName(value) : value, column.IsPersonal || person));
        }

        return cells;
    }

    private static string? Cell(RecordStream stream, NpgsqlDataReader reader, string column)
    {
        var at = stream.Columns.Select(c => c.Name).ToList().IndexOf(column) + Before;
        return reader.IsDBNull(at) ? null : reader.GetString(at);
    }

    private static string Text(object value) => value switch
    {
        decimal number => PeopleFormat.Number(number),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0, Kind: DateTimeKind.Unspecified } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => Moment(moment.ToUniversalTime().AddHours(8)),
        string[] list => string.Join("；", list),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    // Stored moments are shown as the clock in China showed them, as finely as the file had them. A day that came without an hour is stored as its midnight.
    private static string Moment(DateTime local) =>
        local.ToString(local.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : local.Ticks % TimeSpan.TicksPerMinute == 0 ? "yyyy-MM-dd HH:mm" : local.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss"
            : "yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

    private static string English(string column) => char.ToUpperInvariant(column[0]) + column[1..].Replace('_', ' ');
}
