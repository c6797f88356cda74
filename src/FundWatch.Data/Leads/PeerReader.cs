using Npgsql;

namespace FundWatch.Data.Leads;

internal static class PeerReader
{
    private const int Shown = 1000;

    public static async Task<PeerFigures?> ReadAsync(NpgsqlConnection connection, long leadId, CancellationToken ct)
    {
        await using var own = new NpgsqlCommand("""
            select s.feature_set, s.peer_group, s.peer_count, s.parts, s.subject_code
            from review.lead l join model.score s on s.subject_kind = l.subject_kind and s.subject_code = l.subject_code
            where l.lead_id = $1
            order by (s.feature_set = any(l.reason_codes)) desc, (s.stream = l.stream) desc, s.p_value, s.feature_set limit 1
            """, connection);
        own.Parameters.Add(new() { Value = leadId });
        string set, group, subject;
        int count;
        Core.Leads.ModelPart? leading;
        await using (var reader = await own.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
            {
                return null;
            }

            (set, group, count, subject) = (reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(4));
            leading = ModelParts.Read(reader.GetString(3)).Where(p => p.Value is not null).OrderByDescending(p => p.Contribution).ThenBy(p => p.Feature, StringComparer.Ordinal).FirstOrDefault();
        }

        if (leading is null)
        {
            return null;
        }

        await using var peers = new NpgsqlCommand("""
            with peer as (
                select (features ->> $3)::float8 as value, row_number() over (order by (features ->> $3)::float8, subject_code) as n, count(*) over () as total
                from model.score where feature_set = $1 and peer_group = $2 and subject_code <> $4 and jsonb_typeof(features -> $3) = 'number'
            )
            select value from peer where total <= $5 or n % (total / $5 + 1) = 0 order by value
            """, connection);
        foreach (var text in new[] { set, group, leading.Feature, subject })
        {
            peers.Parameters.AddText(text);
        }

        peers.Parameters.Add(new() { Value = Shown });
        var values = new List<double>();
        await using (var reader = await peers.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                values.Add(reader.GetDouble(0));
            }
        }

        return new PeerFigures(set, leading.Feature, leading.TitleZh, leading.TitleEn, leading.Unit, group, count, leading.Value, leading.Median, values);
    }
}
