using FundWatch.Core.Leads;
using FundWatch.Data.Leads;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Peers;

/// <summary>One subject of a peer group and its figure.</summary>
public sealed record Peer(string SubjectCode, string Name, double Value);

/// <summary>A figure by which a subject can be shown among its peers.</summary>
/// <param name="Weight">Its share in the model's score; zero where the model saw nothing unusual in it.</param>
public sealed record PeerFeature(string FeatureSet, string Feature, string TitleZh, string TitleEn, string? Unit, double Weight)
{
    /// <summary>feature_set.feature, as rules name it.</summary>
    public string Name => $"{FeatureSet}.{Feature}";
}

/// <summary>Reads the figures that models saw of a subject and of those it is compared with.</summary>
public sealed class PeerStore(FundWatchDatabase database)
{
    // A peer group is a path, 县/4314/水利: where too few share all of it, the model compares along a shorter one. The subject's peer_count says how many
    // it was compared with; the longest path with so many subjects is the one. Takes a table `me` (feature_set, peer_group, peer_count, …).
    private const string Comparison =
        """
        compared as (
            select array_to_string(path[1:n], '/') as path from me, string_to_array(me.peer_group, '/') path, generate_series(0, cardinality(path)) n
            where n = 0 or (select count(*) from model.score o where o.feature_set = me.feature_set
                            and (o.peer_group || '/') ^@ (array_to_string(path[1:n], '/') || '/')) >= me.peer_count
            order by n desc limit 1
        ), peers as (
            select o.* from model.score o, me, compared where o.feature_set = me.feature_set and (compared.path = '' or (o.peer_group || '/') ^@ (compared.path || '/'))
        )
        """;

    /// <summary>
    /// The most telling figures of a subject, best first: those the model gave weight, then those furthest from the middle of the peer group.
    /// Empty when no model has scored the subject.
    /// </summary>
    /// <param name="first">Figures (feature_set.feature) that come before all others: those the lead's rules are about.</param>
    /// <param name="preferred">Feature sets that speak in the lead; another set is taken only where none of them has scored the subject.</param>
    public async Task<IReadOnlyList<PeerFeature>> FeaturesAsync(
        string subjectKind, string subjectCode, string stream, IReadOnlyList<string> preferred, int limit, IReadOnlyList<string>? first = null, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $$"""
            with me as (
                select feature_set, peer_group, peer_count, features, parts from model.score where subject_kind = $1 and subject_code = $2
                order by (feature_set = any (select split_part(f, '.', 1) from unnest($6) f)) desc, (feature_set = any ($4)) desc, (stream = $3) desc, p_value, feature_set limit 1
            ), {{Comparison}}, known as (
                select f.entry, f.place
                from me, lateral (select manifest from model.version v where v.feature_set = me.feature_set order by (alias = 'champion') desc nulls last, version desc limit 1) newest,
                     lateral jsonb_array_elements(newest.manifest -> 'features') with ordinality f (entry, place)
            ), told as (
                select p ->> 'feature' as feature, (p ->> 'contribution')::float8 as weight from me, jsonb_array_elements(me.parts) p
            )
            select me.feature_set, entry ->> 'name', entry ->> 'title_zh', entry ->> 'title_en', entry ->> 'unit', coalesce(told.weight, 0)
            from me cross join known left join told on told.feature = entry ->> 'name'
            cross join lateral (
                select abs(avg(sign((o.features ->> (entry ->> 'name'))::float8 - (me.features ->> (entry ->> 'name'))::float8))) as far
                from peers o where jsonb_typeof(o.features -> (entry ->> 'name')) = 'number'
            ) spread
            where jsonb_typeof(me.features -> (entry ->> 'name')) = 'number'
            order by array_position($6, me.feature_set || '.' || (entry ->> 'name')), coalesce(told.weight, 0) desc, spread.far desc, place
            limit $5
            """);
        command.Parameters.AddWithValue(subjectKind);
        command.Parameters.AddWithValue(subjectCode);
        command.Parameters.AddWithValue(stream);
        command.Parameters.AddWithValue(preferred.ToArray());
        command.Parameters.AddWithValue(limit);
        command.Parameters.AddWithValue((first ?? []).ToArray());
        var features = new List<PeerFeature>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            features.Add(new PeerFeature(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetDouble(5)));
        }

        return features;
    }

    /// <summary>A feature's value for the subject and all of its peer group in one feature set; empty when no model has scored the subject.</summary>
    public async Task<IReadOnlyList<Peer>> ReadAsync(string featureSet, string subjectCode, string feature, CancellationToken ct = default)
    {
        await using var command = database.App.CreateCommand(
            $$"""
            with me as (
                select feature_set, peer_group, peer_count from model.score where feature_set = $1 and subject_code = $2
            ), {{Comparison}}
            select subject_code, coalesce(subject_name, subject_code), (features ->> $3)::float8
            from peers where jsonb_typeof(features -> $3) = 'number'
            order by 3, 1
            """);
        command.Parameters.AddWithValue(featureSet);
        command.Parameters.AddWithValue(subjectCode);
        command.Parameters.AddWithValue(feature);
        var peers = new List<Peer>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                peers.Add(new Peer(reader.GetString(0), reader.GetString(1), reader.GetDouble(2)));
            }
        }

        await using var connection = await database.App.OpenConnectionAsync(ct);
        var personal = await Personal.OfAsync(connection, peers.SelectMany(p => new[] { p.SubjectCode, p.Name }), ct);
        var persons = await PersonNames.OfAsync(connection, SubjectKind.Application, [.. peers.Where(p => !Personal.IsToken(p.SubjectCode)).Select(p => p.SubjectCode)], [], everybody: null, ct);
        // A natural person goes by the masked number, whatever name the records carry; an application of one is named after its applicant.
        return [.. peers.Select(p => p with { Name = personal.Mask(Personal.IsToken(p.SubjectCode) ? p.SubjectCode : persons.Mask(p.Name, p.SubjectCode, [])) })];
    }
}
