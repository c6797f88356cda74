using System.Globalization;
using FundWatch.Data.Postgres;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Postgres;

/// <summary>A store that an earlier version filled goes on as if this one had: its months, what was replaced, first loads that are not ended.</summary>
public sealed class UpgradeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    // Before versions were kept behind the update, months had their own order of columns, and purchases no weight of their own any more.
    private const int Before = 21;

    private const string Purchase = "purchase_id, school_code, school_name, region_code, item_name, quantity, unit, unit_price, amount, purchased_on, source_id, batch_id, line_no, row_hash, recorded_from";

    [Fact]
    public async Task Its_rows_versions_and_first_loads_go_on()
    {
        await using var owner = await StoreOfAsync(Before);
        await ExecuteAsync(owner, $"""
            insert into ingest.source (name) values ('old'), ('new');
            insert into ingest.batch (source_id, stream, path, file_name, sha256, layout_sha256, size_bytes, format, status)
            select n, 'meal_purchase', 'f', 'f', n, n, 1, 'csv', case n when 1 then 'done' else 'loading' end from generate_series(1, 2) n;
            select fw.ensure_month('meal_purchase', '2025-03-01');
            insert into record.meal_purchase ({Purchase}) select 'M' || n, 'S1', '一小', '330102', '白菜', 10, '斤', 2, 20, date '2025-03-01' + n, 1, 1, n, gen_random_uuid(), '2025-04-01' from generate_series(1, 9) n;
            update record.meal_purchase set amount = 21, recorded_from = '2025-05-01' where purchase_id = 'M1';
            select fw.open_month(2, '2025-06-01'), fw.open_repeated(2);
            insert into loading.b2_202506 ({Purchase}) values ('N1', 'S1', '一小', '330102', '白菜', 10, '斤', 2, 20, '2025-06-02', 2, 2, 1, gen_random_uuid(), '2025-07-01');
            """);
        const string version = "select string_agg((to_jsonb(r) - 'quantity_kg' - 'recorded_to')::text, '' order by purchase_id) from";
        var (rows, past) = (await ScalarAsync<string>(owner, $"{version} record.meal_purchase r"), await ScalarAsync<string>(owner, $"{version} history.meal_purchase r"));

        await Migrator.MigrateAsync(owner, amongOthers: false, default);

        (await ScalarAsync<string>(owner, $"{version} record.meal_purchase r")).Should().Be(rows);
        (await ScalarAsync<string>(owner, $"{version} history.meal_purchase r")).Should().Be(past);
        (await ScalarAsync<long>(owner, "begin; set local fundwatch.as_of = '2025-04-15'; set local role fundwatch_rules; select sum(amount)::bigint from asof.meal_purchase; commit")).Should().Be(180);
        await ExecuteAsync(owner, "select fw.open_month(2, '2025-07-01'), fw.index_month(2, '2025-06-01'), fw.index_month(2, '2025-07-01'); select fw.attach_months(2), fw.drop_repeated(2)");
        (await ScalarAsync<long>(owner, "select count(*) from record.meal_purchase_202506")).Should().Be(1);
        (await ScalarAsync<long>(owner, "select count(*) from pg_class where relnamespace = 'loading'::regnamespace")).Should().Be(0);
        rows = await ScalarAsync<string>(owner, $"{version} record.meal_purchase r");
        await ExecuteAsync(owner, "delete from history.meal_purchase; update record.meal_purchase set amount = 22, recorded_from = '2025-08-01'");
        (await ScalarAsync<string>(owner, $"{version} history.meal_purchase r")).Should().Be(rows, "a month of either order keeps its versions");
        foreach (var month in new[] { "202503", "202506", "202507", "other" })
        {
            await ExecuteAsync(owner, $"delete from history.meal_purchase; delete from record.meal_purchase_{month}");
            (await ScalarAsync<long>(owner, "select count(*) from history.meal_purchase")).Should().Be(month switch { "202503" => 9, "202506" => 1, _ => 0 }, "a statement on the month alone keeps them too, once");
        }
    }

    // A store of its own on the server of the others, with the tables of an earlier version.
    private async Task<NpgsqlDataSource> StoreOfAsync(int version)
    {
        await ExecuteAsync(database.Owner, "create database upgraded");
        var owner = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = "upgraded", Timezone = "Asia/Shanghai" }.ConnectionString);
        await ExecuteAsync(owner, "create table public.fundwatch_migration (version integer primary key, name text not null, applied_at timestamptz not null default now())");
        var program = typeof(Migrator).Assembly;
        foreach (var migration in program.GetManifestResourceNames().Where(n => n.StartsWith("migrations/", StringComparison.Ordinal)).Order())
        {
            if (int.Parse(migration.AsSpan("migrations/".Length, 4), CultureInfo.InvariantCulture) is var number && number <= version)
            {
                using var script = new StreamReader(program.GetManifestResourceStream(migration)!);
                await ExecuteAsync(owner, await script.ReadToEndAsync());
                await ExecuteAsync(owner, $"insert into public.fundwatch_migration (version, name) values ({number}, '{migration}')");
            }
        }

        return owner;
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<T> ScalarAsync<T>(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
