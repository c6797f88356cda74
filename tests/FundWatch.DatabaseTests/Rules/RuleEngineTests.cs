using FundWatch.Core.Rules;
using FundWatch.Data.Rules;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Rules;

/// <summary>The engine itself, with small rules written for the purpose.</summary>
public sealed class RuleEngineTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    public Task InitializeAsync() => _database.InitializeAsync();

    public Task DisposeAsync() => _database.DisposeAsync();

    private static RuleFile Dear(string id = "TST-001", string query = "", string limit = "-- param: most = 100 yuan | zh 上限 | en limit", string requires = "reception.meal_amount") =>
        RuleFile.Parse($"{id}.sql", $$"""
            -- id: {{id}}
            -- version: 1
            -- title_zh: 测试
            -- title_en: Test
            -- stream: reception
            -- scheme: test.scheme
            -- subject: organisation
            -- kind: deterministic
            -- severity: 2
            -- basis_zh: 无
            -- basis_en: none
            -- basis_checked: no
            -- requires: {{requires}}
            {{limit}}
            -- reason_zh: 疑似 {value}，需核实
            -- reason_en: suspected {value}; to be verified

            {{(query.Length > 0 ? query : $"""
            select r.org_code as subject_code, r.reception_id as item_key,
                   case when r.venue_type = '家' then 'not_applicable' when r.meal_count is null then 'insufficient_data'
                        when r.meal_count < 0 then 'nonsense'
                        when r.meal_amount > rule.param('{id}', 'most', r.region_code, r.reception_date) then 'triggered' else 'not_triggered' end as state,
                   r.meal_amount as value, rule.param('{id}', 'most', r.region_code, r.reception_date) as threshold, r.meal_amount as amount,
                   r.reception_date as event_on, array['reception:' || r.reception_id] as evidence,
                   case when r.meal_count is null then jsonb_build_object('missing', jsonb_build_array('reception.meal_count')) end as detail
            from reception r join scope s on s.subject_code = r.org_code
            """)}}
            """);

    private RuleEngine Engine(params RuleFile[] rules) => new(_database.Store, RuleCatalogue.Of(rules), TimeProvider.System);

    private async Task SqlAsync(string sql)
    {
        await using var command = _database.App.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> AskAsync(string sql)
    {
        await using var command = _database.App.CreateCommand($"select coalesce(string_agg(x::text, ' ' order by x::text), '') from ({sql}) t (x)");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private Task ReceiveAsync(string id, string org, decimal meal, string region = "430301", string day = "2025-03-04", string count = "1", string venue = "店") => SqlAsync($"""
        insert into record.reception (reception_id, org_code, org_name, region_code, reception_date, guest_count, meal_count, venue_type, meal_amount, total_amount,
                                      source_id, batch_id, line_no, row_hash, recorded_from)
        values ('{id}', '{org}', '{org}', '{region}', '{day}', 1, {count}, '{venue}', {meal}, {meal}, 1, 1, 1, gen_random_uuid(), clock_timestamp())
        on conflict (reception_id, source_id) do update set meal_amount = excluded.meal_amount, org_code = excluded.org_code, recorded_from = excluded.recorded_from
        """);

    [Fact]
    public async Task A_new_version_of_a_rule_retires_what_the_old_one_found_and_so_does_one_that_became_a_draft()
    {
        await ReceiveAsync("1", "A", 200);
        await ReceiveAsync("2", "A", 300);
        await Engine(Dear()).RunAsync(new RuleScope());
        var second = Dear(query: """
            select r.org_code as subject_code, 'all of ' || r.org_code as item_key, 'triggered' as state, sum(r.meal_amount) as value, null as threshold, null as amount,
                   null as event_on, array_agg('reception:' || r.reception_id order by 1) as evidence, null as detail
            from reception r join scope s on s.subject_code = r.org_code group by r.org_code
            """);

        (await Engine(second).RunAsync(new RuleScope())).Single().Message.Should().BeNull();
        (await AskAsync("select item_key from rule.flag where cleared_at is null")).Should().Be("all of A");

        var folder = Directory.CreateTempSubdirectory();
        await RuleScaffold.WriteAsync(folder.FullName, "TST-001", default);
        var draft = RuleCatalogue.Load(folder.FullName);
        draft.Drafts.Should().ContainSingle();
        await new RuleEngine(_database.Store, draft, TimeProvider.System).RunAsync(new RuleScope());
        (await AskAsync("select item_key from rule.flag where cleared_at is null")).Should().BeEmpty();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task After_a_change_a_rule_with_groups_judges_those_who_share_a_value_with_it_and_sees_no_other_records()
    {
        // Meals of one price belong together: A and B, C and D; ten others have prices of their own.
        foreach (var (org, meal) in new[] { ("A", 100m), ("B", 100m), ("C", 200m), ("D", 200m) }.Concat(Enumerable.Range(1, 10).Select(i => ($"X{i}", 1000m + i))))
        {
            await ReceiveAsync(org, org, meal);
        }

        var rule = Dear(limit: "-- group: reception: meal_amount", query: """
            select r.org_code as subject_code, r.reception_id as item_key, 'triggered' as state,
                   (select count(*) from reception o where o.meal_amount = r.meal_amount) as value, (select count(*) from reception) as threshold, null as amount,
                   r.reception_date as event_on, array['reception:' || r.reception_id] as evidence, null as detail
            from reception r join scope s on s.subject_code = r.org_code
            """);
        await Engine(rule).RunAsync(new RuleScope());
        const string found = "select subject_code || '=' || value || '/' || threshold from rule.flag where subject_code in ('A', 'B', 'C', 'D')";
        (await AskAsync(found)).Should().Be("A=2/14 B=2/14 C=2/14 D=2/14");

        await ReceiveAsync("A", "A", 200); // leaves B, joins C and D

        (await Engine(rule).RunAsync(new RuleScope())).Single().Evaluated.Should().Be(4);
        (await AskAsync(found)).Should().Be("A=3/4 B=1/4 C=3/4 D=3/4", "of fourteen records it sees those of the four");

        (await Engine(rule).RunAsync(new RuleScope(Full: true))).Single().Evaluated.Should().Be(14);
        (await AskAsync(found)).Should().Be("A=3/14 B=1/14 C=3/14 D=3/14");
    }

    [Fact]
    public async Task A_rule_is_not_run_for_a_change_in_columns_that_it_does_not_name()
    {
        await ReceiveAsync("1", "A", 200);
        await ReceiveAsync("2", "B", 200);
        var whole = Dear("TST-002", query: """
            select r.org_code as subject_code, r.reception_id as item_key, 'triggered' as state, null as value, null as threshold, null as amount,
                   null as event_on, array['reception:' || r.reception_id] as evidence, to_jsonb(r) as detail, r.meal_amount
            from reception r join scope s on s.subject_code = r.org_code
            """);
        await Engine(Dear(), whole).RunAsync(new RuleScope());

        await SqlAsync("update record.reception set letter_no = '函1', recorded_from = clock_timestamp() where reception_id = '1'");
        (await Engine(Dear(), whole).RunAsync(new RuleScope())).Select(r => r.Id).Should().Equal(["TST-002"], "it shows the record as it is");

        await SqlAsync("update record.reception set meal_amount = 50, recorded_from = clock_timestamp() where reception_id = '1'");
        await SqlAsync("update record.reception set purpose = '检查', recorded_from = clock_timestamp() where reception_id = '1'");
        (await Engine(Dear()).RunAsync(new RuleScope())).Single().Evaluated.Should().Be(1, "two versions on, the amount still differs from the one that was judged");
        (await AskAsync("select subject_code from rule.flag where rule_id = 'TST-001' and cleared_at is null")).Should().Be("B");

        await SqlAsync("update record.reception set purpose = '调研', recorded_from = clock_timestamp() where reception_id = '1'");
        await SqlAsync("delete from record.reception where reception_id = '2'");
        await ReceiveAsync("3", "C", 10);
        (await Engine(Dear()).RunAsync(new RuleScope())).Single().FlagsCleared.Should().Be(1, "one came and one went: as many as before, and not the same");
        (await Engine(Dear()).RunAsync(new RuleScope())).Should().BeEmpty();
    }

    [Fact]
    public async Task Where_and_when_a_limit_has_no_value_the_rule_does_not_apply()
    {
        await ReceiveAsync("1", "Abroad", 200, region: "000000");
        await ReceiveAsync("2", "Here", 200);
        await ReceiveAsync("3", "Both", 200);
        await ReceiveAsync("4", "Both", 50, region: "000000");
        await ReceiveAsync("5", "Early", 200, day: "2012-01-01");
        const string law = "-- param: most = 100 yuan | from 2013-12-08 | source \"规定\" | zh 上限 | en limit";

        await Engine(Dear(limit: law), Dear("TST-002", limit: law, requires: "reception.letter_no")).RunAsync(new RuleScope());

        (await AskAsync("select subject_code || '=' || state from rule.state where rule_id = 'TST-001'"))
            .Should().Be("Abroad=not_applicable Both=triggered Early=not_applicable Here=triggered");
        (await AskAsync("select subject_code || '=' || state || coalesce(missing::text, '') from rule.state where rule_id = 'TST-002' and subject_code in ('Abroad', 'Here')"))
            .Should().Be("Abroad=not_applicable Here=insufficient_data{reception.letter_no}", "what is missing does not matter where the rule is not in force");
    }

    [Fact]
    public async Task A_limit_meant_for_abroad_is_asked_there()
    {
        await ReceiveAsync("1", "Abroad", 200, region: "000000");
        const string limits = "-- param: most = 100 yuan | zh 上限 | en limit\n-- param: most[000000] = 140 pounds | source \"Code\" | zh 上限 | en limit";

        await Engine(Dear(limit: limits)).RunAsync(new RuleScope());

        (await AskAsync("select threshold from rule.flag")).Should().Be("140");
    }

    [Fact]
    public async Task The_five_states_are_counted_per_subject_and_the_worst_speaks_for_it()
    {
        await ReceiveAsync("1", "A", 200);
        await ReceiveAsync("2", "A", 50);
        await ReceiveAsync("3", "A", 50, count: "null");
        await ReceiveAsync("4", "B", 50, count: "null");
        await ReceiveAsync("5", "B", 50, venue: "家");
        await ReceiveAsync("6", "C", 50, venue: "家");
        await ReceiveAsync("7", "D", 50, count: "-1");

        var run = (await Engine(Dear()).RunAsync(new RuleScope())).Single();

        (run.Evaluated, run.Triggered, run.NotTriggered, run.InsufficientData, run.NotApplicable, run.Error).Should().Be((7, 1, 1, 2, 2, 1));
        (await AskAsync("select subject_code || ':' || state || ':' || coalesce(missing[1], '') from rule.state"))
            .Should().Be("A:triggered:reception.meal_count B:insufficient_data:reception.meal_count C:not_applicable: D:error:");
    }

    [Fact]
    public async Task A_run_over_what_changed_ends_where_a_full_run_ends()
    {
        for (var i = 0; i < 40; i++)
        {
            await ReceiveAsync($"{i}", $"O{i % 8}", i % 5 == 0 ? 200 : 50);
        }

        var engine = Engine(Dear());
        await engine.RunAsync(new RuleScope());
        await ReceiveAsync("5", "O5", 90);                 // corrected: no longer dear
        await ReceiveAsync("6", "O6", 300);                // corrected: now dear
        await ReceiveAsync("10", "O7", 200);               // corrected: it was another office
        await SqlAsync("delete from record.reception where reception_id = '15'");
        await ReceiveAsync("99", "NEW", 500);

        var run = (await engine.RunAsync(new RuleScope())).Single();
        var flags = await AskAsync("select (subject_code, item_key, value, cleared_at is null) from rule.flag");
        var states = await AskAsync("select s from rule.state s");
        await engine.RunAsync(new RuleScope(Full: true));

        run.Evaluated.Should().BeLessThan(40, "only the offices named by changed rows are judged");
        (await AskAsync("select (subject_code, item_key, value, cleared_at is null) from rule.flag")).Should().Be(flags);
        (await AskAsync("select s from rule.state s")).Should().Be(states);
        flags.Should().Contain("(O5,5,200.00,f)").And.Contain("(O6,6,300.00,t)").And.Contain("(O2,10,200.00,f)").And.Contain("(O7,10,200.00,t)").And.Contain("(NEW,99,500.00,t)");
    }

    [Fact]
    public async Task A_limit_is_that_of_the_region_and_of_the_day_of_the_event()
    {
        var rule = Dear(limit: """
            -- param: most = 100 yuan | zh 上限 | en limit
            -- param: most = 300 yuan | from 2025-01-01
            -- param: most[4403] = 80 yuan | from 2024-01-01
            """);
        await ReceiveAsync("old", "A", 200, day: "2024-12-31");
        await ReceiveAsync("new", "A", 200, day: "2025-01-01");
        await ReceiveAsync("there", "B", 200, region: "440304", day: "2025-01-01");
        await ReceiveAsync("before", "B", 90, region: "440304", day: "2023-12-31");

        await Engine(rule).RunAsync(new RuleScope());

        (await AskAsync("select item_key || '>' || threshold from rule.flag")).Should().Be("old>100 there>80");
    }

    [Fact]
    public async Task A_persons_limit_survives_the_rule_file_and_has_everything_judged_anew()
    {
        await ReceiveAsync("1", "A", 200);
        await Engine(Dear()).RunAsync(new RuleScope());
        await SqlAsync("update rule.parameter set value = 500, set_by = 'zhang' where rule_id = 'TST-001'");

        var changed = await Engine(Dear()).RunAsync(new RuleScope());
        await Engine(Dear(limit: "-- param: most = 120 yuan | zh 上限 | en limit\n-- param: other = 1 x | zh 新 | en new")).RunAsync(new RuleScope());

        changed.Single().FlagsCleared.Should().Be(1);
        (await AskAsync("select name || '=' || value || ' by ' || set_by from rule.parameter")).Should().Be("most=500 by zhang other=1 by rule file");
    }

    [Fact]
    public async Task A_flag_that_is_no_longer_found_is_cleared_and_found_again_lives_on()
    {
        await ReceiveAsync("1", "A", 200);
        var engine = Engine(Dear());
        await engine.RunAsync(new RuleScope());
        var first = await AskAsync("select flag_id || ' ' || raised_at from rule.flag");
        await ReceiveAsync("1", "A", 50);
        var cleared = (await engine.RunAsync(new RuleScope())).Single();
        (await AskAsync("select cleared_at is not null from rule.flag")).Should().Be("true");
        await ReceiveAsync("1", "A", 250);

        var again = (await engine.RunAsync(new RuleScope())).Single();

        (cleared.FlagsCleared, again.FlagsRaised).Should().Be((1, 1));
        (await AskAsync("select flag_id || ' ' || raised_at from rule.flag where cleared_at is null and value = 250")).Should().Be(first);
    }

    [Fact]
    public async Task A_rule_that_fails_says_where_and_the_others_go_on()
    {
        await ReceiveAsync("1", "A", 200);
        var broken = Dear("TST-002", "select r.org_code as subject_code\n, 1 / 0 as item_key, 'triggered' as state, no_such_column as value from reception r");

        var runs = await Engine(Dear(), broken).RunAsync(new RuleScope());

        runs.Select(r => (r.Id, r.Triggered, r.Failed)).Should().Equal(("TST-001", 1, false), ("TST-002", 0, true));
        runs[1].Message.Should().Contain("no_such_column").And.Contain("TST-002.sql:19");
        (await AskAsync("select subject_code || ':' || state from rule.state where rule_id = 'TST-002'")).Should().Be("A:error");
        (await AskAsync("select rule_id from rule.progress")).Should().Be("TST-001", "a rule that failed is tried again");
    }

    [Fact]
    public async Task A_rule_whose_groups_fail_on_a_value_is_reported_and_the_others_go_on()
    {
        await ReceiveAsync("1", "A", 200);
        await ReceiveAsync("2", "B", 300);
        const string query = """
            select r.org_code as subject_code, r.reception_id as item_key, 'triggered' as state, r.meal_amount as value, null as threshold, null as amount,
                   r.reception_date as event_on, array['reception:' || r.reception_id] as evidence, null as detail
            from reception r join scope s on s.subject_code = r.org_code
            """;
        RuleFile[] rules = [Dear("TST-001", query, "-- group: reception: 1 / (meal_amount - 50)"), Dear("TST-002", query, "-- group: reception: 2 / (meal_amount - 50)"), Dear("TST-003"), Dear("TST-004", query, "-- group: reception: meal_amount")];
        var engine = new RuleEngine(_database.Store, RuleCatalogue.Of(rules), TimeProvider.System, new RuleEngineOptions { Parallel = 1 });
        (await engine.RunAsync(new RuleScope())).Should().OnlyContain(r => !r.Failed);
        await ReceiveAsync("1", "A", 50);

        var runs = await engine.RunAsync(new RuleScope());

        runs.Select(r => (r.Id, r.Evaluated, r.Failed)).Should().Equal(("TST-001", 1, true), ("TST-002", 1, true), ("TST-003", 1, false), ("TST-004", 1, false));
        runs[0].Message.Should().Be("division by zero");
        (await AskAsync("select rule_id || ':' || subject_code || ':' || state from rule.state where rule_id <= 'TST-003'"))
            .Should().Be("TST-001:A:error TST-001:B:triggered TST-002:A:error TST-002:B:triggered TST-003:A:not_triggered TST-003:B:triggered");
        (await AskAsync("select rule_id || ':' || subject_code from rule.flag where rule_id = 'TST-001' and cleared_at is null")).Should().Be("TST-001:A TST-001:B", "what it found earlier stays");
    }

    [Fact]
    public async Task A_run_whose_session_is_ended_ends_and_says_so_of_no_rule()
    {
        await ReceiveAsync("1", "A", 200);
        var ending = Dear(query: """
            select r.org_code as subject_code, pg_terminate_backend(pg_backend_pid())::text as item_key, 'triggered' as state, null as value, null as threshold,
                   null as amount, null as event_on, array['x'] as evidence, null as detail
            from reception r join scope s on s.subject_code = r.org_code
            """);

        var act = () => Engine(ending).RunAsync(new RuleScope());

        await act.Should().ThrowAsync<NpgsqlException>();
        (await AskAsync("select state from rule.state")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_rule_that_tries_to_write_fails()
    {
        await ReceiveAsync("1", "A", 200);
        var writer = Dear("TST-002", """
            with gone as (select r.org_code from reception r), pushed as (select set_config('transaction_read_only', 'off', true) as x)
            select org_code as subject_code, x as item_key, 'triggered' as state, 1 as value, 1 as threshold, 1 as amount, null::date as event_on, array['x'] as evidence, null::jsonb as detail
            from gone, pushed
            """);

        (await Engine(writer).RunAsync(new RuleScope())).Single().Failed.Should().BeTrue();

        foreach (var sql in new[] { "delete from record.reception", "update rule.parameter set value = 1", "insert into rule.flag (rule_id) values ('x')", "select * from review.lead", "select * from vault.personal" })
        {
            await using var command = _database.Rules.CreateCommand(sql);
            var act = () => command.ExecuteNonQueryAsync();
            (await act.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege, "{0}", sql);
        }
    }

    [Fact]
    public async Task A_required_column_that_is_empty_everywhere_is_said_for_every_subject()
    {
        await ReceiveAsync("1", "A", 200);
        var rule = Dear(requires: "reception.meal_amount, reception.letter_no");

        var run = (await Engine(rule).RunAsync(new RuleScope())).Single();

        run.Missing.Should().Equal("reception.letter_no");
        (await AskAsync("select subject_code || ':' || state || ':' || missing[1] from rule.state")).Should().Be("A:insufficient_data:reception.letter_no");
    }

    [Fact]
    public async Task A_look_back_sees_the_old_versions_and_writes_nothing()
    {
        await ReceiveAsync("1", "A", 200);
        await ReceiveAsync("2", "B", 200);
        await Task.Delay(5);
        var moment = TimeProvider.System.GetUtcNow();
        await Task.Delay(5);
        await ReceiveAsync("1", "A", 50);
        await SqlAsync("delete from record.reception where reception_id = '2'");
        var engine = Engine(Dear());
        await engine.RunAsync(new RuleScope());
        var before = await _database.HashTablesAsync("rule", "record", "history");

        var then = (await engine.RunAsync(new RuleScope(AsOf: moment))).Single();
        var items = await engine.ItemsAsync("TST-001", ["A"], moment);

        then.Triggered.Should().Be(2);
        items.Select(i => (i.SubjectCode, i.State, i.Value)).Should().Equal(("A", "triggered", 200m));
        (await _database.HashTablesAsync("rule", "record", "history")).Should().Equal(before);
    }

    [Fact]
    public async Task Rows_of_a_batch_that_is_still_loading_are_not_passed_over()
    {
        await SqlAsync("insert into ingest.source (name) values ('s')");
        await SqlAsync("""
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, status, started_at)
            select source_id, 'reception', 'x', 'x', 'x', 'x', 0, 'csv', 'loading', clock_timestamp() from ingest.source
            """);
        await ReceiveAsync("1", "A", 200);
        var engine = Engine(Dear());
        await engine.RunAsync(new RuleScope());
        await SqlAsync("update record.reception set meal_amount = 300, recorded_from = (select started_at from ingest.batch) where reception_id = '1'");
        await SqlAsync("update ingest.batch set status = 'failed'");

        await engine.RunAsync(new RuleScope());

        (await AskAsync("select value from rule.flag")).Should().Be("300.00");
    }
}
