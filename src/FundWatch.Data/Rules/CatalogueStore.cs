using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Rules;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Rules;

/// <summary>Keeps rule.catalogue and rule.parameter in step with the rule files, writing only what differs.</summary>
public sealed class CatalogueStore(NpgsqlDataSource app)
{
    /// <summary>What rule.parameter.set_by says of a value that came from a rule file. Any other name is a person's, and is never overwritten.</summary>
    public const string FromFile = "rule file";

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Takes in the catalogue; rules whose file has gone lose their states, and their flags are cleared.</summary>
    public async Task RegisterAsync(RuleCatalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await app.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "select pg_advisory_xact_lock(hashtext('rule.catalogue'))", ct);
        foreach (var rule in catalogue.Rules)
        {
            await RegisterAsync(connection, rule, ct);
            await SeedAsync(connection, rule.Header, now, ct);
        }

        // A file that is broken today is not a rule withdrawn: what it found stays until the file is mended. A draft does not run and finds nothing.
        var kept = catalogue.Rules.Select(r => r.Header.Id).Concat(catalogue.Errors.Select(e => Path.GetFileNameWithoutExtension(e.Path)))
            .Except(catalogue.Drafts.Select(d => d.Header.Id)).ToArray();
        foreach (var sql in new[]
                 {
                     "update rule.flag set cleared_at = $2, changed_at = $2 where cleared_at is null and rule_id in (select rule_id from rule.catalogue where not enabled or rule_id <> all($1))",
                     "delete from rule.state where $2 is not null and rule_id in (select rule_id from rule.catalogue where not enabled or rule_id <> all($1))",
                     "update rule.progress set definition_sha256 = '' where $2 is not null and definition_sha256 <> '' and rule_id in (select rule_id from rule.catalogue where not enabled or rule_id <> all($1))",
                 })
        {
            await ExecuteAsync(connection, sql, ct, kept, now.ToUniversalTime());
        }

        await transaction.CommitAsync(ct);
    }

    private static async Task RegisterAsync(NpgsqlConnection connection, RuleFile rule, CancellationToken ct)
    {
        var header = rule.Header;
        var stored = JsonSerializer.SerializeToNode(header, _json)!;
        stored["columns"] = JsonSerializer.SerializeToNode(rule.Columns);
        const string columns = "version, title_zh, title_en, stream, scheme, subject_kind, kind, severity, basis_zh, basis_en, basis_checked, sha256, header";
        await ExecuteAsync(connection, $"""
            insert into rule.catalogue as c (rule_id, {columns})
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
            on conflict (rule_id) do update set ({columns}) = ({string.Join(", ", columns.Split(", ").Select(c => $"excluded.{c}"))})
            where c.sha256 <> excluded.sha256 or c.header <> excluded.header
            """, ct,
            header.Id, header.Version, header.TitleZh, header.TitleEn, header.Stream, header.Scheme, header.Subject,
            header.Kind == RuleKind.Analytic ? "analytic" : "deterministic", (short)header.Severity,
            header.BasisZh, header.BasisEn, header.BasisChecked, rule.Sha256,
            new NpgsqlParameter { Value = stored.ToJsonString(_json), NpgsqlDbType = NpgsqlDbType.Jsonb });
    }

    /// <summary>
    /// Adds the header's limits that the table lacks and brings those that came from a file up to date; a limit that the header no longer has ends
    /// before it began. A person's change stays: the person's reason outlives the next delivery of rules.
    /// </summary>
    private static async Task SeedAsync(NpgsqlConnection connection, RuleHeader header, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var p in header.Parameters)
        {
            await ExecuteAsync(connection, """
                insert into rule.parameter as p (rule_id, name, region_prefix, valid_from, valid_to, value, unit, source_doc, article, checked, set_by, set_at)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                on conflict (rule_id, name, region_prefix, valid_from) do update set
                    valid_to = excluded.valid_to, value = excluded.value, unit = excluded.unit, source_doc = excluded.source_doc,
                    article = excluded.article, checked = excluded.checked, set_at = excluded.set_at
                where p.set_by = $11 and (p.valid_to, p.value, p.unit, p.source_doc, p.article, p.checked)
                    is distinct from (excluded.valid_to, excluded.value, excluded.unit, excluded.source_doc, excluded.article, excluded.checked)
                """, ct,
                header.Id, p.Name, p.RegionPrefix, p.From ?? DateOnly.MinValue, Null(p.To, NpgsqlDbType.Date), p.Value, p.Unit,
                Null(p.Source, NpgsqlDbType.Text), Null(p.Article, NpgsqlDbType.Text), p.Checked, FromFile, now.ToUniversalTime());
        }

        await ExecuteAsync(connection, """
            update rule.parameter p set valid_to = p.valid_from, set_at = $5
            where p.rule_id = $1 and p.set_by = $6 and p.valid_to is distinct from p.valid_from
              and not exists (select from unnest($2, $3, $4) h (name, region, valid_from)
                              where h.name = p.name and h.region = p.region_prefix and h.valid_from = p.valid_from)
            """, ct, header.Id,
            header.Parameters.Select(p => p.Name).ToArray(), header.Parameters.Select(p => p.RegionPrefix).ToArray(),
            header.Parameters.Select(p => p.From ?? DateOnly.MinValue).ToArray(), now.ToUniversalTime(), FromFile);
    }

    private static NpgsqlParameter Null(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
