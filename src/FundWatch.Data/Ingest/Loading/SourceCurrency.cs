using System.Globalization;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Postgres;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A source keeps to one currency, as its amounts are summed and compared: the first that come say which, and none that come later may be in another.</summary>
internal sealed class SourceCurrency(NpgsqlConnection connection)
{
    private const string Key = "hashtextextended('currency:' || $1, 0)";

    private static readonly string[] _withMoney = [.. RecordStreams.All.Where(s => s.Columns.Any(c => c.Type == ColumnType.Money)).Select(s => s.Name)];

    /// <summary>
    /// Holds the currency of a file, or of rows read again, against that of the records that are in or on their way; where there are none, it becomes the source's.
    /// No other load of the source decides on its own until this one's batch, which says the currency, is kept.
    /// </summary>
    /// <param name="stated">ISO 4217, <see cref="Layout.Yuan"/> too; null where nothing says it: then amounts are in the source's.</param>
    /// <param name="begin">Keeps the batch, by the layout with the currency in which its amounts are.</param>
    /// <param name="advice">What else to do; null: load the file under another name.</param>
    /// <returns>That layout, and what <paramref name="begin"/> made.</returns>
    /// <exception cref="FileRefused"><c>source_currency</c>: the records that are in are in another.</exception>
    public async Task<(Layout Layout, T Batch)> AgreeAsync<T>(int source, Layout layout, string? stated, bool dryRun, Func<Layout, Task<T>> begin, CancellationToken ct, (string Zh, string En)? advice = null)
    {
        if (!layout.HasAmounts)
        {
            return (layout, await begin(layout));
        }

        await using (var wait = connection.Command($"select pg_advisory_lock({Key})", source.ToString(CultureInfo.InvariantCulture)))
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        try
        {
            var agreed = await AgreeAsync(source, layout, stated, dryRun, advice, ct);
            return (agreed, await begin(agreed));
        }
        finally
        {
            await SessionLock.ReleaseAsync(connection.Command($"select pg_advisory_unlock({Key})", source.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task<Layout> AgreeAsync(int source, Layout layout, string? stated, bool dryRun, (string Zh, string En)? advice, CancellationToken ct)
    {
        var (name, known, batches) = await FindAsync(source, layout.Stream, ct);
        if (batches.Length == 0)
        {
            if (!dryRun && (stated ?? Layout.Yuan) != known)
            {
                await SayAsync(source, stated ?? Layout.Yuan, ct);
            }

            return In(layout, stated);
        }

        if (stated is null)
        {
            return In(layout, known) with { IsCurrencyAssumed = known != Layout.Yuan };
        }

        return stated == known ? In(layout, known) : throw Other(name, stated, known, batches, advice ?? (
            $"请为它另用一个来源系统名称导入（--source）；如已有的数据也应是{Zh(stated)}，请先撤回这些批次，再导入",
            $"Load it under another name of the source system (--source); if those records are in {En(stated)} too, withdraw these batches first, then load it"));
    }

    private static Layout In(Layout layout, string? currency) => layout with { Currency = currency == Layout.Yuan ? null : currency };

    // Of the stream itself nothing else is on its way: its loads wait for each other.
    private async Task<(string Name, string Currency, long[] Batches)> FindAsync(int source, RecordStream stream, CancellationToken ct)
    {
        await using var find = connection.Command("""
            select s.name, coalesce(s.currency, 'CNY'), array(select b.batch_id from ingest.batch b
                where b.source_id = s.source_id and b.stream = any($2) and b.status <> 'withdrawn'
                  and (b.loaded + b.updated > 0 or b.status = 'loading' and b.currency is not null and b.stream <> $3) order by b.batch_id limit 6)
            from ingest.source s where s.source_id = $1
            """, source, _withMoney, stream.Name);
        await using var reader = await find.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetString(0), reader.GetString(1), reader.GetFieldValue<long[]>(2)) : ("", Layout.Yuan, []);
    }

    private async Task SayAsync(int source, string currency, CancellationToken ct)
    {
        await using var say = connection.Command("update ingest.source set currency = nullif($2, 'CNY') where source_id = $1", source, currency);
        await say.ExecuteNonQueryAsync(ct);
    }

    private static FileRefused Other(string source, string stated, string known, long[] batches, (string Zh, string En) advice)
    {
        var such = string.Join("、", batches.Take(5)) + (batches.Length > 5 ? " …" : "");
        return new FileRefused("source_currency",
            $"金额的币种是{Zh(stated)}，而来源系统“{source}”已有数据的币种是{Zh(known)}（批次 {such}）。一个来源系统只用一种币种，否则金额无法相加、比较；没有导入任何一行。{advice.Zh}。",
            $"The amounts are in {En(stated)}, and the source '{source}' holds records in {En(known)} (batch {such.Replace("、", ", ", StringComparison.Ordinal)}). A source keeps to one currency, or its amounts could not be summed and compared; nothing was taken in. {advice.En}.");
    }

    private static string Zh(string currency) => currency == Layout.Yuan ? "人民币" : $" {currency}";

    private static string En(string currency) => currency == Layout.Yuan ? "yuan" : currency;
}
