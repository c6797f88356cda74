using FundWatch.Data.Postgres;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Postgres;

public sealed class StoreTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string OnePayment = """
        insert into record.canteen_payment (payment_id, canteen_code, paid_at, amount, source_id, batch_id, line_no, row_hash, recorded_from)
        values ('P1', 'C1', '2025-03-01 12:00+08', 10, 1, 1, 1, gen_random_uuid(), '2025-03-02 08:00+08')
        """;

    [Fact]
    public async Task A_replaced_row_stays_in_history_and_the_as_of_view_shows_it()
    {
        await ExecuteAsync(database.App, "select fw.ensure_month('canteen_payment', '2025-03-01')");
        await ExecuteAsync(database.App, OnePayment);
        await ExecuteAsync(database.App, "update record.canteen_payment set amount = 20, recorded_from = '2025-03-05 08:00+08' where payment_id = 'P1'");

        (await ScalarAsync<decimal>(database.App, "select amount from record.canteen_payment where payment_id = 'P1'")).Should().Be(20);
        (await ScalarAsync<decimal>(database.Rules, """
            begin; set local fundwatch.as_of = '2025-03-03 00:00+08'; select amount from asof.canteen_payment where payment_id = 'P1'; commit
            """)).Should().Be(10);
        (await ScalarAsync<DateTime>(database.App, "select recorded_to from history.canteen_payment where payment_id = 'P1'"))
            .Should().Be(new DateTime(2025, 3, 5, 0, 0, 0, DateTimeKind.Utc));
    }

    [Fact]
    public async Task No_store_begins_among_tables_of_others_unless_a_person_says_so()
    {
        await ExecuteAsync(database.Owner, "create database finance");
        await using var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "finance" }.ConnectionString);
        await ExecuteAsync(owner, "create schema ledger; create table ledger.entry (id integer)");

        var begin = () => Migrator.MigrateAsync(owner, amongOthers: false, default);
        (await begin.Should().ThrowAsync<FundWatchSetupException>()).Which.En.Should().Contain("finance").And.Contain("fundwatch migrate");
        (await ScalarAsync<long>(owner, "select count(*) from pg_namespace where nspname !~ '^pg_' and nspname not in ('information_schema', 'public', 'ledger')")).Should().Be(0, "it was left as it is");

        (await Migrator.MigrateAsync(owner, amongOthers: true, default)).Applied.Should().NotBeEmpty();
        (await Migrator.MigrateAsync(owner, amongOthers: false, default)).Applied.Should().BeEmpty("a store that has begun goes on");
    }

    [Fact]
    public async Task Versions_replaced_by_one_statement_end_each_when_its_own_successor_begins()
    {
        await ExecuteAsync(database.App, """
            select fw.ensure_month('canteen_payment', '2025-07-01'), fw.ensure_month('canteen_payment', '2025-08-01');
            insert into record.canteen_payment (payment_id, canteen_code, paid_at, amount, source_id, batch_id, line_no, row_hash, recorded_from)
            select 'V' || n, 'C1', timestamptz '2025-07-01 12:00+08' + n % 2 * interval '1 month', n, 1, 1, n, gen_random_uuid(), '2025-09-01' from generate_series(1, 500) n;
            update record.canteen_payment set amount = -amount, recorded_from = timestamptz '2025-10-01' + amount * interval '1 hour' where payment_id like 'V%';
            delete from record.canteen_payment where payment_id like 'V%' and -amount <= 3
            """);

        (await ScalarAsync<long>(database.App, """
            select count(*) from history.canteen_payment where payment_id = 'V' || amount::int and recorded_from = '2025-09-01' and recorded_to = timestamptz '2025-10-01' + amount * interval '1 hour'
            """)).Should().Be(500);
        (await ScalarAsync<string>(database.App, "select string_agg(payment_id, ' ' order by payment_id) from history.canteen_payment where amount < 0 and recorded_to > now() - interval '1 hour'")).Should().Be("V1 V2 V3");
    }

    [Fact]
    public async Task Rows_that_one_statement_moves_to_other_months_keep_their_versions_too()
    {
        await ExecuteAsync(database.App, """
            select fw.ensure_month('canteen_payment', '2024-07-01'), fw.ensure_month('canteen_payment', '2024-08-01');
            insert into record.canteen_payment (payment_id, canteen_code, paid_at, amount, source_id, batch_id, line_no, row_hash, recorded_from)
            select 'M' || n, 'C1', timestamptz '2024-07-01 12:00+08' + n % 2 * interval '1 month', n, 1, 1, n, gen_random_uuid(), '2024-09-01' from generate_series(1, 300) n;
            update record.canteen_payment set paid_at = timestamptz '2024-08-02 12:00+08', recorded_from = timestamptz '2024-10-01' + amount * interval '1 hour' where payment_id like 'M%' and amount <= 200
            """);

        (await ScalarAsync<string>(database.App, """
            select concat_ws(' ', count(*), count(distinct payment_id), count(*) filter (where paid_at < '2024-08-01')) from history.canteen_payment
            where payment_id = 'M' || amount::int and recorded_from = '2024-09-01' and recorded_to = timestamptz '2024-10-01' + amount * interval '1 hour'
            """)).Should().Be("200 200 100");
        (await ScalarAsync<long>(database.App, "select count(*) from record.canteen_payment where payment_id like 'M%' and (amount > 200 or paid_at = '2024-08-02 12:00+08')")).Should().Be(300);
    }

    [Theory]
    [InlineData("update record.canteen_payment_202511 set amount = 0")]
    [InlineData("delete from record.canteen_payment_202511")]
    [InlineData("truncate record.canteen_payment_202511")]
    [InlineData("alter table record.canteen_payment disable trigger all")]
    public async Task The_application_cannot_pass_by_what_keeps_versions(string statement)
    {
        await ExecuteAsync(database.App, "select fw.ensure_month('canteen_payment', '2025-11-01')");
        var run = () => ExecuteAsync(database.App, statement);
        (await run.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("update record.reception set org_name = ''")]
    [InlineData("delete from rule.flag")]
    [InlineData("select * from vault.personal")]
    [InlineData("insert into rule.parameter (rule_id, name, value, unit, set_by) values ('X', 'y', 1, 'z', 'me')")]
    public async Task The_rules_role_can_only_read_records_and_parameters(string statement)
    {
        var run = () => ExecuteAsync(database.Rules, statement);
        (await run.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Theory]
    [InlineData("delete from review.trail")]
    [InlineData("update review.trail set actor = 'x'")]
    [InlineData("truncate review.trail")]
    [InlineData("drop table review.lead")]
    [InlineData("delete from review.lead")]
    public async Task The_application_cannot_remove_leads_or_history(string statement)
    {
        var run = () => ExecuteAsync(database.App, statement);
        (await run.Should().ThrowAsync<PostgresException>()).Which.SqlState.Should().Be(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task The_parameter_valid_at_the_event_in_its_region_wins()
    {
        await ExecuteAsync(database.App, """
            insert into rule.parameter (rule_id, name, region_prefix, valid_from, valid_to, value, unit, set_by) values
                ('T-1', 'limit', '', '0001-01-01', null, 10, 'persons', 'test'),
                ('T-1', 'limit', '4403', '2013-09-01', '2020-01-01', 5, 'persons', 'test')
            """);
        const string ask = "select rule.param('T-1', 'limit', $1, $2::text::date)";
        (await ScalarAsync<decimal>(database.Rules, ask, "440300", "2014-01-01")).Should().Be(5);
        (await ScalarAsync<decimal>(database.Rules, ask, "440300", "2020-01-01")).Should().Be(10);
        (await ScalarAsync<decimal>(database.Rules, ask, "431200", "2014-01-01")).Should().Be(10);
    }

    [Theory]
    [InlineData("deterministic", null, 0)]
    [InlineData("analytic", "10", 1)]
    public async Task Chinese_law_sets_no_limit_abroad_but_peers_are_peers(string kind, string? limit, long spans)
    {
        var rule = $"T-{kind}";
        await ExecuteAsync(database.App, $"""
            insert into rule.catalogue (rule_id, version, title_zh, title_en, stream, scheme, subject_kind, kind, severity, basis_zh, basis_en, basis_checked, sha256, header)
            values ('{rule}', 1, '', '', 'subsidy', '', 'company', '{kind}', 1, '', '', false, '', jsonb_build_object());
            insert into rule.parameter (rule_id, name, value, unit, set_by) values ('{rule}', 'limit', 10, 'persons', 'test')
            """);
        const string ask = "select coalesce(rule.param($1, 'limit', $2, '2020-01-01')::text, '')";
        const string count = "select count(*) from rule.limits($1, array[$2])";
        (await ScalarAsync<string>(database.Rules, ask, rule, "000000")).Should().Be(limit ?? "");
        (await ScalarAsync<long>(database.Rules, count, rule, "000000")).Should().Be(spans);
        (await ScalarAsync<string>(database.Rules, ask, rule, "440300")).Should().Be("10");
        (await ScalarAsync<long>(database.Rules, count, rule, "440300")).Should().Be(1);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (T)(await command.ExecuteScalarAsync())!;
    }
}
