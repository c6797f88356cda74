using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Privacy;

/// <summary>
/// Rows of one stream in which an earlier version left persons' numbers in clear. Each field is read as a load would read it now; a row's hash follows, so that the same row is
/// unchanged when it comes again.
/// </summary>
internal sealed class ClearRows(NpgsqlConnection connection, RecordStream stream, Tokens tokens)
{
    /// <summary>Matches every text that may hold a person's number, and few others: seventeen digits with a year of birth in them, fifteen alone, a bank card.</summary>
    public const string Suspect = "[0-9]{6}(19|20)[0-9]{9}|^[0-9]{15}$|62[0-9]{14}";

    private const int Extra = 2; // ctid and warnings, before the stream's columns

    private static readonly string[] _codes = [CellIssues.Code(CellIssue.ResidentIdAsCode), CellIssues.Code(CellIssue.PersonalNumberInText)];

    // What such a cell was warned of before.
    private static readonly string[] _outdated = [CellIssues.Code(CellIssue.BadCreditCode), CellIssues.Code(CellIssue.UnlistedCode), CellIssues.Code(CellIssue.LostDigits)];

    private readonly (int Index, CellEncoder Cell)[] _cells = [.. stream.Columns.Select((column, i) => (i, new CellEncoder(stream, new ColumnSource(column, [0]))))
        .Where(c => CellKinds.Of(stream, stream.Columns[c.i]) is CellKind.CreditCode or CellKind.CodeText or CellKind.Text or CellKind.List)];
    private readonly RowContext _context = new(tokens, checkUtf8: false);
    private readonly PgBlock _field = new();

    private sealed record Change(string Place, byte[] Hash, IReadOnlyList<(string Column, string Value)> Columns, string[] Warnings);

    /// <summary>Within a transaction; returns how many rows, of the present and of the past, were changed.</summary>
    public async Task<long> ProtectAsync(CancellationToken ct)
    {
        await RunAsync($"lock table record.{stream.Name}, history.{stream.Name} in share row exclusive mode", ct);
        var tables = await TablesAsync(ct);
        await KeepVersionsAsync(tables, "disable", ct);
        long changed = 0;
        foreach (var table in tables)
        {
            changed += await ProtectAsync(table, ct);
        }

        await KeepVersionsAsync(tables, "enable", ct);
        if (changed > 0)
        {
            // What the next load would know of these rows by heart is out of date.
            await RunAsync($"delete from ingest.batch_rows r using ingest.batch b where b.batch_id = r.batch_id and b.stream = '{stream.Name}'", ct);
        }

        return changed;
    }

    // Months have triggers of their own (fw.watch_versions); the past and what repeats in a first load have none.
    private async Task KeepVersionsAsync(IReadOnlyList<string> tables, string what, CancellationToken ct)
    {
        var triggers = new List<(string Table, string Name)>();
        await using (var list = connection.Command("select tgrelid::regclass::text, tgname::text from pg_trigger where tgname in ('keep_version', 'keep_version_deleted') and tgrelid = any ($1::regclass[])", tables))
        await using (var reader = await list.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                triggers.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        foreach (var (table, name) in triggers)
        {
            await RunAsync($"alter table {table} {what} trigger {name}", ct);
        }
    }

    // Months, first loads that are not ended, and last the past: a row that must give way goes there.
    private async Task<IReadOnlyList<string>> TablesAsync(CancellationToken ct)
    {
        await using var list = connection.Command("""
            select relid::text from pg_partition_tree(('record.' || $1)::regclass) where isleaf -- empty for a stream without months
            union all
            select 'record.' || $1 from pg_class where oid = ('record.' || $1)::regclass and relkind = 'r'
            union all
            select c.oid::regclass::text from pg_class c join ingest.batch b on b.batch_id = substring(c.relname from '^b([0-9]+)_')::bigint
            where c.relnamespace = 'loading'::regnamespace and c.relkind = 'r' and b.stream = $1
            union all
            select 'history.' || $1
            """, stream.Name);
        var tables = new List<string>();
        await using var reader = await list.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }

    private async Task<long> ProtectAsync(string table, CancellationToken ct)
    {
        long changed = 0;
        foreach (var within in await TableStretch.OfAsync(connection, table, ct))
        {
            var changes = await FindAsync(table, within, ct);
            await KeepPersonsAsync(ct);
            foreach (var change in changes)
            {
                await WriteAsync(table, change, ct);
            }

            changed += changes.Count;
        }

        return changed;
    }

    private async Task<IReadOnlyList<Change>> FindAsync(string table, string within, CancellationToken ct)
    {
        var suspect = string.Join(" or ", _cells.Select(c => $"{stream.Columns[c.Index].Name} ~ '{Suspect}'"));
        using var rows = new MemoryStream();
        await using (var copy = await connection.BeginRawBinaryCopyAsync($"""
            copy (select ctid::text, array_to_string(warnings, ' '), {string.Join(", ", stream.Columns.Select(c => c.Name))} from {table}
                where {within} and ({suspect})) to stdout (format binary)
            """, ct))
        {
            await copy.CopyToAsync(rows, ct);
        }

        return Changes(rows.GetBuffer().AsSpan(0, (int)rows.Length));
    }

    private List<Change> Changes(ReadOnlySpan<byte> copy)
    {
        var changes = new List<Change>();
        var fields = new (int Start, int End)[Extra + stream.Columns.Count];
        var at = 19; // the format's own header
        while (BinaryPrimitives.ReadInt16BigEndian(copy[at..]) is var count and >= 0)
        {
            at += 2;
            for (var i = 0; i < count; i++)
            {
                var length = Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(copy[at..])); // -1: null
                fields[i] = (at, at + 4 + length);
                at += 4 + length;
            }

            if (Of(copy, fields) is { } change)
            {
                changes.Add(change);
            }
        }

        return changes;
    }

    private Change? Of(ReadOnlySpan<byte> copy, (int Start, int End)[] fields)
    {
        var columns = new List<(string, string)>();
        var warnings = Text(copy, fields[1]).Split(' ', StringSplitOptions.RemoveEmptyEntries).ToList();
        var replaced = new Dictionary<int, byte[]>();
        foreach (var (index, cell) in _cells)
        {
            var (start, end) = fields[Extra + index];
            _field.Clear();
            _context.Begin(_context.Vault);
            if (end - start > 4)
            {
                cell.EncodeCell(copy[(start + 4)..end], _field, _context);
            }

            if (_context.Refusals.Count == 0 && _context.Warnings is [var warning] && _codes.Any(c => warning.StartsWith(c, StringComparison.Ordinal)))
            {
                var name = stream.Columns[index].Name;
                replaced[index] = _field.Span(0, _field.Length).ToArray();
                columns.Add((name, Encoding.UTF8.GetString(replaced[index].AsSpan(4))));
                warnings.RemoveAll(w => w.Split(':') is [var code, var of, ..] && of == name && _outdated.Contains(code));
                warnings.Add(warning);
            }
        }

        return replaced.Count == 0 ? null : new Change(Text(copy, fields[0]), Hash(copy, fields, replaced), columns, [.. warnings]);
    }

    private byte[] Hash(ReadOnlySpan<byte> copy, (int Start, int End)[] fields, Dictionary<int, byte[]> replaced)
    {
        var hash = new XxHash128();
        for (var i = 0; i < stream.Columns.Count; i++)
        {
            var (start, end) = fields[Extra + i];
            hash.Append(replaced.TryGetValue(i, out var field) ? field : copy[start..end]);
        }

        return hash.GetHashAndReset();
    }

    private async Task KeepPersonsAsync(CancellationToken ct)
    {
        if (_context.Vault.Count > 0)
        {
            await VaultWriter.WriteAsync(connection, _context.Vault, ct);
            _context.Vault.Clear();
        }
    }

    // Two rows of a source whose keys were two spellings of one person are one row now: the one that comes second goes into the past.
    private async Task WriteAsync(string table, Change change, CancellationToken ct)
    {
        var set = string.Join(", ", change.Columns.Select((c, i) => $"{c.Column} = ${i + 3}"));
        await RunAsync("savepoint one", ct);
        try
        {
            await using var update = connection.Command($"update {table} set row_hash = $1, warnings = $2, {set} where ctid = '{change.Place}'",
                [new Guid(change.Hash, bigEndian: true), change.Warnings, .. change.Columns.Select(c => c.Value)]);
            await update.ExecuteNonQueryAsync(ct);
            await RunAsync("release savepoint one", ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await RunAsync("rollback to savepoint one", ct);
            await using var names = connection.Command("select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = format('record.%I', $1)::regclass and attnum > 0 and not attisdropped", stream.Name);
            var columns = (string)(await names.ExecuteScalarAsync(ct))!;
            await RunAsync($"with gone as (delete from {table} where ctid = '{change.Place}' returning *) insert into history.{stream.Name} ({columns}, recorded_to) select {columns}, clock_timestamp() from gone", ct);
        }
    }

    private static string Text(ReadOnlySpan<byte> copy, (int Start, int End) field) => Encoding.UTF8.GetString(copy[(field.Start + 4)..field.End]);

    private async Task RunAsync(string sql, CancellationToken ct)
    {
        await using var command = connection.Command(sql);
        await command.ExecuteNonQueryAsync(ct);
    }
}
