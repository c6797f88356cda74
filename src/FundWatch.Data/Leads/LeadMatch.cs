using FundWatch.Core.Review;
using Npgsql;
using NpgsqlTypes;

namespace FundWatch.Data.Leads;

/// <summary>A <see cref="LeadFilter"/> in SQL ($1 to $8): one for the queue, the list and the export, so that what is taken out is what was seen.</summary>
internal static class LeadMatch
{
    /// <summary>True of the leads <c>l</c> that are wanted.</summary>
    public const string Sql =
        """
        ($1::text is null or l.stream = $1) and ($2::text is null or l.scheme = $2)
        and ($3::text is null or case when $3 = 'open' then l.status <> all ($8) else l.status = $3 end)
        and ($4::text is null or starts_with(l.region_code, $4))
        and ($5::text is null or position($5 in lower(l.subject_name)) > 0 or position($5 in lower(l.subject_code)) > 0
             or position($5 in lower(l.reasons_zh)) > 0 or position($5 in lower(l.reasons_en)) > 0 or l.lead_id::text = $5)
        and ($6::numeric is null or l.risk_score >= $6) and ($7::text is null or l.assignee = $7)
        """;

    private static readonly string[] _finished = LeadStatus.All.Where(LeadStatus.IsClosed).ToArray();

    public static void Bind(NpgsqlCommand command, LeadFilter filter)
    {
        foreach (var text in new[] { filter.Stream, filter.Scheme, filter.Status, filter.Region, filter.Text?.Trim().ToLowerInvariant() })
        {
            AddText(text);
        }

        command.Parameters.AddNullable(filter.MinScore, NpgsqlDbType.Numeric);
        AddText(filter.Assignee);
        command.Parameters.Add(new() { Value = _finished });

        void AddText(string? value) => command.Parameters.AddText(string.IsNullOrEmpty(value) ? null : value);
    }
}
