using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Data.Names;
using FundWatch.Data.Queue;
using FundWatch.Data.Review;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Leads;

public sealed class LeadBuilderTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Scene _scene;

    public LeadBuilderTests() => _scene = new Scene(_database);

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_flag_becomes_a_lead_with_its_words_its_money_and_a_trail()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");

        (await _scene.BuildAsync()).Should().Be(new LeadCounts(1, 0, 0, 0, 0));

        var page = await PageAsync();
        page.Lead.Should().BeEquivalentTo(new
        {
            Stream = "reception", Scheme = "reception.standard", SubjectCode = Scene.Bureau, Status = "new", AmountAtStake = 1200.50m, ReasonCodes = new[] { "REC-001" },
            EvidenceKeys = new[] { "reception:R1" }, ReasonsZh = "陪餐人数超比例：R1：来宾 8 人、陪餐 9 人，疑似超过标准 3 人，需核实",
        });
        page.Parts.Sum(p => p.Contribution).Should().Be(page.Lead.RiskScore);
        var trail = await new TrailStore(_database.Store, _scene.Clock).OfLeadAsync(page.Lead.LeadId);
        trail.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Event = "created", Actor = "system", Ordinal = 1, ToStatus = "new" });
        trail[0].Hash.Should().Equal(trail[0].ComputeHash(), "the database and the program compute the same hash");
    }

    [Fact]
    public async Task Building_twice_changes_no_table()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.RuleAsync("REC-007", kind: "analytic", severity: 2);
        foreach (var i in Enumerable.Range(0, 30))
        {
            await _scene.FlagAsync("REC-001", $"R{i}", subject: $"B{i % 7}");
            await _scene.FlagAsync("REC-007", $"R{i}", subject: $"B{i % 7}", value: 0.001m, threshold: 0.01m);
        }

        await _scene.ScoresAsync("reception-organisation", "reception", "organisation", ("B3", 1e-5), ("Odd", 1e-6));
        (await _scene.BuildAsync()).New.Should().Be(8);
        var before = await _database.HashTablesAsync("review");
        _scene.Clock.Advance(TimeSpan.FromDays(40));

        (await _scene.BuildAsync()).Should().Be(new LeadCounts(0, 0, 8, 0, 0));

        (await _database.HashTablesAsync("review")).Should().Equal(before);
    }

    [Fact]
    public async Task New_evidence_updates_the_lead_and_never_files_a_second_one()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.BuildAsync();
        var first = await PageAsync();
        await _scene.FlagAsync("REC-001", "R2");
        _scene.Clock.Advance(TimeSpan.FromHours(1));

        (await _scene.BuildAsync()).Should().Be(new LeadCounts(0, 1, 0, 0, 0));

        var second = await PageAsync();
        second.Lead.LeadId.Should().Be(first.Lead.LeadId);
        second.Lead.RiskScore.Should().BeGreaterThan(first.Lead.RiskScore);
        second.Lead.EvidenceKeys.Should().Equal("reception:R1", "reception:R2");
        second.Version.Should().Be(first.Version + 1);
        (await EventsAsync(first.Lead.LeadId)).Should().Equal("created", "evidence_changed");
    }

    [Fact]
    public async Task A_closed_lead_comes_back_only_when_new_rows_appear()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.FlagAsync("REC-001", "R2");
        await _scene.BuildAsync();
        var lead = await PageAsync();
        var moved = await new MoveStore(_database.Store, _scene.Clock).MoveAsync(
            new MoveRequest(lead.Lead.LeadId, "dismiss", lead.Version, Note: "已核对菜单", DismissReason: "explained"), new Actor("chen", ReviewRole.Auditor));
        moved.Should().BeOfType<MoveResult.Moved>();

        await _scene.ExecuteAsync("update rule.flag set value = 12 where item_key = 'R1'");
        (await _scene.BuildAsync()).Should().BeEquivalentTo(new { Updated = 1, Reopened = 0 });
        (await PageAsync()).Lead.Status.Should().Be("dismissed");

        await _scene.ClearAsync("REC-001", "R2");
        (await _scene.BuildAsync()).Should().BeEquivalentTo(new { Updated = 1, Reopened = 0 });
        (await PageAsync()).Lead.Status.Should().Be("dismissed", "fewer rows are no reason to look again");

        await _scene.FlagAsync("REC-001", "R3");
        (await _scene.BuildAsync()).Should().BeEquivalentTo(new { Updated = 1, Reopened = 1 });
        var back = await PageAsync();
        back.Lead.Status.Should().Be("new");
        back.DismissReason.Should().BeNull();
        (await EventsAsync(lead.Lead.LeadId)).Should().Equal("created", "dismiss", "rescored", "evidence_changed", "reopened");
    }

    [Theory]
    [InlineData("new", "update review.lead set version = version + 1, status = 'dismissed', dismiss_reason = 'explained'", "new: ", 1)]
    [InlineData("dismissed", "update review.lead set version = version + 1, status = 'assigned', assignee = 'chen', dismiss_reason = null", "assigned: chen", 0)]
    public async Task New_evidence_meets_the_lead_as_a_person_has_just_left_it(string before, string move, string after, int reopened)
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.BuildAsync();
        await _scene.ExecuteAsync("update review.lead set status = $1", before);
        await _scene.FlagAsync("REC-001", "R2");
        await using var person = await _database.Owner.OpenConnectionAsync();
        await using var moving = await person.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(move, person, moving))
        {
            await command.ExecuteNonQueryAsync();
        }

        var building = _scene.BuildAsync(); // has read the lead as it was, and waits for the person
        await Eventually.HappensAsync(async () => await _scene.ScalarAsync("select exists (select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')") is true);
        await moving.CommitAsync();

        (await building).Should().BeEquivalentTo(new { Updated = 1, Reopened = reopened });
        (await _scene.ScalarAsync("select status || ': ' || coalesce(assignee, '') from review.lead")).Should().Be(after);
        (await PageAsync()).Lead.EvidenceKeys.Should().Equal("reception:R1", "reception:R2");
        (await _scene.BuildAsync()).Unchanged.Should().Be(1);
    }

    [Fact]
    public async Task A_lead_that_loses_all_its_evidence_is_closed_with_that_reason_and_kept()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.BuildAsync();
        await _scene.ClearAsync("REC-001", "R1");

        (await _scene.BuildAsync()).Closed.Should().Be(1);
        (await _scene.BuildAsync()).Closed.Should().Be(0);

        var page = await PageAsync();
        page.Lead.Status.Should().Be("dismissed");
        page.DismissReason.Should().Be(DismissReasons.EvidenceGone);
        page.Parts.Should().ContainSingle("what was suspected stays readable");

        await _scene.ExecuteAsync("update rule.flag set cleared_at = null");
        (await _scene.BuildAsync()).Reopened.Should().Be(1);
        (await EventsAsync(page.Lead.LeadId)).Should().Equal("created", "evidence_gone", "reopened");
    }

    [Fact]
    public async Task What_a_person_found_stands_when_the_evidence_goes()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.BuildAsync();
        await _scene.ExecuteAsync("update review.lead set status = 'rectifying', outcome = 'substantiated'");
        await _scene.ClearAsync("REC-001", "R1");

        await _scene.BuildAsync();

        var page = await PageAsync();
        page.Lead.Status.Should().Be("rectifying");
        (await EventsAsync(page.Lead.LeadId)).Should().Equal("created", "evidence_gone");
    }

    [Fact]
    public async Task A_model_is_a_part_of_the_strongest_rule_lead_of_its_business_and_files_one_alone_only_where_rules_are_silent()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.RuleAsync("REC-003", scheme: "reception.letter", severity: 2);
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.FlagAsync("REC-003", "R2", value: 2, threshold: 1);
        await _scene.ScoresAsync("reception-organisation", "reception", "organisation", (Scene.Bureau, 1e-5), ("Silent", 1e-5), ("Slight", 0.02));

        (await _scene.BuildAsync()).New.Should().Be(3);

        var leads = await _scene.Leads.RowsAsync(new LeadFilter(), null).ToListAsync();
        leads.Single(l => l.Scheme == "reception.standard").ReasonCodes.Should().BeEquivalentTo("REC-001", "reception-organisation");
        leads.Single(l => l.Scheme == "reception.letter").ReasonCodes.Should().Equal("REC-003");
        var alone = leads.Single(l => l.Scheme == "reception.anomaly");
        alone.SubjectCode.Should().Be("Silent");
        alone.QValue.Should().BeLessThan(0.1);
        alone.ModelVersions.Should().Equal("reception-organisation/isolation-forest@1");
        alone.ReasonsZh.Should().Be("与同类相比数据异常：人均餐费 128.00 元，3.2 倍于 41 个同类单位的中位数（40.00 元），需核实");
        alone.ReasonsEn.Should().Contain("3.2 times the median of 41 similar bureaus");
    }

    [Fact]
    public async Task A_person_is_masked_in_name_words_and_evidence()
    {
        var token = "p_" + new string('a', 22);
        await _scene.ExecuteAsync("insert into vault.personal values ($1, '\\x00', '张*明')", token);
        await _scene.RuleAsync("REC-013", subject: "person", reasonZh: "{who} 同时段出现在 {value} 份清单，需核实");
        await _scene.FlagAsync("REC-013", "R1", subject: token, detail: $$"""{"who": "{{token}}"}""");
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        await _scene.ExecuteAsync("""
            insert into record.reception (reception_id, org_code, org_name, region_code, reception_date, guest_count, meal_amount, total_amount, handler, payee_name, source_id, batch_id, line_no, row_hash, recorded_from)
            values ('R1', 'X', '某局', '450103', '2025-06-01', 8, 1234.5, 1234.5, $1, '李四', 1, 1, 1, gen_random_uuid(), now())
            """, token);

        await _scene.BuildAsync();

        var page = await PageAsync();
        page.Lead.SubjectName.Should().Be("张*明");
        page.Lead.ReasonsZh.Should().Contain("张*明 同时段").And.NotContain(token);
        var cells = page.Evidence.Single().Cells.ToDictionary(c => c.Zh, c => c.Value);
        cells["经办人"].Should().Be("张*明");
        cells["收款方"].Should().Be("李*");
        cells["餐费"].Should().Be("1,234.50");
        cells["接待日期"].Should().Be("2025-06-01");
    }

    [Fact]
    public async Task A_name_written_without_its_code_shows_the_registered_one_once_it_is_linked_and_no_longer_when_that_is_undone()
    {
        await _scene.RuleAsync("REC-001");
        await _scene.FlagAsync("REC-001", "R1");
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        await _scene.ExecuteAsync("""
            insert into record.reception (reception_id, org_code, org_name, region_code, reception_date, guest_count, meal_amount, total_amount, guest_org_name, guest_region_code, source_id, batch_id, line_no, row_hash, recorded_from)
            values ('R1', 'X', '某局', '450103', '2025-06-01', 8, 1, 1, '县卫健局', '431402', 1, 1, 1, gen_random_uuid(), now())
            """);
        await _scene.ExecuteAsync("""
            insert into ingest.name_link (kind, source_id, written_name, region_code, code, registered_name, method, confidence, state, rows, made_at)
            values ('organisation', 1, '县卫健局', '431402', 'C1', '岚溪县卫生健康局', 'abbreviation', 0.9, 'proposed', 1, now()), ('organisation', 1, '县卫健局', '431499', 'C2', '别处卫生健康局', 'exact', 1, 'confirmed', 1, now())
            """);
        await _scene.BuildAsync();
        var names = new NameLinkStore(_database.Store, _scene.Clock);
        var link = (await names.ListAsync("proposed", null, default)).Single().Id;
        (await LinkedAsync()).Should().BeNull("a proposal is no link, and that of another place is another's");

        await names.ConfirmAsync([link], "wang", null, default);
        (await LinkedAsync()).Should().Be(new LinkedName("岚溪县卫生健康局", "C1", "abbreviation"));
        await names.UndoAsync([link], "wang", null, default);
        (await LinkedAsync()).Should().BeNull();

        // Where the row does not say where its guests come from, its own place counts for what was confirmed of that place, and for nothing else.
        await _scene.ExecuteAsync("update record.reception set guest_region_code = null where reception_id = 'R1'");
        await _scene.ExecuteAsync("update ingest.name_link set region_code = '450103', state = 'confirmed', decided_by = 'wang', decided_at = now() where code = 'C1'");
        (await LinkedAsync()).Should().BeNull();
        await _scene.ExecuteAsync("update ingest.name_link set method = 'own_place' where code = 'C1'");
        (await LinkedAsync()).Should().Be(new LinkedName("岚溪县卫生健康局", "C1", "own_place"));

        async Task<LinkedName?> LinkedAsync() => (await PageAsync()).Evidence.Single().Cells.Single(c => c.Column == "guest_org_name").Linked;
    }

    [Fact]
    public async Task A_person_who_stands_as_a_firm_or_as_an_application_is_masked_like_any_other()
    {
        var token = "p_" + new string('b', 22);
        await _scene.ExecuteAsync("insert into vault.personal values ($1, '\\x00', '****1235')", token);
        await _scene.RuleAsync("SCH-007", scheme: "meals.supplier", subject: "company", reasonZh: "向 {supplier} 采购，需核实");
        await _scene.FlagAsync("SCH-007", token, subject: token, detail: $$"""{"supplier": "{{token}}"}""", evidence: [$"project:G1"]);
        await _scene.RuleAsync("SUB-001", scheme: "subsidy.duplicate", subject: "application", reasonZh: "{item} 重复申报，需核实");
        await _scene.FlagAsync("SUB-001", token, subject: token, detail: "{}", evidence: [$"subsidy:{token}"]);
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        await _scene.ExecuteAsync("""
            insert into record.project (project_id, project_name, owner_name, region_code, supplier_code, supplier_name, source_id, batch_id, line_no, row_hash, recorded_from)
            values ('G1', '修缮', '某局', '450103', $1, '王五 ' || $1, 1, 1, 1, gen_random_uuid(), now())
            """, token);
        await _scene.ExecuteAsync("""
            insert into record.subsidy (application_id, programme_name, department_name, applicant_code, applicant_name, region_code, applied_on, applied_amount, project_title, source_id, batch_id, line_no, row_hash, recorded_from)
            values ($1, '种粮补贴', '某局', $1, '王五', '450103', '2025-01-01', 5, '补贴 ' || $1, 1, 1, 1, gen_random_uuid(), now())
            """, token);

        await _scene.BuildAsync();

        var pages = new List<LeadPage>();
        await foreach (var lead in _scene.Leads.RowsAsync(new LeadFilter(), null))
        {
            pages.Add((await _scene.Leads.ShowAsync(lead.LeadId))!);
        }

        pages.Should().HaveCount(2);
        pages.Single(p => p.Lead.SubjectKind == "company").Lead.SubjectName.Should().Be("****1235");
        pages.Single(p => p.Lead.SubjectKind == "application").Lead.SubjectName.Should().Be("王*：补贴 ****1235");
        foreach (var page in pages)
        {
            (page.Lead.ReasonsZh + page.Lead.SubjectName + string.Concat(page.Evidence.Select(e => e.Key).Concat(page.Evidence.SelectMany(e => e.Cells).Select(c => c.Value)))).Should().Contain("****1235").And.NotContain("p_");
            page.Evidence.SelectMany(e => e.Cells).Where(c => c.Value.Contains("****")).Should().OnlyContain(c => c.IsPersonal);
            page.Evidence.Select(e => e.Record).Should().Equal(page.Lead.EvidenceKeys, "a row's link leads to its record, whose key may be a person's");
        }
    }

    [Fact]
    public async Task A_person_named_in_the_records_is_masked_in_every_word_of_the_lead_and_a_firm_is_not()
    {
        var token = "p_" + new string('d', 22);
        await _scene.ExecuteAsync("insert into vault.personal values ($1, '\\x00', '****1235')", token);
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        foreach (var (application, code, name) in new[] { ("S1", token, "田涛玉"), ("S2", "91990101000040010Q", "汇源行"), ("S3", token[..23] + "e", "12") })
        {
            await _scene.ExecuteAsync("""
                insert into record.subsidy (application_id, programme_name, department_name, applicant_code, applicant_name, region_code, applied_on, applied_amount, payee_name, source_id, batch_id, line_no, row_hash, recorded_from)
                values ($1, '种粮补贴', '某局', $2, $3, '450103', '2025-01-01', 5, '彭佳', 1, 1, 1, gen_random_uuid(), now())
                """, application, code, name);
        }

        await _scene.RuleAsync("SUB-009", scheme: "subsidy.disbursement", subject: "application", reasonZh: "{subject_name} 的「{programme}」付给 {payee}，需核实", reasonEn: "{programme} for {subject_name}; to be verified");
        await _scene.FlagAsync("SUB-009", "田涛玉|2025", subject: "S1", detail: """{"subject_name": "田涛玉", "programme": "田涛玉户种粮补贴", "payee": "彭佳"}""", evidence: ["subsidy:S1"]);
        await _scene.FlagAsync("SUB-009", "S3", subject: "S3", detail: """{"subject_name": "12", "programme": "12 月补贴", "payee": "彭佳", "count": 12, "彭佳": true}""", evidence: ["subsidy:S3"]);
        await _scene.FlagAsync("SUB-009", "S2", subject: "S2", detail: """{"subject_name": "汇源行", "programme": "彭佳村补贴"}""", evidence: ["subsidy:S2"]);
        await _scene.RuleAsync("SUB-005", scheme: "subsidy.eligibility", subject: "company", reasonZh: "{subject_name} 共用电话，需核实", reasonEn: "{subject_name}; to be verified");
        await _scene.FlagAsync("SUB-005", "shared", subject: token, detail: """{"subject_name": "田涛玉"}""", evidence: ["subsidy:elsewhere"]);
        await _scene.BuildAsync();
        // As a version before wrote it.
        await _scene.ExecuteAsync("update review.lead set reasons_zh = '田涛玉', reasons_en = '田涛玉', content_sha256 = 'before'");

        (await _scene.BuildAsync()).Updated.Should().Be(4, "a lead that was written in other words is written anew");

        var pages = new List<LeadPage>();
        await foreach (var lead in _scene.Leads.RowsAsync(new LeadFilter(), null))
        {
            pages.Add((await _scene.Leads.ShowAsync(lead.LeadId))!);
        }

        foreach (var text in pages.SelectMany(p => p.Parts.SelectMany(part => new[] { part.ReasonZh, part.ReasonEn, part.Detail }).Concat([p.Lead.SubjectName, p.Lead.ReasonsZh, p.Lead.ReasonsEn]).Concat(p.Evidence.SelectMany(e => e.Cells).Select(c => c.Value))))
        {
            text.Should().NotContain("田涛玉");
        }

        pages.Single(p => p.Lead.SubjectCode == "S1").Lead.ReasonsZh.Should().Contain("田** 的「田**户种粮补贴」付给 彭*，");
        pages.Single(p => p.Lead.SubjectCode == "S1").Lead.ReasonsEn.Should().Contain("田**户种粮补贴 for 田**");
        pages.Single(p => p.Lead.SubjectCode == "S3").Lead.ReasonsZh.Should().Contain("12 的「12 月补贴」付给 彭*，", "a figure where a name should be is no name");
        pages.Single(p => p.Lead.SubjectCode == "S2").Lead.ReasonsZh.Should().Contain("汇源行 的「彭佳村补贴」", "a firm is no person, and a place no payee");
        pages.Single(p => p.Lead.SubjectCode == "S2").Evidence.Single().Cells.Single(c => c.Column == "applicant_name").Value.Should().Be("汇源行");
    }

    [Fact]
    public async Task A_person_whom_a_finding_names_without_showing_the_row_is_masked_too()
    {
        var token = "p_" + new string('d', 22);
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        await _scene.ExecuteAsync("insert into record.bid (bid_id, project_id, bidder_code, bidder_name, bid_amount, source_id, batch_id, line_no, row_hash, recorded_from) values ('B1', 'P1', $1, '田涛玉', 5, 1, 1, 1, gen_random_uuid(), now())", token);
        await _scene.RuleAsync("COL-012", scheme: "project.collusion", subject: "company", reasonZh: "与（{others}）轮流中标，需核实", reasonEn: "with {others}; to be verified");
        await _scene.FlagAsync("COL-012", "rotation", subject: "91990101000040010Q", detail: """{"others": "示例公司1、田涛玉、田涛玉商行、汇源行", "田涛玉": 1}""", evidence: ["project:P1"]);

        await _scene.BuildAsync();

        var page = await PageAsync();
        page.Lead.ReasonsZh.Should().Contain("与（示例公司1、田**、田涛玉商行、汇源行）轮流中标");
        page.Lead.ReasonsEn.Should().Contain("示例公司1、田**、田涛玉商行、汇源行");
        page.Parts.Single().Detail.Should().NotContain("、田涛玉、");
    }

    [Fact]
    public async Task Names_are_looked_for_only_where_a_text_has_words_that_may_be_one_and_only_those()
    {
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        foreach (var (id, name) in new[] { ("B1", "田涛玉"), ("B2", "彭佳") })
        {
            await _scene.ExecuteAsync("insert into record.bid (bid_id, project_id, bidder_code, bidder_name, bid_amount, source_id, batch_id, line_no, row_hash, recorded_from) values ($1, 'P1', $2, $3, 5, 1, 1, 1, gen_random_uuid(), now())", id, "p_" + new string('d', 22), name);
        }

        await using var connection = await _database.App.OpenConnectionAsync();
        (await PersonNames.AmongAsync(connection, ["""{"others": "示例公司1、田涛玉、彭佳商行、汇源行"}"""], default)).Should().Equal("田涛玉");

        await using var closed = new NpgsqlConnection();
        (await PersonNames.AmongAsync(closed, ["P1|rotation", """{"subject_name": "清源县农业农村局", "count": 3}"""], default)).Should().BeEmpty("without such a word nothing is asked");
    }

    [Fact]
    public async Task Amounts_of_a_column_have_the_same_decimals_and_a_day_without_an_hour_is_a_day()
    {
        await _scene.ExecuteAsync("insert into ingest.source (name) values ('t')");
        foreach (var (id, at, amount) in new[] { ("C1", "2025-06-01 00:00+08", 1000m), ("C2", "2025-06-01 12:30+08", 35.5m), ("C3", "2025-06-02 00:00+08", 0.25m) })
        {
            await _scene.ExecuteAsync("insert into record.canteen_payment (payment_id, canteen_code, paid_at, amount, source_id, batch_id, line_no, row_hash, recorded_from) values ($1, 'K', $2::text::timestamptz, $3, 1, 1, 1, gen_random_uuid(), now())", id, at, amount);
        }

        await _scene.RuleAsync("REC-021", scheme: "canteen.payment");
        await _scene.FlagAsync("REC-021", "i", evidence: ["canteen_payment:C1", "canteen_payment:C2", "canteen_payment:C3"]);
        await _scene.BuildAsync();

        var rows = (await PageAsync()).Evidence;
        rows.Select(r => r.Cells.Single(c => c.Column == "amount").Value).Should().Equal("1,000.00", "35.50", "0.25");
        rows.Select(r => r.Cells.Single(c => c.Column == "paid_at").Value).Should().Equal("2025-06-01", "2025-06-01 12:30", "2025-06-02");
    }

    [Fact]
    public async Task Each_lead_of_a_ring_names_the_others_by_the_rows_they_share()
    {
        await _scene.RuleAsync("SUB-005", scheme: "subsidy.eligibility", subject: "company");
        string[] ring = ["subsidy:A", "subsidy:B", "subsidy:C"];
        for (var i = 1; i <= 7; i++)
        {
            await _scene.FlagAsync("SUB-005", "shared", subject: $"9199010100004000{i}Q", evidence: i == 1 ? [.. ring, "subsidy:X"] : i < 7 ? ring[..(i == 2 ? 1 : 3)] : ["subsidy:Y"]);
        }

        await _scene.BuildAsync();
        var leads = new Dictionary<string, long>();
        await foreach (var lead in _scene.Leads.RowsAsync(new LeadFilter(), null))
        {
            leads[lead.SubjectCode] = lead.LeadId;
        }

        var queue = new QueueStore(_database.Store);
        var others = await queue.SharingAsync(leads["91990101000040001Q"]);
        others.Select(o => o.Rows).Should().Equal(3, 3, 3, 3, 1);
        others[^1].LeadId.Should().Be(leads["91990101000040002Q"]);
        (await queue.SharingAsync(leads["91990101000040002Q"], most: 2)).Should().HaveCount(2);
        (await queue.SharingAsync(leads["91990101000040007Q"])).Should().BeEmpty();
    }

    [Fact]
    public async Task Leads_on_the_same_rows_are_found_by_an_index_however_many_leads_there_are()
    {
        await _scene.RuleAsync("SUB-005", scheme: "subsidy.eligibility", subject: "company");
        await _scene.FlagAsync("SUB-005", "shared", subject: "91990101000040001Q", evidence: ["subsidy:A1", "subsidy:A2"]);
        await _scene.BuildAsync();
        var lead = (await PageAsync()).Lead.LeadId;
        await _scene.ExecuteAsync("""
            insert into review.lead overriding system value
            select (jsonb_populate_record(l, jsonb_build_object('lead_id', 10000 + i, 'fingerprint', 'more' || i, 'subject_code', 'C' || i,
                'evidence_keys', jsonb_build_array('subsidy:A' || i, 'subsidy:B' || i, 'subsidy:C' || i % 50)))).*
            from review.lead l, generate_series(1, 4000) i
            """);
        await _scene.ExecuteAsync("vacuum analyze review.lead");

        (await new QueueStore(_database.Store).SharingAsync(lead)).Select(o => (o.LeadId, o.Rows)).Should().BeEquivalentTo([(10001L, 1), (10002L, 1)]);
        var plan = new List<string>();
        await using var explain = _database.App.CreateCommand("explain " + QueueStore.SharingSql);
        explain.Parameters.AddWithValue(lead);
        explain.Parameters.AddWithValue(5);
        await using var reader = await explain.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(0));
        }

        plan.Should().Contain(line => line.Contains("lead_evidence_keys_idx", StringComparison.Ordinal)).And.NotContain(line => line.Contains("Seq Scan on lead", StringComparison.Ordinal));
    }

    private async Task<LeadPage> PageAsync()
    {
        var lead = await _scene.Leads.RowsAsync(new LeadFilter(), null).SingleAsync();
        return (await _scene.Leads.ShowAsync(lead.LeadId))!;
    }

    private async Task<IEnumerable<string>> EventsAsync(long lead) =>
        (await new TrailStore(_database.Store, _scene.Clock).OfLeadAsync(lead)).Select(e => e.Event);
}
