using System.Text.Json;
using System.Text.Json.Serialization;
using FundWatch.Core.Leads;
using FundWatch.Core.Leads.Words;
using FundWatch.Core.Rules;
using Npgsql;

namespace FundWatch.Data.Rules;

/// <summary>One line of ID.expected.json.</summary>
/// <param name="ReasonZh">The reason as it is to be filled, where the sample holds it; and <paramref name="ReasonEn"/>.</param>
/// <param name="Evidence">The rows that are to be shown, in any order, where the sample holds them.</param>
/// <param name="AmountRows">The rows that are to hold the amount, in any order, where the sample holds them.</param>
public sealed record ExpectedItem(
    [property: JsonRequired] string SubjectCode, [property: JsonRequired] string ItemKey, [property: JsonRequired] string State,
    decimal? Value = null, decimal? Threshold = null, decimal? Amount = null,
    string? ReasonZh = null, string? ReasonEn = null, IReadOnlyList<string>? Evidence = null, IReadOnlyList<string>? AmountRows = null);

/// <summary>What a rule makes of its own sample, held against what its author expects.</summary>
/// <param name="Differences">In words; empty when the rule does what its page says.</param>
/// <param name="Items">All that the rule judged.</param>
public sealed record SampleResult(string RuleId, IReadOnlyList<string> Differences, IReadOnlyList<RuleItem> Items)
{
    public bool Equal => Differences.Count == 0;
}

/// <summary>
/// Runs a rule on the sample beside it, with the limits of its own header, in a transaction that is rolled back: the records, the limits and the
/// flags of the store are neither seen nor touched.
/// </summary>
public static class SampleCheck
{
    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="RuleFileException">The sample or the expected result is missing or cannot be read.</exception>
    /// <exception cref="PostgresException">The rule's SQL fails.</exception>
    public static async Task<SampleResult> RunAsync(NpgsqlDataSource app, RuleFile rule, CancellationToken ct = default)
    {
        var expected = await ExpectedAsync(rule, ct);
        await using var connection = await app.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await SampleLoader.LoadApartAsync(connection, rule, ct);
        await UseOwnLimitsAsync(connection, rule.Header, ct);
        await ExecuteAsync(connection, "set local search_path = pg_temp, record, rule, pg_catalog", ct);
        var tables = new ScopeTables(connection, "pg_temp");
        await tables.UseAsync(rule, since: null, ct);
        await tables.ShowBeyondAsync(rule, ct);
        var items = await RuleItem.ReadAsync(connection, ResultQuery.Items(rule, await Reach.OfAsync(connection, rule, ct)), ct);
        await transaction.RollbackAsync(ct);
        return new SampleResult(rule.Header.Id, [.. Compare(rule.Header, expected, items)], items);
    }

    private static async Task<IReadOnlyList<ExpectedItem>> ExpectedAsync(RuleFile rule, CancellationToken ct)
    {
        if (rule.SamplePaths.Count == 0 || !File.Exists(rule.ExpectedPath))
        {
            throw new RuleFileException(rule.Path, 1, $"needs a sample ({rule.Header.Id}.{rule.Header.Stream}.csv) and {rule.Header.Id}.expected.json beside it");
        }

        try
        {
            return JsonSerializer.Deserialize<List<ExpectedItem>>(await File.ReadAllTextAsync(rule.ExpectedPath, ct), _json)!;
        }
        catch (JsonException e)
        {
            throw new RuleFileException(rule.ExpectedPath, (int)(e.LineNumber ?? 0) + 1, e.Message);
        }
    }

    // The rule's rows of the table step aside and the header's take their place, until the rollback.
    private static async Task UseOwnLimitsAsync(NpgsqlConnection connection, RuleHeader header, CancellationToken ct)
    {
        await ExecuteAsync(connection, "update rule.parameter set rule_id = '~' || rule_id where rule_id = $1", ct, header.Id);
        foreach (var p in header.Parameters)
        {
            await using var insert = new NpgsqlCommand("""
                insert into rule.parameter (rule_id, name, region_prefix, valid_from, valid_to, value, unit, source_doc, set_by)
                values ($1, $2, $3, $4, $5::date, $6, $7, $8::text, 'sample')
                """, connection);
            foreach (var value in new object[]
                     {
                         header.Id, p.Name, p.RegionPrefix, p.From ?? DateOnly.MinValue, p.To is { } to ? to : DBNull.Value, p.Value, p.Unit, (object?)p.Source ?? DBNull.Value,
                     })
            {
                insert.Parameters.Add(new() { Value = value });
            }

            await insert.ExecuteNonQueryAsync(ct);
        }
    }

    private static IEnumerable<string> CompareWords(RuleHeader header, ExpectedItem item, RuleItem actual)
    {
        var flag = new Flag(header.Id, header.Version, header.Kind == RuleKind.Deterministic, header.Severity, actual.ItemKey, actual.Value, actual.Threshold, actual.Amount, actual.EventOn, actual.Evidence, actual.Detail);
        foreach (var (wanted, template, chinese) in new[] { (item.ReasonZh, header.ReasonZh, true), (item.ReasonEn, header.ReasonEn, false) })
        {
            if (wanted is not null && ReasonTemplate.Fill(template, flag, chinese) is var found && found != wanted)
            {
                yield return $"{item.SubjectCode} {item.ItemKey}: expected reason {wanted}, found {found}";
            }
        }

        if (item.Evidence is { } rows && !rows.ToHashSet().SetEquals(actual.Evidence))
        {
            yield return $"{item.SubjectCode} {item.ItemKey}: expected evidence {string.Join(' ', rows)}, found {string.Join(' ', actual.Evidence)}";
        }

        if (item.AmountRows is { } holders && !holders.ToHashSet().SetEquals(flag.AmountRows))
        {
            yield return $"{item.SubjectCode} {item.ItemKey}: expected the amount with {string.Join(' ', holders)}, found it with {string.Join(' ', flag.AmountRows)}";
        }
    }

    private static IEnumerable<string> Compare(RuleHeader header, IReadOnlyList<ExpectedItem> expected, IReadOnlyList<RuleItem> items)
    {
        var found = items.ToLookup(i => (i.SubjectCode, i.ItemKey));
        foreach (var twice in found.Where(g => g.Count() > 1))
        {
            yield return $"{twice.Key.SubjectCode} {twice.Key.ItemKey}: judged {twice.Count()} times";
        }

        foreach (var item in expected)
        {
            var actual = found[(item.SubjectCode, item.ItemKey)].FirstOrDefault();
            if (actual is null)
            {
                yield return $"{item.SubjectCode} {item.ItemKey}: expected {item.State}, not judged";
            }
            else if ((item.State, item.Value, item.Threshold, item.Amount) != (actual.State, actual.Value, actual.Threshold, actual.Amount))
            {
                yield return $"{item.SubjectCode} {item.ItemKey}: expected {item.State} value {item.Value} threshold {item.Threshold} amount {item.Amount}, "
                    + $"found {actual.State} value {actual.Value} threshold {actual.Threshold} amount {actual.Amount}";
            }
            else
            {
                foreach (var difference in CompareWords(header, item, actual))
                {
                    yield return difference;
                }
            }
        }

        var wanted = expected.Select(e => (e.SubjectCode, e.ItemKey)).ToHashSet();
        foreach (var actual in items.Where(i => !wanted.Contains((i.SubjectCode, i.ItemKey))))
        {
            yield return $"{actual.SubjectCode} {actual.ItemKey}: not expected, found {actual.State} value {actual.Value} threshold {actual.Threshold} amount {actual.Amount}";
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync(ct);
    }
}
