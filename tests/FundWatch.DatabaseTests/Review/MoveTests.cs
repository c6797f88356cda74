using FundWatch.Core.Review;
using FundWatch.Data.Review;
using FundWatch.DatabaseTests.Leads;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Review;

public sealed class MoveTests : IAsyncLifetime
{
    private static readonly Actor _chen = new("chen", ReviewRole.Auditor);
    private static readonly Actor _liu = new("liu", ReviewRole.Auditor);
    private static readonly Actor _boss = new("zhao", ReviewRole.Supervisor);
    private readonly TestDatabase _database = new();
    private readonly Scene _scene;

    public MoveTests() => _scene = new Scene(_database);

    private MoveStore Moves => new(_database.Store, _scene.Clock);

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.BuildAsync();
        foreach (var (login, role) in new[] { ("chen", "auditor"), ("liu", "auditor"), ("zhao", "supervisor"), ("admin", "system_admin") })
        {
            await _scene.ExecuteAsync("insert into review.account (login, display_name, role, password_hash) values ($1, $1, $2, '')", login, role);
        }
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_lead_goes_its_whole_way_and_every_step_is_in_the_trail()
    {
        var version = 1;
        async Task Move(Actor who, MoveRequest move)
        {
            var result = await Moves.MoveAsync(move with { LeadId = 1, Version = version }, who);
            version = result.Should().BeOfType<MoveResult.Moved>().Which.Version;
        }

        await Move(_chen, new(0, "claim", 0));
        await Move(_chen, new(0, "assign", 0, Assignee: "liu"));
        await Move(_liu, new(0, "start", 0));
        await Move(_liu, new(0, "note", 0, Note: "已调取菜单"));
        await Move(_chen, new(0, "conclude", 0, Note: "陪餐超标", Outcome: "substantiated"));
        await Move(_chen, new(0, "rectify", 0, Note: "退款", DueOn: new DateOnly(2026, 5, 1)));
        await Move(_boss, new(0, "close", 0, Note: "已核对入库凭证"));

        var trail = await new TrailStore(_database.Store, _scene.Clock).OfLeadAsync(1);
        trail.Select(e => (e.Event, e.Actor, e.ToStatus)).Should().Equal(
            ("created", "system", "new"), ("claim", "chen", "triage"), ("assign", "chen", "assigned"), ("start", "liu", "verifying"), ("note", "liu", "verifying"),
            ("conclude", "chen", "verified"), ("rectify", "chen", "rectifying"), ("close", "zhao", "closed"));
        (await Moves.StateAsync(1)).Should().Be(new LeadState("closed", 8, "liu", "liu", "substantiated"));
        (await new TrailVerifier(_database.Store).VerifyAsync()).Intact.Should().BeTrue();
    }

    [Fact]
    public async Task Of_two_people_who_move_at_once_one_wins_and_the_other_is_told()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Moves.MoveAsync(new MoveRequest(1, "claim", 1), new Actor($"u{i}", ReviewRole.Auditor))));

        results.OfType<MoveResult.Moved>().Should().ContainSingle();
        results.OfType<MoveResult.Stale>().Should().HaveCount(11).And.OnlyContain(s => s.Status == "triage" && s.Version == 2);
        (await new TrailStore(_database.Store, _scene.Clock).OfLeadAsync(1)).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_rescoring_between_seeing_and_moving_makes_the_move_stale()
    {
        await _scene.FlagAsync("REC-001", "R2");
        await _scene.BuildAsync();
        (await Moves.MoveAsync(new MoveRequest(1, "claim", 1), _chen)).Should().Be(new MoveResult.Stale("new", 2));
    }

    [Fact]
    public async Task Without_an_actor_nothing_changes()
    {
        var before = await _database.HashTablesAsync("review");
        foreach (var nobody in new[] { null, new Actor("", "auditor"), new Actor("chen", " ") })
        {
            (await Moves.MoveAsync(new MoveRequest(1, "claim", 1), nobody)).Should().BeOfType<MoveResult.Refused>().Which.Code.Should().Be("no_actor");
        }

        (await _database.HashTablesAsync("review")).Should().Equal(before);
    }

    [Fact]
    public async Task Whoever_verified_cannot_conclude_even_after_handing_the_lead_on()
    {
        (await Moves.MoveAsync(new MoveRequest(1, "claim", 1), _chen)).Should().BeOfType<MoveResult.Moved>();
        (await Moves.MoveAsync(new MoveRequest(1, "start", 2), _chen)).Should().BeOfType<MoveResult.Moved>();
        await _scene.ExecuteAsync("update review.lead set assignee = 'liu'");

        (await Moves.MoveAsync(new MoveRequest(1, "conclude", 3, Note: "属实", Outcome: "substantiated"), _chen))
            .Should().BeOfType<MoveResult.Refused>().Which.Code.Should().Be("second_person");
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("nobody")]
    public async Task Only_an_account_that_may_work_on_leads_can_be_given_one(string login) =>
        (await Moves.MoveAsync(new MoveRequest(1, "assign", 1, Assignee: login), _boss)).Should().BeOfType<MoveResult.Refused>().Which.Code.Should().Be("unknown_assignee");

    [Fact]
    public async Task A_lead_that_is_not_there_is_refused() =>
        (await Moves.MoveAsync(new MoveRequest(99, "claim", 1), _chen)).Should().BeOfType<MoveResult.Refused>().Which.Code.Should().Be("no_such_lead");
}
