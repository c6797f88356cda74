using FundWatch.Core.Leads;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>The currency of subjects' money where all their records come from sources that deliver in the same one, which is not yuan.</summary>
internal sealed class SubjectCurrencies(NpgsqlConnection connection)
{
    private static readonly Dictionary<string, (string Table, string Column)[]> _homes = new()
    {
        [SubjectKind.Organisation] = [("reception", "org_code"), ("project", "owner_code"), ("subsidy", "department_code"), ("meal_purchase", "school_code")],
        [SubjectKind.Company] = [("project", "supplier_code"), ("bid", "bidder_code"), ("subsidy", "applicant_code"), ("meal_purchase", "supplier_code")],
        [SubjectKind.Project] = [("project", "project_id")],
        [SubjectKind.Application] = [("subsidy", "application_id"), ("fund_use", "application_id")],
        [SubjectKind.Person] = [("subsidy", "applicant_code")],
    };

    private bool? _any;

    /// <returns>By subject code (ISO 4217); a subject that is not in it has its money in yuan.</returns>
    public async Task<IReadOnlyDictionary<string, string>> OfAsync(string kind, IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!(_any ??= await AnyAsync(ct)))
        {
            return found;
        }

        var records = string.Join(" union all ", _homes[kind].Select(h => $"select {h.Column} as code, source_id from record.{h.Table} where {h.Column} = any($1)"));
        await using var command = new NpgsqlCommand($"""
            select r.code, min(s.currency) from (select distinct code, source_id from ({records}) a) r join ingest.source s using (source_id)
            group by r.code having count(*) = count(s.currency) and min(s.currency) = max(s.currency)
            """, connection);
        command.Parameters.Add(new() { Value = codes.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetString(0), reader.GetString(1));
        }

        return found;
    }

    private async Task<bool> AnyAsync(CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select exists (select from ingest.source where currency is not null)", connection);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
