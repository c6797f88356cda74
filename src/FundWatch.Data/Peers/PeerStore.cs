using FundWatch.Data.Postgres;

namespace FundWatch.Data.Peers;

/// <summary>One subject of a peer group and its figure.</summary>
public sealed record Peer(string SubjectCode, string Name, double Value);

/// <summary>Reads the figures that models saw of a subject and of those it is compared with.</summary>
public sealed class PeerStore(FundWatchDatabase database)
{
    /// <summary>A feature's value for the subject and all of its peer group in one feature set; empty when no model has scored the subject.</summary>
    public async Task<IReadOnlyList<Peer>> ReadAsync(string featureSet, string subjectCode, string feature, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            """
            select s.subject_code, coalesce(s.subject_name, s.subject_code), (s.features ->> $3)::float8
            from model.score s
            join model.score me on me.feature_set = s.feature_set and me.peer_group = s.peer_group
            where me.feature_set = $1 and me.subject_code = $2 and jsonb_typeof(s.features -> $3) = 'number'
            order by 3, 1
            """);
        command.Parameters.AddWithValue(featureSet);
        command.Parameters.AddWithValue(subjectCode);
        command.Parameters.AddWithValue(feature);
        var peers = new List<Peer>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            peers.Add(new Peer(reader.GetString(0), reader.GetString(1), reader.GetDouble(2)));
        }

        return peers;
    }
}
