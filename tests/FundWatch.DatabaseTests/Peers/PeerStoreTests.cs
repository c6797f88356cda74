using FundWatch.Data.Peers;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Peers;

public sealed class PeerStoreTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly PeerStore _peers = new(database.Store);

    // Ten bureaus of 县/水利, two of 县/林业 that are too few and were compared with all twelve of 县, and one of 乡.
    public async Task InitializeAsync()
    {
        await using var seed = database.App.CreateCommand(
            """
            insert into model.version (feature_set, name, detector, version, alias, manifest, bytes, sha256, trained_by)
            values ('f', 'f/d', 'd', 1, 'champion', '{"features":[{"name":"a","title_zh":"甲","title_en":"A","unit":"元"},{"name":"b","title_zh":"乙","title_en":"B","unit":""}]}', '', '', 'test')
            on conflict do nothing;
            insert into model.score (feature_set, stream, subject_kind, subject_code, subject_name, peer_group, peer_count, score, p_value, versions, parts, features)
            select 'f', 'reception', 'organisation', 'S' || i, '局' || i, case when i <= 10 then '县/水利' when i <= 12 then '县/林业' else '乡/水利' end,
                   case when i <= 10 then 10 when i <= 12 then 12 else 1 end, 0.5, 0.5, '{}', case when i = 1 then '[{"feature":"a","contribution":0.4}]'::jsonb else '[]' end,
                   jsonb_build_object('a', i, 'b', case when i = 12 then 100 else i end)
            from generate_series(1, 13) i on conflict do nothing
            """);
        await seed.ExecuteNonQueryAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("S1", 10)]
    [InlineData("S12", 12)]
    [InlineData("S13", 1)]
    public async Task A_subject_stands_among_those_the_model_compared_it_with(string subject, int peers) =>
        (await _peers.ReadAsync("f", subject, "a")).Should().HaveCount(peers).And.Contain(p => p.SubjectCode == subject).And.BeInAscendingOrder(p => p.Value);

    [Fact]
    public async Task What_the_model_weighed_comes_first() =>
        (await FeaturesAsync("S1")).First().Should().Be(new PeerFeature("f", "a", "甲", "A", "元", 0.4));

    [Fact]
    public async Task Where_it_weighed_nothing_the_figures_furthest_from_the_middle_are_offered() =>
        (await FeaturesAsync("S12")).Should().HaveCount(2).And.OnlyContain(f => f.Weight == 0);

    [Fact]
    public async Task A_subject_that_no_model_has_scored_has_none() => (await FeaturesAsync("nobody")).Should().BeEmpty();

    [Fact]
    public async Task A_person_among_the_peers_goes_by_the_masked_number()
    {
        var token = "p_" + new string('c', 22);
        await using var seed = database.App.CreateCommand($"""
            insert into vault.personal values ('{token}', '', '****1235');
            insert into model.score (feature_set, stream, subject_kind, subject_code, subject_name, peer_group, peer_count, score, p_value, versions, parts, features)
            values ('g', 'subsidy', 'company', '{token}', '王小五', 'x', 2, 0.5, 0.5, array[]::text[], '[]', jsonb_build_object('a', 1)),
                   ('g', 'subsidy', 'company', 'C', '王五 {token}', 'x', 2, 0.5, 0.5, array[]::text[], '[]', jsonb_build_object('a', 2))
            """);
        await seed.ExecuteNonQueryAsync();
        (await _peers.ReadAsync("g", "C", "a")).Select(p => p.Name).Should().Equal("****1235", "王五 ****1235");
    }

    private Task<IReadOnlyList<PeerFeature>> FeaturesAsync(string subject) => _peers.FeaturesAsync("organisation", subject, "reception", ["f"], 5);

    [Fact]
    public async Task An_application_of_a_person_among_the_peers_has_a_masked_name()
    {
        await using var seed = database.Owner.CreateCommand($"""
            insert into ingest.source (name) values ('peers');
            insert into record.subsidy (application_id, programme_name, department_name, applicant_code, applicant_name, region_code, applied_on, applied_amount, source_id, batch_id, line_no, row_hash, recorded_from)
            values ('A1', '种粮补贴', '某局', 'p_{new string('e', 22)}', '田涛玉', '450103', '2025-01-01', 5, 1, 1, 1, gen_random_uuid(), now());
            insert into model.score (feature_set, stream, subject_kind, subject_code, subject_name, peer_group, peer_count, score, p_value, versions, parts, features)
            values ('h', 'subsidy', 'application', 'A1', '田涛玉：种粮补贴', 'x', 1, 0.5, 0.5, array[]::text[], '[]', jsonb_build_object('a', 1))
            """);
        await seed.ExecuteNonQueryAsync();
        (await _peers.ReadAsync("h", "A1", "a")).Single().Name.Should().Be("田**：种粮补贴");
    }
}
