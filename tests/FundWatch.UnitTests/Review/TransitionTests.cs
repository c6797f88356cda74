using FundWatch.Core.Review;

namespace FundWatch.UnitTests.Review;

public sealed class TransitionTests
{
    private static readonly DateOnly _today = new(2026, 3, 2);
    private static readonly Actor _auditor = new("chen", ReviewRole.Auditor);
    private static readonly Actor _supervisor = new("zhao", ReviewRole.Supervisor);

    // The whole process on one screen: rows are statuses, each with what may follow.
    private static readonly Dictionary<string, string> _expected = new()
    {
        ["new"] = "claim>triage assign>assigned park>parked dismiss>dismissed note>new",
        ["triage"] = "assign>assigned start>verifying park>parked dismiss>dismissed note>triage",
        ["assigned"] = "start>verifying assign>assigned park>parked dismiss>dismissed note>assigned",
        ["verifying"] = "conclude>verified assign>assigned park>parked dismiss>dismissed note>verifying",
        ["parked"] = "resume>triage dismiss>dismissed note>parked",
        ["verified"] = "rectify>rectifying close>closed reopen>triage note>verified",
        ["rectifying"] = "close>closed reopen>triage note>rectifying",
        ["dismissed"] = "reopen>triage note>dismissed",
        ["closed"] = "reopen>triage note>closed",
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var status in LeadStatus.All)
        {
            foreach (var action in Transitions.Actions)
            {
                pairs.Add(status, action.Name);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_pair_of_status_and_action_either_leads_where_the_table_says_or_is_refused(string status, string action)
    {
        var to = _expected[status].Split(' ').Select(t => t.Split('>')).SingleOrDefault(t => t[0] == action)?[1];
        var lead = new LeadState(status, 7, Assignee: "liu", Verifier: "liu", Outcome: "substantiated");
        var refusals = new[] { _auditor, _supervisor }.Select(actor => MoveCheck.Refuse(lead, actor, Complete(action), _today)).ToList();

        if (to is null)
        {
            refusals.Should().OnlyContain(r => r!.Code == "wrong_status");
            return;
        }

        refusals.Should().Contain(r => r == null, "somebody may do it");
        var after = MoveCheck.Apply(lead, _auditor, Complete(action), _today);
        after.Status.Should().Be(to);
        after.Version.Should().Be(8);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Nobody_without_a_role_in_the_process_moves_anything(string status, string action)
    {
        foreach (var actor in new[] { null, new Actor("", "auditor"), new Actor("a", ""), new Actor("a", "system_admin"), new Actor("a", "security_admin"), new Actor("a", "audit_admin"), new Actor("a", "data_staff") })
        {
            MoveCheck.Refuse(new LeadState(status, 1), actor, Complete(action), _today).Should().NotBeNull();
        }
    }

    [Theory]
    [InlineData("verifying", "conclude")]
    [InlineData("verifying", "dismiss")]
    [InlineData("verified", "close")]
    [InlineData("rectifying", "close")]
    public void Whoever_worked_on_a_lead_does_not_judge_it(string status, string action)
    {
        foreach (var lead in new[] { new LeadState(status, 1, Assignee: "chen"), new LeadState(status, 1, Assignee: "liu", Verifier: "chen") })
        {
            MoveCheck.Refuse(lead, _auditor, Complete(action), _today)!.Code.Should().Be("second_person");
            MoveCheck.Refuse(lead, _supervisor, Complete(action), _today).Should().BeNull();
        }
    }

    [Theory]
    [InlineData("dismiss", "note_required")]
    [InlineData("park", "note_required")]
    [InlineData("assign", "assignee_required")]
    public void A_move_without_what_it_needs_is_refused_by_code(string action, string code) =>
        MoveCheck.Refuse(new LeadState("triage", 1), _auditor, new MoveRequest(1, action, 1), _today)!.Code.Should().Be(code);

    [Fact]
    public void Dates_and_codes_are_held_to_the_policy()
    {
        var lead = new LeadState("triage", 1);
        Code(Complete("dismiss") with { DismissReason = "evidence_gone" }).Should().Be("dismiss_reason_required", "that reason is the machine's");
        Code(Complete("park") with { ParkedUntil = _today }).Should().Be("parked_until_implausible");
        Code(Complete("park") with { ParkedUntil = _today.AddDays(ReviewPolicy.LongestParkingDays + 1) }).Should().Be("parked_until_implausible");
        Code(Complete("assign") with { DueOn = _today.AddDays(-1) }).Should().Be("due_date_implausible");
        Code(Complete("note") with { Note = new string('x', ReviewPolicy.LongestNote + 1) }).Should().Be("note_too_long");
        string Code(MoveRequest move) => MoveCheck.Refuse(lead, _auditor, move, _today)!.Code;
    }

    [Fact]
    public void What_was_not_substantiated_needs_no_rectification()
    {
        var lead = new LeadState("verified", 1, "liu", "liu", LeadOutcome.Unsubstantiated);
        MoveCheck.Refuse(lead, _supervisor, Complete("rectify"), _today)!.Code.Should().Be("nothing_to_rectify");
        MoveCheck.Allowed(lead, _supervisor).Select(t => t.Action.Name).Should().Equal("close", "reopen", "note");
    }

    [Fact]
    public void Every_status_action_and_reason_has_a_name_in_both_languages()
    {
        LeadStatus.All.Should().OnlyContain(s => LeadStatus.Chinese(s) != s && LeadStatus.English(s) != s);
        LeadOutcome.All.Should().OnlyContain(s => LeadOutcome.Chinese(s) != s && LeadOutcome.English(s) != s);
        DismissReasons.All.Should().OnlyContain(s => DismissReasons.Chinese(s) != s && DismissReasons.English(s) != s);
    }

    private static MoveRequest Complete(string action) => new(1, action, 1, "理由", LeadOutcome.Partly, "wu", _today.AddDays(30), _today.AddDays(10), "explained");
}
