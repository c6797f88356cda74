using FundWatch.Core;
using FundWatch.Data.Files.Query;
using FundWatch.Data.Ingest;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Files;

public sealed class QueryTests : IngestTest
{
    private const string Sql = "select id as payment_id, canteen as canteen_code, '330102' as canteen_region_code, at as paid_at, amount, person as payer_id from public.till;";
    private const int Rows = QueryFetch.RowsAtOnce * 2 + 5;

    [Fact]
    public async Task Rows_of_a_query_load_by_pages_and_the_same_rows_again_change_nothing()
    {
        await TillAsync(Rows);
        var report = await TakeInAsync();
        SumIsRight(report);
        var file = report.Files.Should().ContainSingle().Subject;
        (file.Stream, file.Loaded, file.Format).Should().Be(("canteen_payment", Rows, "query"), file.Error?.En);
        (await ScalarAsync<string>("select concat_ws('|', payment_id, amount, paid_at at time zone 'Asia/Shanghai') from record.canteen_payment where payment_id = '7'")).Should().Be("7|10.50|2025-03-02 12:30:05.25");
        Directory.GetFiles(Database.Store.Directory.Queries).Should().BeEmpty("what was loaded needs no copy");

        (await TakeInAsync()).Files[0].Status.Should().Be(FileReport.AlreadyLoaded);
        await ExecuteAsync("update public.till set amount = 99 where id = 7");
        (await TakeInAsync()).Totals.Should().BeEquivalentTo(new { Updated = 1L, Unchanged = Rows - 1L }, o => o.ExcludingMissingMembers());
    }

    [Fact]
    public async Task A_fetch_that_was_killed_carries_on_behind_the_last_whole_page()
    {
        await TillAsync(Rows);
        var query = new QuerySource("select id, amount from public.till", Database.ConnectionString, ["id"]);
        using var stop = new CancellationTokenSource();
        var act = () => QueryFetch.RunAsync(query, Database.Store.Directory.Queries, _ => stop.Cancel(), stop.Token);
        await act.Should().ThrowAsync<OperationCanceledException>();
        var spool = Directory.GetFiles(Database.Store.Directory.Queries).Should().ContainSingle().Subject;
        await File.AppendAllTextAsync(spool, "half a row");

        await ExecuteAsync("delete from public.till where id = 3"); // fetched before: it stays among the rows
        var rest = await QueryFetch.RunAsync(query, Database.Store.Directory.Queries, null, default);
        var ids = new List<int>();
        using var rows = rest.OpenRows();
        while (rows.Read())
        {
            ids.Add(int.Parse(System.Text.Encoding.UTF8.GetString(rows[0]), null));
        }

        ids.Should().Equal(Enumerable.Range(1, Rows));
    }

    [Fact]
    public async Task A_query_whose_columns_do_not_do_is_refused_before_its_rows_are_fetched()
    {
        await TillAsync(Rows);
        var heard = 0;
        var report = await new IngestService(Database.Store, TimeProvider.System).IngestAsync(
            new QuerySource("select id as payment_id, canteen, at as paid_at, amount from public.till", Database.ConnectionString, ["payment_id"]),
            new IngestRequest([], Source: "till"), new AtOnce<IngestProgress>(_ => heard++), default);
        var error = report.Files.Should().ContainSingle().Subject.Error!;
        error.Code.Should().Be("missing_column");
        error.Zh.Should().Contain("食堂编码").And.Contain("select till as canteen_code").And.NotContain("--suggest-mapping");
        heard.Should().Be(0, "no page was fetched");
        Directory.GetFiles(Database.Store.Directory.Queries).Should().BeEmpty();
    }

    [Theory]
    [InlineData("canteen", "bad_key")]
    [InlineData("person", "bad_key")]
    [InlineData("nothing", "missing_column")]
    public async Task A_key_that_does_not_tell_rows_apart_is_refused(string key, string code)
    {
        await TillAsync(100);
        (await TakeInAsync(new QuerySource("select * from public.till", Database.ConnectionString, [key]))).Files[0].Error!.Code.Should().Be(code);
    }

    [Theory]
    [InlineData("select array[1] as a, 1 as id", "nested_column")]
    [InlineData("select from where", "query_failed")]
    [InlineData("delete from public.till returning id", "query_failed")]
    [InlineData("select 1 as id) as q; drop table public.till; --", "query_failed")]
    public async Task What_is_no_plain_query_is_refused_and_changes_nothing(string sql, string code)
    {
        await TillAsync(3);
        (await TakeInAsync(new QuerySource(sql, Database.ConnectionString, ["id"]))).Files[0].Error!.Code.Should().Be(code);
        (await ScalarAsync<long>("select count(*) from public.till")).Should().Be(3);
    }

    [Theory]
    [InlineData("select 1 from where", "42601", "语法错误", "no valid SQL")]
    [InlineData("select * from public.nowhere", "42P01", "没有查询中的表", "no such table")]
    [InlineData("select nothing from public.till", "42703", "没有查询或 --key 中的列", "no such column")]
    public async Task What_the_source_database_refuses_is_said_in_both_languages_and_its_own_words_are_called_so(string sql, string state, string zh, string en)
    {
        await TillAsync(3);
        var error = (await TakeInAsync(new QuerySource(sql, Database.ConnectionString, ["id"]))).Files[0].Error!;
        error.Zh.Should().Contain($"（{state}）：").And.Contain(zh).And.Contain("数据库的原话：");
        error.En.Should().Contain(state).And.Contain(en).And.Contain("the database says: ");
    }

    [Fact]
    public async Task The_password_is_neither_shown_nor_stored()
    {
        const string secret = "geheim77";
        await TillAsync(3);
        var query = new QuerySource(Sql, new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Password = secret }.ConnectionString, ["payment_id"]);
        query.Path.Should().NotContain(secret).And.StartWith("postgresql://");
        await TakeInAsync(query); // a server that trusts its socket does not ask
        (await ScalarAsync<bool?>($"select bool_or(to_jsonb(b)::text like '%{secret}%') from ingest.batch b")).Should().BeFalse();

        var unreachable = await TakeInAsync(new QuerySource(Sql, $"Host=127.0.0.1;Port=1;Database=x;Username=u;Password={secret}", ["payment_id"]));
        unreachable.Files[0].Error.Should().Match<FileError>(e => e.Code == "source_unreachable" && !e.Zh.Contains(secret) && !e.En.Contains(secret));
    }

    [Fact]
    public async Task A_server_that_is_not_there_and_a_database_that_it_lacks_are_named_and_nothing_else_is()
    {
        var away = (await TakeInAsync(new QuerySource(Sql, "Host=127.0.0.1;Port=1;Database=x;Username=u;Password=p", ["payment_id"]))).Files[0].Error!;
        away.En.Should().Be("The source database postgresql://127.0.0.1:1/x cannot be reached: connection refused, nothing listens at that address and port. Check host and port in --from-connection, and that the server is running.");
        away.Zh.Should().Contain("连接被拒绝").And.NotContain("Failed").And.NotContain("query-", "the report names the query once");

        var elsewhere = new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Database = "no_such_thing" }.ConnectionString;
        var missing = (await TakeInAsync(new QuerySource(Sql, elsewhere, ["payment_id"]))).Files[0].Error!;
        missing.Code.Should().Be("source_database_missing");
        missing.Zh.Should().Contain("没有数据库“no_such_thing”");
        missing.En.Should().Contain("no database 'no_such_thing'").And.Contain("Correct Database in --from-connection");
        QueryRefusals.IsBeforeAnyRow(away.Code).Should().BeTrue();
        QueryRefusals.IsBeforeAnyRow(missing.Code).Should().BeTrue();
        QueryRefusals.IsBeforeAnyRow("bad_key").Should().BeFalse();
    }

    [Fact]
    public async Task A_column_of_type_money_is_refused_with_the_cast_that_it_needs()
    {
        await TillAsync(3);
        var error = (await TakeInAsync(new QuerySource(Sql.Replace("amount,", "amount::money as amount,", StringComparison.Ordinal), Database.ConnectionString, ["payment_id"]))).Files[0].Error!;
        error.Code.Should().Be("money_column");
        error.Zh.Should().Contain("amount::numeric as amount");
        error.En.Should().Contain("amount::numeric as amount");
        (await TakeInAsync(new QuerySource(Sql.Replace("amount,", "amount::money::numeric as amount,", StringComparison.Ordinal), Database.ConnectionString, ["payment_id"]))).Totals.Loaded.Should().Be(3);
    }

    private Task<IngestReport> TakeInAsync(QuerySource? query = null) =>
        new IngestService(Database.Store, TimeProvider.System).IngestAsync(query ?? new QuerySource(Sql, Database.ConnectionString, ["payment_id"]), new IngestRequest([], Source: "till"), null, default);

    private Task TillAsync(int rows) => ExecuteAsync($"""
        create table public.till (id integer, canteen text, at timestamptz, amount numeric(10,2), person text);
        insert into public.till select i, 'C' || i % 7, '2025-03-02 12:30:05.25+08', 10.5, case when i % 2 = 0 then '张' || i end from generate_series(1, {rows}) i
        """);
}
