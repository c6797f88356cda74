using FundWatch.Core.Leads;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>Names, regions and sectors of subjects: from the reference tables, else from the records in which they act, else from the features.</summary>
internal sealed class SubjectNames(NpgsqlConnection connection)
{
    // Each look-up takes codes ($1) and gives code, name, region, sector; the first that knows a code wins. One row per code through its index,
    // newest first, so that a school with a hundred thousand purchases costs one probe.
    private static readonly Dictionary<string, string[]> _lookUps = new()
    {
        [SubjectKind.Organisation] =
        [
            Newest("organisation", "org_code", "org_name", "region_code", "sector"),
            Newest("reception", "org_code", "org_name", "region_code", "sector"),
            Newest("project", "owner_code", "owner_name", "region_code", "sector"),
            Newest("subsidy", "department_code", "department_name", "region_code", "null::text"),
            Newest("meal_purchase", "school_code", "school_name", "region_code", "'教育'::text"),
            Newest("reception", "guest_org_code", "guest_org_name", "guest_region_code", "null::text"),
        ],
        [SubjectKind.Company] =
        [
            """
            select c.code, n.company_name, p.region_code, p.sector
            from unnest($1) c(code)
            cross join lateral (select company_name from record.company t where t.company_code = c.code order by recorded_from desc, source_id limit 1) n
            left join lateral (
                select j.region_code, j.sector from record.project j where j.supplier_code = c.code
                union all select j.region_code, j.sector from record.bid b join record.project j using (project_id) where b.bidder_code = c.code
                union all select s.region_code, s.industry_code from record.subsidy s where s.applicant_code = c.code
                order by 1, 2 limit 1) p on true
            """,
            Newest("subsidy", "applicant_code", "applicant_name", "region_code", "industry_code"),
            """
            select c.code, n.bidder_name, p.region_code, p.sector
            from unnest($1) c(code)
            cross join lateral (select bidder_name, project_id from record.bid t where t.bidder_code = c.code order by recorded_from desc, source_id, bid_id limit 1) n
            left join lateral (select region_code, sector from record.project j where j.project_id = n.project_id order by source_id limit 1) p on true
            """,
            Newest("project", "supplier_code", "supplier_name", "region_code", "sector"),
            Newest("meal_purchase", "supplier_code", "supplier_name", "region_code", "null::text"),
        ],
        [SubjectKind.Project] = [Newest("project", "project_id", "project_name", "region_code", "sector")],
        [SubjectKind.Application] =
        [
            """
            select distinct on (application_id) application_id, applicant_name, region_code, industry_code, applicant_code, coalesce(project_title, programme_name)
            from record.subsidy where application_id = any($1) order by application_id, recorded_from desc, source_id
            """,
            // Payments whose application is not on record: known by the one who was paid, where that is one.
            """
            select application_id, min(payee_name), null::text, null::text, null::text, null::text
            from record.fund_use where application_id = any($1) and payee_name is not null group by application_id having min(payee_name) = max(payee_name)
            """,
        ],
        [SubjectKind.Person] =
        [
            """
            select distinct on (t.person_id) t.person_id, null::text, o.region_code, o.sector
            from record.personnel t left join record.organisation o on o.org_code = t.org_code
            where t.person_id = any($1) order by t.person_id, t.recorded_from desc, t.source_id, t.org_code
            """,
        ],
    };

    private const string FromFeatures = """
        select distinct on (subject_code) subject_code, subject_name, region_code, sector
        from model.score where subject_code = any($1) and subject_kind = $2 order by subject_code, subject_name nulls last, feature_set
        """;

    /// <returns>One subject per code; a code that no record names is its own name.</returns>
    public async Task<IReadOnlyDictionary<string, Subject>> OfAsync(string kind, IReadOnlyCollection<string> codes, Personal personal, CancellationToken ct)
    {
        var found = new Dictionary<string, Subject>(StringComparer.Ordinal);
        foreach (var sql in _lookUps[kind].Append(FromFeatures))
        {
            var missing = codes.Where(c => !found.ContainsKey(c)).ToArray();
            if (missing.Length == 0)
            {
                break;
            }

            await using var command = new NpgsqlCommand(sql, connection);
            command.Parameters.Add(new() { Value = missing });
            if (sql == FromFeatures)
            {
                command.Parameters.Add(new() { Value = kind });
            }

            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var code = reader.GetString(0);
                found.TryAdd(code, new Subject(kind, code, Name(reader, code, personal), reader.Text(2), reader.Text(3)));
            }
        }

        foreach (var code in codes)
        {
            found.TryAdd(code, new Subject(kind, code, personal.Mask(code), null, null));
        }

        // A number of a person within a name is a token by now, which is no word for people.
        var within = await Personal.OfAsync(connection, found.Values.Select(s => s.Name), ct);
        return found.ToDictionary(s => s.Key, s => s.Value with { Name = within.Mask(s.Value.Name) }, StringComparer.Ordinal);
    }

    private static string Name(NpgsqlDataReader reader, string code, Personal personal)
    {
        var isPerson = Personal.IsToken(code);
        if (isPerson && reader.FieldCount == 4)
        {
            return personal.Mask(code); // a natural person: whatever name the record carries stays in the record
        }

        var name = reader.Text(1) ?? personal.Mask(code);
        if (reader.FieldCount == 4)
        {
            return name;
        }

        if (reader.IsDBNull(5))
        {
            return PersonNames.HasForm(name) ? Personal.MaskName(name) : name; // a payee, who may be a person
        }

        // An application is known by who applied for what; its number may be the person's. What it is for may name the person too.
        var about = reader.GetString(5);
        return isPerson || Personal.IsToken(reader.GetString(4))
            ? $"{Personal.MaskName(name)}：{about.Replace(name, Personal.MaskName(name), StringComparison.Ordinal)}"
            : $"{name}：{about}";
    }

    private static string Newest(string table, string code, string name, string region, string sector) => $"""
        select c.code, t.name, t.region, t.sector
        from unnest($1) c(code)
        cross join lateral (
            select {name} as name, {region} as region, {sector} as sector from record.{table}
            where {code} = c.code and {name} is not null order by recorded_from desc, source_id limit 1) t
        """;
}
