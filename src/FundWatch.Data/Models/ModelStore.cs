using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using FundWatch.Core;
using FundWatch.Data.Features;
using FundWatch.Data.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Models;

/// <summary>The registry of trained models. A version's bytes and manifest never change; only its alias does.</summary>
public sealed class ModelStore(FundWatchDatabase database, TimeProvider clock)
{
    private const string Columns = """
        model_version_id, feature_set, name, detector, version, alias, manifest, sha256, octet_length(bytes), trained_by, trained_at, promoted_by, promoted_at
        """;

    /// <summary>All versions, or those of one name; newest first within a name.</summary>
    public Task<IReadOnlyList<ModelVersion>> ListAsync(string? name, CancellationToken ct) => QueryAsync(
        $"select {Columns} from model.version where $1::text is null or name = $1 order by name, version desc", [Text(name)], ct);

    public async Task<ModelVersion?> ChampionAsync(string name, CancellationToken ct) =>
        (await QueryAsync($"select {Columns} from model.version where name = $1 and alias = 'champion'", [Text(name)], ct)).FirstOrDefault();

    /// <param name="label"><c>name@version</c>, or a name alone for its champion (without one, its newest).</param>
    /// <exception cref="ProblemException">There is no such version.</exception>
    public async Task<ModelVersion> GetAsync(string label, CancellationToken ct)
    {
        var parts = label.Split('@');
        var version = parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        var found = parts.Length == 2 && version is null ? [] : await QueryAsync($"""
            select {Columns} from model.version where name = $1 and ($2::int is null or version = $2)
            order by alias is not distinct from 'champion' desc, version desc limit 1
            """, [Text(parts[0]), new() { Value = (object?)version ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer }], ct);
        return found.FirstOrDefault() ?? throw new ProblemException(
            $"没有模型“{label}”。用 `fundwatch models list` 查看。", $"There is no model \"{label}\". `fundwatch models list` shows them.");
    }

    /// <summary>The stored bytes, checked against their hash.</summary>
    public async Task<byte[]> BytesAsync(ModelVersion version, CancellationToken ct)
    {
        await using var command = database.App.CreateCommand("select bytes from model.version where model_version_id = $1");
        command.Parameters.Add(new() { Value = version.Id });
        var bytes = (byte[])(await command.ExecuteScalarAsync(ct))!;
        return Convert.ToHexStringLower(SHA256.HashData(bytes)) == version.Sha256
            ? bytes
            : throw new ProblemException(
                $"模型 {version.Label} 的内容与登记的校验值不符，不予使用。请重新训练。",
                $"The bytes of model {version.Label} do not match their registered hash; it is not used. Train it again.");
    }

    /// <summary>
    /// Files a model. Bytes equal to the newest version's, from the same features, are not filed again: the newest is returned. The first version of a name becomes
    /// champion at once, recorded as such; a later one becomes the challenger.
    /// </summary>
    public async Task<(ModelVersion Version, bool IsNew)> FileAsync(string name, string detector, byte[] bytes, ModelManifest manifest, FeatureSet set, string trainedBy, CancellationToken ct)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(hashtext('model.version'), hashtext($1))", [Text(name)], ct);
        var newest = (await QueryAsync(connection, $"select {Columns} from model.version where name = $1 order by version desc limit 1", [Text(name)], ct)).FirstOrDefault();
        if (newest?.Sha256 == sha256 && newest.UnfitFor(set) is null)
        {
            return (newest, false);
        }

        await ExecuteAsync(connection, "update model.version set alias = null where name = $1 and alias = 'challenger'", [Text(name)], ct);
        var filed = await QueryAsync(connection, $"""
            insert into model.version (feature_set, name, detector, version, alias, manifest, bytes, sha256, trained_by, trained_at, promoted_by, promoted_at)
            select $1, $2, $3, $4, case when has_champion then 'challenger' else 'champion' end, $5::jsonb, $6, $7, $8, $9,
                   case when not has_champion then 'first version' end, case when not has_champion then $9 end
            from (select exists (select from model.version where name = $2 and alias = 'champion') as has_champion) known
            returning {Columns}
            """, [
                Text(manifest.FeatureSet), Text(name), Text(detector), new() { Value = (newest?.Version ?? 0) + 1 },
                Text(JsonSerializer.Serialize(manifest, ModelManifest.Json)), new() { Value = bytes }, Text(sha256), Text(trainedBy),
                new() { Value = clock.GetUtcNow() },
            ], ct);
        await transaction.CommitAsync(ct);
        return (filed[0], true);
    }

    /// <summary>Makes a version the champion. Whoever trained it may not promote it.</summary>
    /// <exception cref="ProblemException">It is the champion already, or the same person trained it.</exception>
    public async Task<ModelVersion> PromoteAsync(ModelVersion version, string promotedBy, CancellationToken ct)
    {
        if (version.Alias == ModelVersion.Champion)
        {
            throw new ProblemException($"{version.Label} 已在使用。", $"{version.Label} is the champion already.");
        }

        if (version.TrainedBy == promotedBy)
        {
            throw new ProblemException(
                $"{version.Label} 由 {promotedBy} 训练，须由另一人启用。", $"{version.Label} was trained by {promotedBy}; another person must promote it.");
        }

        return await MakeChampionAsync(version, promotedBy, isRollBack: false, ct);
    }

    /// <summary>Back to the champion before the present one, which thereby is not one to come back to. Who promoted either of them stays.</summary>
    /// <exception cref="ProblemException">There was none.</exception>
    public async Task<ModelVersion> RollBackAsync(string name, string by, CancellationToken ct)
    {
        var before = await QueryAsync($"""
            select {Columns} from model.version
            where name = $1 and alias is distinct from 'champion' and promoted_at is not null order by promoted_at desc limit 1
            """, [Text(name)], ct);
        if (before.Count == 0)
        {
            await GetAsync(name, ct); // a name that there is not is called that
            throw new ProblemException($"{name} 没有更早启用过的版本。", $"{name} has no earlier champion to go back to.");
        }

        return await MakeChampionAsync(before[0], by, isRollBack: true, ct);
    }

    // The trail's event is of the same transaction: no version comes into use unrecorded.
    private async Task<ModelVersion> MakeChampionAsync(ModelVersion version, string by, bool isRollBack, CancellationToken ct)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(by);
        var now = clock.GetUtcNow();
        await using var connection = await database.App.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(hashtext('model.version'), hashtext($1))", [Text(version.Name)], ct);
        var replaced = await QueryAsync(connection, $"""
            update model.version set alias = null, promoted_at = case when $2 then null else promoted_at end where name = $1 and alias = 'champion' returning {Columns}
            """, [Text(version.Name), new() { Value = isRollBack }], ct);
        var champion = await QueryAsync(connection, $"""
            update model.version set alias = 'champion', promoted_by = case when $4 then promoted_by else $2 end, promoted_at = case when $4 then promoted_at else $3 end
            where model_version_id = $1 returning {Columns}
            """, [new() { Value = version.Id }, Text(by), new() { Value = now }, new() { Value = isRollBack }], ct);
        var payload = new { model = version.Label, sha256 = version.Sha256, trained_by = version.TrainedBy, replaces = replaced.FirstOrDefault()?.Label };
        await ExecuteAsync(connection, "insert into review.trail (event, actor, at, payload) values ($1, $2, $3, $4)",
            [Text(isRollBack ? "rollback" : "promote"), Text(by), new() { Value = now }, Text(JsonSerializer.Serialize(payload))], ct);
        await transaction.CommitAsync(ct);
        return champion[0];
    }

    private async Task<IReadOnlyList<ModelVersion>> QueryAsync(string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var connection = await database.App.OpenConnectionAsync(ct);
        return await QueryAsync(connection, sql, parameters, ct);
    }

    private static async Task<IReadOnlyList<ModelVersion>> QueryAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var versions = new List<ModelVersion>();
        while (await reader.ReadAsync(ct))
        {
            versions.Add(new ModelVersion(
                reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.IsDBNull(5) ? null : reader.GetString(5),
                JsonSerializer.Deserialize<ModelManifest>(reader.GetString(6), ModelManifest.Json)!, reader.GetString(7), reader.GetInt32(8),
                reader.GetString(9), reader.GetFieldValue<DateTimeOffset>(10), reader.IsDBNull(11) ? null : reader.GetString(11),
                reader.IsDBNull(12) ? null : reader.GetFieldValue<DateTimeOffset>(12)));
        }

        return versions;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, NpgsqlParameter[] parameters, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
