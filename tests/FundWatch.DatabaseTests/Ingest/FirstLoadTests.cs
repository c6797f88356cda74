using System.Text;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>First loads go into tables of their own that become partitions at the end; no kill, other source or damage may show in the result.</summary>
public sealed class FirstLoadTests : IngestTest
{
    private const string Rows = "select string_agg(t::text, '|' order by payment_id, source_id) from (select payment_id, paid_at, amount, payer_id, source_id, row_hash, line_no from record.canteen_payment) t";
    private const string LeftOver = "select count(*) from pg_class where relnamespace = 'loading'::regnamespace";

    [Fact]
    public async Task Its_months_become_ordinary_partitions()
    {
        await IngestAsync(Write("a.csv", Payments(300)));
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
        (await ScalarAsync<string>("""
            select string_agg(c.relname || ':' || (select count(*) from pg_index i where i.indrelid = c.oid) || ':' || (select count(*) from pg_trigger t where t.tgrelid = c.oid)
                || ':' || (select count(*) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), ' ' order by c.relname)
            from pg_inherits h join pg_class c on c.oid = h.inhrelid where h.inhparent = 'record.canteen_payment'::regclass
            """)).Should().Be("canteen_payment_202501:2:2:0 canteen_payment_202502:2:2:0 canteen_payment_202503:2:2:0 canteen_payment_other:2:2:0");
        (await ScalarAsync<long>("select count(*) from pg_index where indrelid in (select inhrelid from pg_inherits where inhparent = 'record.canteen_payment'::regclass) and not indisvalid"))
            .Should().Be(0);
    }

    [Fact]
    public async Task The_server_does_not_clean_its_months_up_until_they_are_partitions()
    {
        const string left = "select count(*) from pg_class where relkind = 'r' and 'autovacuum_enabled=off' = any(reloptions)";
        var file = Write("a.csv", Payments(90));
        await StopBeforeAsync("index_month(bigint, date)", file);
        (await ScalarAsync<long>(left + " and relnamespace = 'loading'::regnamespace")).Should().Be(3);
        await IngestAsync(file);
        (await ScalarAsync<long>(left)).Should().Be(0);
        (await ScalarAsync<string>("select array_to_string(reloptions, ',') from pg_class where relname = 'canteen_payment_202501'")).Should().Be("fillfactor=95");
    }

    private string Purchases(IEnumerable<(string Amount, string Day)> rows)
    {
        var columns = Header("meal_purchase").Split(',');
        return string.Join(',', columns) + "\n" + string.Concat(rows.Select((row, i) => string.Join(',', columns.Select(c => c switch
        {
            "采购单号" => $"M{i}", "学校代码" => "S1", "学校" => "一小", "行政区划代码" => "330102", "品名" => "白菜", "数量" => "10", "计量单位" => "斤", "单价" => "2", "金额" => row.Amount, "采购日期" => row.Day,
            "就餐人数" => "7", _ => "",
        })) + "\n"));
    }

    [Fact]
    public async Task Its_months_hold_columns_of_fixed_width_first_and_the_same_columns()
    {
        (await IngestAsync(Write("m.csv", Purchases([("20", "2025-03-31")])))).Totals.Loaded.Should().Be(1);
        const string order = "select string_agg(attname, ' ' order by attnum) from pg_attribute where attrelid = 'record.meal_purchase_202503'::regclass and attnum > 0 and not attisdropped";
        (await ScalarAsync<string>(order)).Should().StartWith("batch_id line_no recorded_from row_hash source_id purchased_on diners purchase_id quantity unit_price amount ");
        (await ScalarAsync<long>("""
            select count(*) from pg_attribute p full join (select * from pg_attribute where attrelid = 'record.meal_purchase_202503'::regclass and attnum > 0 and not attisdropped) c using (attname, atttypid, atttypmod, attnotnull)
            where (p.attrelid = 'record.meal_purchase'::regclass and p.attnum > 0 and not p.attisdropped and c.attname is null) or p.attname is null
            """)).Should().Be(0);
    }

    [Fact]
    public async Task Versions_of_its_months_are_kept_column_for_column()
    {
        await IngestAsync(Write("m.csv", Purchases([("20", "2025-03-31")])));
        const string version = "select to_jsonb(r)::text from record.meal_purchase r";
        var first = await ScalarAsync<string>(version);
        await IngestAsync(Write("n.csv", Purchases([("21", "2025-03-31")])));
        (await ScalarAsync<string>("select (to_jsonb(h) - 'recorded_to')::text from history.meal_purchase h")).Should().Be(first);
        (await ScalarAsync<bool>("select h.recorded_to = r.recorded_from from history.meal_purchase h, record.meal_purchase r")).Should().BeTrue();
        first = await ScalarAsync<string>(version);
        await using (var delete = Database.Owner.CreateCommand("delete from record.meal_purchase_202503"))
        {
            await delete.ExecuteNonQueryAsync();
        }

        (await ScalarAsync<string>("select (to_jsonb(h) - 'recorded_to')::text from history.meal_purchase h order by recorded_to desc limit 1")).Should().Be(first, "a partition keeps its versions too");
    }

    [Fact]
    public async Task Versions_of_its_months_come_back_column_for_column()
    {
        string Csv(string amount, string day) => Purchases(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? amount : "20", i % 4 == 0 ? day : "2025-03-31")));
        const string version = "select string_agg((to_jsonb(r) - 'recorded_from' - 'recorded_to')::text, '' order by purchase_id) from";
        await IngestAsync(Write("m.csv", Csv("20", "2025-03-31")));
        var first = await ScalarAsync<string>($"{version} record.meal_purchase r");
        await IngestAsync(Write("n.csv", Csv("21", "2025-05-31"))); // half of them changed, of these half moved to another month
        var second = await ScalarAsync<string>($"{version} record.meal_purchase r where batch_id = 2");

        var withdrawn = await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(2, "wrong file", "tester", true, null, default);

        (withdrawn.Removed, withdrawn.Restored).Should().Be((20, 20));
        (await ScalarAsync<string>($"{version} record.meal_purchase r")).Should().Be(first);
        (await ScalarAsync<string>($"{version} history.meal_purchase r where batch_id = 2")).Should().Be(second);
        (await ScalarAsync<bool>("select bool_and(h.recorded_to = r.recorded_from) from history.meal_purchase h join record.meal_purchase r using (purchase_id) where h.batch_id = 2")).Should().BeTrue("one version ends when the next begins");
    }

    [Theory]
    [InlineData("index_month(bigint, date)")]
    [InlineData("attach_months(bigint)")]
    [InlineData("drop_repeated(bigint)")]
    public async Task Stopped_before_any_of_its_last_steps_it_is_finished_by_the_same_file(string step)
    {
        var (file, expected) = await ExpectedAsync();
        await StopBeforeAsync(step, file);

        var report = await IngestAsync(file);

        SumIsRight(report);
        report.Totals.Should().BeEquivalentTo(new { Rows = 402, Loaded = 400, Unchanged = 1, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        await IsFinishedAsync(expected);
    }

    [Theory]
    [InlineData("index_month(bigint, date)")]
    [InlineData("attach_months(bigint)")]
    [InlineData("drop_repeated(bigint)")]
    public async Task Stopped_before_any_of_its_last_steps_it_is_finished_by_the_next_file_of_the_source(string step)
    {
        var (file, expected) = await ExpectedAsync();
        await StopBeforeAsync(step, file);
        if (step.StartsWith("index", StringComparison.Ordinal))
        {
            await ScalarAsync<object>("select fw.index_month((select max(batch_id) from ingest.batch), '2025-02-01')"); // one month of three was done
        }

        var other = await IngestAsync(Write("other.csv", Payments(400)));
        other.Totals.Should().BeEquivalentTo(new { Rows = 400, Loaded = 0, Unchanged = 400 }, o => o.ExcludingMissingMembers());
        await IsFinishedAsync(expected, status: "loading");

        SumIsRight(await IngestAsync(file));
        await IsFinishedAsync(expected);
    }

    [Fact]
    public async Task Rows_of_a_month_that_another_source_has_filled_go_straight_into_it()
    {
        await IngestAsync(new IngestRequest([Write("east.csv", Payments(90))], Source: "east"));
        var report = await IngestAsync(new IngestRequest([Write("west.csv", Payments(120, paidAt: i => $"2025-{i % 4 + 1:00}-05 12:00:00"))], Source: "west"));
        report.Totals.Loaded.Should().Be(120);
        (await ScalarAsync<string>("select string_agg(tableoid::regclass || ':' || n, ' ' order by 1) from (select tableoid, count(*) n from record.canteen_payment group by 1) t"))
            .Should().Contain("202501:60").And.Contain("202504:30");
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
    }

    [Fact]
    public async Task A_month_that_another_source_fills_meanwhile_takes_its_rows_in()
    {
        var west = Write("west.csv", Payments(120));
        await StopBeforeAsync("attach_months(bigint)", west, "west");
        await IngestAsync(new IngestRequest([Write("east.csv", Payments(50, paidAt: _ => "2025-02-03 12:00:00"))], Source: "east"));

        (await IngestAsync(new IngestRequest([west], Source: "west"))).Totals.Loaded.Should().Be(120);

        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(170);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment_202502")).Should().Be(90);
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
    }

    [Fact]
    public async Task An_empty_month_that_is_there_gives_way()
    {
        await ScalarAsync<object>("select fw.ensure_month('canteen_payment', '2025-02-01')");
        (await IngestAsync(Write("a.csv", Payments(90)))).Totals.Loaded.Should().Be(90);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment_202502")).Should().Be(30);
    }

    [Fact]
    public async Task Dates_outside_the_century_go_where_they_always_went()
    {
        (await IngestAsync(Write("a.csv", Payments(40, paidAt: i => i == 3 ? "1999-12-31 12:00:00" : "2025-01-01 00:00:00")))).Totals.Loaded.Should().Be(40);
        (await ScalarAsync<string>("select payment_id from record.canteen_payment_other")).Should().Be("P00003");
    }

    [Fact]
    public async Task A_repeated_key_may_lie_in_another_month_and_is_refused_all_the_same()
    {
        var text = Payments(60) + Payments(2).Split('\n')[1].Replace("2025-01-01", "2025-07-07") + "\n" + Payments(2).Split('\n')[2] + "\n";
        var report = await IngestAsync(Write("a.csv", text));
        report.Totals.Should().BeEquivalentTo(new { Rows = 62, Loaded = 60, Unchanged = 1, Quarantined = 1 }, o => o.ExcludingMissingMembers());
        (await ScalarAsync<string>("select code || ':' || line_no || ':' || file_name || ':' || column_name from ingest.rejected_row")).Should().Be("duplicate_key:62:a.csv:payment_id");
        (await ScalarAsync<long>("select count(*) from ingest.repeated_row")).Should().Be(0);
        (await ScalarAsync<string>("select to_char(paid_at, 'YYYY-MM') from record.canteen_payment where payment_id = 'P00000'")).Should().Be("2025-01");
    }

    [Fact]
    public async Task What_came_before_damage_stays()
    {
        var lines = new StringBuilder();
        for (var i = 0; i < 60_000; i++)
        {
            lines.Append(null, $"{{\"payment_id\":\"P{i}\",\"canteen_code\":\"C1\",\"paid_at\":\"2025-01-02 12:00:00\",\"amount\":\"5\"}},\n");
        }

        var file = Write("a.json", "[" + lines + "{\"payment_id\":\"" + new string('x', 17 * 1024 * 1024));
        (await IngestAsync(file)).Files[0].Status.Should().Be(FileReport.Failed);

        var kept = await ScalarAsync<long>("select count(*) from record.canteen_payment");
        kept.Should().BeGreaterThan(0).And.Be(await ScalarAsync<long>("select loaded from ingest.batch where rows > 0"));
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
    }

    [Fact]
    public async Task One_that_was_stopped_can_be_withdrawn()
    {
        await StopBeforeAsync("attach_months(bigint)", Write("a.csv", Payments(90)));
        var withdrawn = await new BatchWithdrawal(Database.Store, TimeProvider.System).WithdrawAsync(1, "wrong file", "tester", false, null, default);
        withdrawn.Removed.Should().Be(90);
        (await ScalarAsync<long>("select count(*) from record.canteen_payment")).Should().Be(0);
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
    }

    // What an undisturbed load of the file gives, in a store of its own.
    private async Task<(string File, string Rows)> ExpectedAsync()
    {
        var lines = Payments(400).TrimEnd('\n').Split('\n').ToList();
        lines.Add(lines[4]);
        lines.Add(lines[5].Replace("330102", "330103"));
        var file = Write("a.csv", string.Join('\n', lines));
        await using var undisturbed = new FundWatch.Testing.TestDatabase();
        await undisturbed.InitializeAsync();
        await new IngestService(undisturbed.Store, TimeProvider.System).IngestAsync(new IngestRequest([file]), null, default);
        await using var command = undisturbed.Owner.CreateCommand(Rows);
        return (file, (string)(await command.ExecuteScalarAsync())!);
    }

    // As a kill just before the step leaves the store: each step is a transaction of its own.
    private async Task StopBeforeAsync(string step, string file, string source = "default")
    {
        var name = step[..step.IndexOf('(')];
        await ScalarAsync<object>($"alter function fw.{step} rename to {name}_away");
        await FluentActions.Awaiting(() => IngestAsync(new IngestRequest([file], Source: source))).Should().ThrowAsync<IngestInterrupted>();
        await ScalarAsync<object>($"alter function fw.{step.Replace(name, name + "_away")} rename to {name}");
        (await ScalarAsync<long>(LeftOver)).Should().BeGreaterThan(0);
    }

    private async Task IsFinishedAsync(string expected, string status = "done")
    {
        (await ScalarAsync<string>(Rows)).Should().Be(expected);
        (await ScalarAsync<long>("select count(*) from ingest.rejected_row")).Should().Be(1);
        (await ScalarAsync<long>("select count(*) from history.canteen_payment")).Should().Be(0);
        (await ScalarAsync<long>(LeftOver)).Should().Be(0);
        (await ScalarAsync<string>("select status || ':' || loaded || ':' || unchanged || ':' || quarantined from ingest.batch where file_name = 'a.csv'")).Should().Be($"{status}:400:1:1");
    }
}
