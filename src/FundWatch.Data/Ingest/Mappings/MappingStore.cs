using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>
/// Mappings kept under a name, each version with who and when; and which of them a source's files with the same headers were last read through. A name
/// saved here hides a mapping of the program with the same name. Nothing is deleted: a removed name is out of use.
/// </summary>
public sealed class MappingStore(FundWatchDatabase db, TimeProvider clock)
{
    private const string Columns = "name, version, stream, body, saved_by, saved_at";

    /// <summary>Those in use, by name.</summary>
    public async Task<IReadOnlyList<SavedMapping>> ListAsync(CancellationToken ct)
    {
        await using var command = db.App.CreateCommand($"select distinct on (name) {Columns} from ingest.mapping where removed_at is null order by name, version desc");
        var saved = await ReadAsync(command, ct);
        return [.. saved.Concat(BuiltInMappings.All.Where(b => saved.All(s => s.Name != b.Name))).OrderBy(m => m.Name, StringComparer.Ordinal)];
    }

    /// <summary>The version in use, or the one asked for.</summary>
    public async Task<SavedMapping?> FindAsync(string name, int? version, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand(
            $"select {Columns} from ingest.mapping where name = $1 and (version = $2 or ($2 is null and removed_at is null)) order by version desc limit 1");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        return (await ReadAsync(command, ct)).FirstOrDefault() ?? BuiltInMappings.All.FirstOrDefault(b => b.Name == name && version is null or 0);
    }

    /// <inheritdoc cref="SaveAsync(string, byte[], string, string, CancellationToken, bool, int?)"/>
    public Task<SavedMapping> SaveAsync(string name, string file, string actor, CancellationToken ct, bool takeOver = true) => SaveAsync(name, Mapping.ReadText(file), file, actor, ct, takeOver);

    /// <summary>Keeps a mapping as the next version of its name; the same text again is no new version.</summary>
    /// <param name="takeOver">The name may be one of the program's, or that of a mapping for another stream: whoever reads through it gets this one from now on.</param>
    /// <param name="replaces">The version that a person has agreed to replace, 0 where the name is to be a free one; null where nobody is asked.</param>
    /// <exception cref="FileRefused"><c>bad_mapping</c>, <c>bad_name</c>, <c>name_of_program</c>, <c>name_of_other_stream</c>, <c>name_taken</c>.</exception>
    public async Task<SavedMapping> SaveAsync(string name, byte[] json, string origin, string actor, CancellationToken ct, bool takeOver = true, int? replaces = null)
    {
        if (name.Length is 0 or > 60 || name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || !name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') || name[0] is '-' or '.')
        {
            throw new FileRefused("bad_name", $"“{name}”不能用作映射名称：只用文字、数字、- _ .，不超过 60 个字，不以 .json 结尾。",
                $"'{name}' cannot be a mapping's name: letters, digits, - _ . only, at most 60, not ending in .json.");
        }

        var (stream, body) = (Mapping.ParseWhole(json, origin).Stream, Encoding.UTF8.GetString(json).TrimStart('\uFEFF'));
        await using var connection = await db.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand("select pg_advisory_xact_lock(hashtextextended('mapping:' || $1, 0))", connection))
        {
            wait.Parameters.Add(new() { Value = name });
            await wait.ExecuteNonQueryAsync(ct);
        }

        RefuseTaken(await FindAsync(name, null, ct), name, stream, body, takeOver, replaces);
        await using var add = new NpgsqlCommand($"""
            insert into ingest.mapping (name, version, stream, body, saved_by, saved_at)
            select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5 from ingest.mapping where name = $1
            having not exists (select from (select body, removed_at from ingest.mapping where name = $1 order by version desc limit 1) last where last.body = $3 and last.removed_at is null)
            """, connection);
        foreach (var value in new object[] { name, stream, body, actor, clock.GetUtcNow() })
        {
            add.Parameters.Add(new() { Value = value });
        }

        await add.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return (await FindAsync(name, null, ct))!;
    }

    private static void RefuseTaken(SavedMapping? inUse, string name, string stream, string body, bool takeOver, int? replaces)
    {
        if (!takeOver && BuiltInMappings.All.Any(b => b.Name == name))
        {
            throw new FileRefused("name_of_program", $"“{name}”是随程序提供的映射的名称，不能占用；请另取名称。", $"A mapping of the program is called '{name}', and its name is not to be taken. Choose another.");
        }

        if (inUse is null)
        {
            return;
        }

        var (kept, wanted) = (RecordStreams.Get(inUse.Stream), RecordStreams.Get(stream));
        if (!takeOver && kept != wanted)
        {
            throw new FileRefused("name_of_other_stream", $"“{name}”已是{kept.ChineseName}（{kept.Name}）的映射（第 {inUse.Version} 版，{Since(inUse)}），不能改为{wanted.ChineseName}的；请另取名称。",
                $"'{name}' is a mapping for {kept.EnglishName} ({kept.Name}; version {inUse.Version}, {Since(inUse)}) and does not become one for {wanted.EnglishName}. Choose another name.");
        }

        if (replaces is { } version && version != inUse.Version && inUse.Body != body)
        {
            throw new FileRefused("name_taken", $"“{name}”已有映射：{kept.ChineseName}，第 {inUse.Version} 版，{inUse.SavedBy} 于 {Since(inUse)} 保存。请另取名称；或确认替换，此后用此名称读取的文件都改用新的一版。",
                $"There is a mapping called '{name}': {kept.EnglishName}, version {inUse.Version}, saved by {inUse.SavedBy} at {Since(inUse)}. Choose another name, or confirm that it is replaced: files read through this name use the new version from then on.");
        }
    }

    private static string Since(SavedMapping mapping) => mapping.SavedAt?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";

    /// <summary>Takes a name out of use; false where none is kept under it.</summary>
    public async Task<bool> RemoveAsync(string name, string actor, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("update ingest.mapping set removed_by = $2, removed_at = $3 where name = $1 and removed_at is null");
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = actor });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>The mapping that a person names: a file, or a name it is kept under.</summary>
    /// <exception cref="FileRefused"><c>bad_mapping</c>, <c>no_such_mapping</c>.</exception>
    public async Task<NamedMapping> ResolveAsync(string fileOrName, CancellationToken ct)
    {
        if (File.Exists(fileOrName))
        {
            return new NamedMapping(null, Mapping.Read(fileOrName));
        }

        if (await FindAsync(fileOrName, null, ct) is { } saved)
        {
            return new NamedMapping(saved.Name, Mapping.ParseWhole(Encoding.UTF8.GetBytes(saved.Body), saved.Name));
        }

        var known = string.Join(", ", (await ListAsync(ct)).Select(m => m.Name));
        throw new FileRefused("no_such_mapping", $"没有映射文件 {fileOrName}，也没有保存为此名称的映射。已保存的：{known}。", $"There is no mapping file {fileOrName} and no mapping kept under that name. Kept: {known}.");
    }

    /// <summary>Remembers by which mapping a source's file with these headers was read.</summary>
    public async Task RememberAsync(string source, IReadOnlyList<string> headers, string name, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            insert into ingest.source_mapping (source_id, headers_sha256, mapping_name, used_at) select source_id, $2, $3, $4 from ingest.source where name = $1
            on conflict (source_id, headers_sha256) do update set mapping_name = excluded.mapping_name, used_at = excluded.used_at
            """);
        foreach (var value in new object[] { source, Fingerprint(headers), name, clock.GetUtcNow() })
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Mappings that this source's files were read through before, with the fingerprints of their headers; the latest first.</summary>
    internal async Task<IReadOnlyList<(string Fingerprint, NamedMapping Mapping)>> RememberedAsync(string source, CancellationToken ct)
    {
        await using var command = db.App.CreateCommand("""
            select m.headers_sha256, m.mapping_name from ingest.source_mapping m join ingest.source s using (source_id) where s.name = $1 order by m.used_at desc
            """);
        command.Parameters.Add(new() { Value = source });
        var rows = new List<(string, string)>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                rows.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        var remembered = new List<(string, NamedMapping)>();
        foreach (var (fingerprint, name) in rows)
        {
            if (await FindAsync(name, null, ct) is { } saved)
            {
                remembered.Add((fingerprint, new NamedMapping(name, Mapping.Parse(Encoding.UTF8.GetBytes(saved.Body), name))));
            }
        }

        return remembered;
    }

    /// <summary>The same for headers that differ only in spaces, marks and width.</summary>
    internal static string Fingerprint(IReadOnlyList<string> headers) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', headers.Select(h => HeaderName.Of(h).Key)))));

    private static async Task<List<SavedMapping>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        var mappings = new List<SavedMapping>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            mappings.Add(new SavedMapping(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetFieldValue<DateTimeOffset>(5)));
        }

        return mappings;
    }
}
