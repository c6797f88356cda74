using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Kills;

/// <summary>Everything that a load leaves in the store, small enough to compare: two loads of the same files must be equal in all of it.</summary>
/// <param name="Rows">In <c>record</c>.</param>
/// <param name="Keys">Different natural keys among them.</param>
/// <param name="Contents">Count and hash of the current rows.</param>
/// <param name="History">The same of replaced rows.</param>
/// <param name="Refused">The same of quarantine.</param>
/// <param name="LeftOver">Tables of unfinished first loads.</param>
internal sealed record StoreContents(long Rows, long Keys, string Contents, string History, string Refused, string Batches, long Persons, long LeftOver)
{
    private const string Row = "concat_ws('|', payment_id, paid_at, amount, payer_id, meal_type, source_id, batch_id, row_hash, line_no)";

    public static async Task<StoreContents> ReadAsync(TestDatabase store)
    {
        await using var command = store.Owner.CreateCommand($"""
            select (select count(*) from record.canteen_payment), (select count(distinct (source_id, payment_id)) from record.canteen_payment),
                (select count(*) || ':' || md5(string_agg(r, ',' order by r)) from (select {Row} r from record.canteen_payment) t),
                (select count(*) || ':' || coalesce(md5(string_agg(r, ',' order by r)), '') from (select {Row} r from history.canteen_payment) t),
                (select count(*) || ':' || md5(string_agg(r, ',' order by r)) from (select concat_ws('|', batch_id, line_no, code, column_name, file_name) r from ingest.rejected_row) t),
                (select string_agg(concat_ws(':', file_name, status, committed_rows, rows, loaded, updated, unchanged, quarantined, skipped), ' ' order by batch_id) from ingest.batch),
                (select count(*) from vault.personal), (select count(*) from pg_class where relnamespace = 'loading'::regnamespace)
            """);
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new StoreContents(reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetInt64(6), reader.GetInt64(7));
    }
}
