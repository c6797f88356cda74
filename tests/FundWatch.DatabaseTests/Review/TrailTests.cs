using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Review;
using FundWatch.DatabaseTests.Leads;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Review;

public sealed class TrailTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Scene _scene;

    public TrailTests() => _scene = new Scene(_database);

    private TrailStore Trail => new(_database.Store, _scene.Clock);

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await _scene.RuleAsync("REC-001");
        foreach (var i in Enumerable.Range(0, 5))
        {
            await _scene.FlagAsync("REC-001", $"R{i}", subject: $"B{i}");
        }

        await _scene.BuildAsync();
        await Trail.RecordAsync("export", "chen", "给审计局", new { format = "csv" });
        await new MoveStore(_database.Store, _scene.Clock).MoveAsync(new MoveRequest(2, "claim", 1, Note: "测试🙂备注"), new Actor("chen", ReviewRole.Auditor));
        await Trail.AnchorAsync();
        await _scene.FlagAsync("REC-001", "R9", subject: "B3");
        await _scene.BuildAsync();
        await Trail.AnchorAsync();
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task An_untouched_trail_is_intact()
    {
        var report = await new TrailVerifier(_database.Store).VerifyAsync();
        report.Should().Be(new TrailReport(8, 5, 2, null));
    }

    [Theory]
    [InlineData("update review.trail set note = 'nothing to see' where event = 'claim'")]
    [InlineData("delete from review.trail where event = 'claim'")]
    [InlineData("truncate review.trail")]
    [InlineData("delete from review.anchor")]
    [InlineData("delete from review.lead where lead_id = 1")]
    [InlineData("set session_replication_role = replica; delete from review.trail where event = 'claim'")]
    public async Task Even_the_owner_cannot_change_what_was_written(string sql)
    {
        var act = () => _scene.ExecuteAsync(sql);
        (await act.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("update review.trail set actor = 'wang' where event = 'claim'", "altered", 2L)]
    [InlineData("update review.trail set payload = '{}' where event = 'evidence_changed'", "altered", 4L)]
    [InlineData("update review.trail set at = at + interval '1 microsecond' where event = 'claim'", "altered", 2L)]
    [InlineData("update review.trail set note = null where event = 'export'", "altered", null)]
    [InlineData("delete from review.trail where lead_id = 2 and ordinal = 1", "missing", 2L)]
    [InlineData("update review.trail set prev_hash = sha256('x') where event = 'claim'", "unlinked", 2L)]
    [InlineData("delete from review.trail where lead_id = 4 and ordinal = 2", "anchor", null)]
    [InlineData("delete from review.trail where lead_id = 4 and ordinal = 2; delete from review.anchor where anchor_id = 2", "lead", 4L)]
    [InlineData("delete from review.trail where lead_id = 1; delete from review.lead where lead_id = 1; delete from review.anchor", "none", null)]
    [InlineData("delete from review.lead where lead_id = 1", "lead", null)]
    [InlineData("update review.lead set status = 'dismissed' where lead_id = 1", "lead", 1L)]
    [InlineData("update review.anchor set prev_hash = sha256('x') where anchor_id = 2", "anchor", null)]
    public async Task A_superuser_who_disables_the_triggers_is_found_out(string sql, string code, long? lead)
    {
        await _scene.ExecuteAsync($"""
            alter table review.trail disable trigger all; alter table review.anchor disable trigger all; alter table review.lead disable trigger all;
            grant update, delete on review.trail, review.anchor to current_user;
            {sql}
            """);

        var report = await new TrailVerifier(_database.Store).VerifyAsync();

        // Whoever removes a lead, its chain and every anchor leaves nothing behind inside the database: that is what a copy of an anchor's hash elsewhere is for.
        (report.FirstBreak?.Code ?? "none").Should().Be(code);
        report.FirstBreak?.LeadId.Should().Be(lead);
    }

    [Fact]
    public async Task A_recomputed_chain_disagrees_with_its_anchor()
    {
        await _scene.ExecuteAsync("""
            alter table review.trail disable trigger all;
            grant update on review.trail to current_user;
            update review.trail set note = 'other' where event = 'claim';
            update review.trail set hash = sha256(prev_hash || review.canonical('trail/1', lead_id::text, ordinal::text, event, actor,
                (extract(epoch from at) * 1000000)::bigint::text, from_status, to_status, note, payload)) where event = 'claim'
            """);
        (await new TrailVerifier(_database.Store).VerifyAsync()).FirstBreak!.Code.Should().Be("anchor");
    }

    [Fact]
    public async Task An_anchor_is_made_only_when_something_has_happened() => (await Trail.AnchorAsync()).Should().BeNull();

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public async Task Nothing_is_recorded_without_an_actor(string actor)
    {
        await ((Func<Task>)(() => Trail.RecordAsync("export", actor, null, new { }))).Should().ThrowAsync<ArgumentException>();
        await ((Func<Task>)(() => _scene.ExecuteAsync("insert into review.trail (event, actor, at) values ('export', $1, now())", actor))).Should().ThrowAsync<PostgresException>();
    }

    [Fact]
    public async Task Events_of_the_office_chain_written_at_once_keep_one_order()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), async (i, ct) => await Trail.RecordAsync("export", $"u{i}", null, new { i }, ct));
        (await new TrailVerifier(_database.Store).VerifyAsync()).Should().BeEquivalentTo(new { Intact = true, Events = 48L });
    }

    [Fact]
    public async Task What_an_insert_says_of_its_place_in_the_chain_is_ignored()
    {
        await _scene.ExecuteAsync("insert into review.trail (seq, lead_id, ordinal, event, actor, at, prev_hash, hash) values (1, null, 77, 'forged', 'x', now(), '\\x00', '\\x00')");
        (await new TrailVerifier(_database.Store).VerifyAsync()).Intact.Should().BeTrue();
    }
}
