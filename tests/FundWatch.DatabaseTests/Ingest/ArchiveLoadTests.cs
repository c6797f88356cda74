using System.IO.Compression;
using FundWatch.Core;
using FundWatch.Core.Records;
using FundWatch.Data.Batches;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Quality;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>An archive of many small files: its progress goes through all of them, and what their quality reports have in common is asked once.</summary>
public sealed class ArchiveLoadTests : IngestTest
{
    [Fact]
    public async Task Progress_goes_through_the_members_by_their_size_and_then_through_the_quality_reports()
    {
        var zip = Zip(("a.csv", Payments(10)), ("b.csv", Part("B", 1)), ("c.csv", Part("C", 3000)), ("d.csv", "x,y\n1,2\n"));
        var heard = new List<IngestProgress>();

        await Loader.IngestAsync(new IngestRequest([zip]), new AtOnce<IngestProgress>(heard.Add), default);

        var loading = heard.Where(p => p.Reports is null).ToList();
        loading.Select(p => p.Share).Should().BeInAscendingOrder().And.OnlyContain(s => s >= 0 && s <= 1);
        loading.Select(p => p.Rows).Should().BeInAscendingOrder();
        loading.First().Share.Should().BeLessThan(0.2, "the large file is still to come");
        loading.First(p => p.Rows == 11).Share.Should().BeLessThan(0.3);
        loading.Last().Should().BeEquivalentTo(new { Rows = 3011L, Share = 1.0 }, o => o.ExcludingMissingMembers());
        heard.Where(p => p.Reports is not null).Select(p => p.Reports!.Value).Should().Equal((0, 3), (1, 3), (2, 3), (3, 3));
        heard.Where(p => p.Reports is not null).Should().OnlyContain(p => p.Rows == 3011);
        heard.Skip(loading.Count).Should().OnlyContain(p => p.Reports != null, "reports come behind all rows");
        IngestProgress.ReportsIn(heard[^1].Stage).Should().Be((3, 3), "a page reads from the run what is being done");
        IngestProgress.ReportsIn(loading[0].Stage).Should().BeNull();
    }

    [Fact]
    public async Task Reports_made_together_say_what_each_would_say_by_itself()
    {
        await IngestAsync(Write("单位.csv", "单位代码,单位名称,行政区划代码\nA1,某局,330102\n"));
        await IngestAsync(Write("接待.csv", "单据编号,单位代码,单位名称,行政区划代码,接待日期,来宾人数,餐费,报销金额,公函文号\nJ1,A1,某局,330102,2025-01-02,2,100,100,财函〔2025〕1号\n"));
        await IngestAsync(Write("earlier.csv", Part("E", 40)));
        // b says what earlier.csv says, c what b does, d twice the same within itself; letters 0 and 2 to 10 are in no reception.
        var zip = Zip(("a.csv", Part("A", 30, 100)), ("b.csv", Part("B", 25)), ("c.csv", Part("C", 12)), ("d.csv", Part("D", 5, 500) + Part("F", 5, 500, header: false)), ("e.csv", "单位代码,单位名称,行政区划代码,上级单位代码\nA2,某办,330102,A1\n"));

        var together = (await IngestAsync(zip)).Files.Select(f => f.BatchId!.Value).ToList();

        var reports = new QualityReports(Database.Store);
        var made = new List<Findings>();
        foreach (var batch in together)
        {
            made.Add((await reports.ReadAsync(batch, default))!.Findings);
        }

        made.SelectMany(f => f.References).Sum(r => r.Broken).Should().BePositive("letters are missing");
        made.Select(f => f.Twins?.InStore).Should().Equal(0, 25, 12, 0, null);
        await ExecuteAsync("update ingest.batch_report set findings = null");
        foreach (var (batch, before) in together.Zip(made))
        {
            (await reports.ReadAsync(batch, default))!.Findings.Should().BeEquivalentTo(before, "batch {0} of a load is judged as if it were alone", batch);
        }
    }

    [Fact]
    public async Task Small_batches_of_a_load_are_looked_at_together_and_large_ones_by_themselves()
    {
        var batches = (await IngestAsync(Zip(("a.csv", Part("A", 3)), ("b.csv", Part("B", 3)), ("c.csv", Part("C", 20_001))))).Files.Select(f => f.BatchId!.Value).ToList();
        await using var connection = await Database.Store.App.OpenConnectionAsync();
        var (load, store) = (new ReportsOfLoad(batches), new BatchStore(Database.Store));
        var found = new List<SmallBatch?>();
        foreach (var batch in batches)
        {
            found.Add(await load.FindAsync(connection, RecordStreams.Get("canteen_payment"), (await store.FindAsync(batch))!, default));
        }

        found.Select(f => f?.Rows).Should().Equal([0, 3, null], "before the first there was nothing to compare with");
        (await new ReportsOfLoad([batches[0]]).FindAsync(connection, RecordStreams.Get("canteen_payment"), (await store.FindAsync(batches[0]))!, default)).Should().BeNull("one needs no company");
    }

    [Fact]
    public async Task Small_batches_that_are_too_many_for_one_look_are_looked_at_in_groups()
    {
        var batches = (await IngestAsync(Zip([.. Enumerable.Range(0, 12).Select(i => ($"{i:00}.csv", Part($"F{i}-", 2)))]))).Files.Select(f => f.BatchId!.Value).ToList();
        await ExecuteAsync("update ingest.batch set loaded = 20000, rows = 20000"); // as if: twelve of them are more than are held together
        await using var connection = await Database.Store.App.OpenConnectionAsync();
        var (load, store) = (new ReportsOfLoad(batches), new BatchStore(Database.Store));
        var found = new List<SmallBatch?>();
        foreach (var batch in batches)
        {
            found.Add(await load.FindAsync(connection, RecordStreams.Get("canteen_payment"), (await store.FindAsync(batch))!, default));
        }

        found.Should().NotContainNulls();
        found.Skip(1).Should().OnlyContain(f => f!.Rows == 2 && f.InStore == 2, "the two behind the tenth are compared with those before it too");
    }

    [Fact]
    public async Task A_look_at_many_batches_that_fails_is_not_tried_again_for_each_of_them()
    {
        var batches = (await IngestAsync(Zip(("a.csv", Part("A", 3)), ("b.csv", Part("B", 3)), ("c.csv", Part("C", 3))))).Files.Select(f => f.BatchId!.Value).ToList();
        await using var connection = await Database.Store.App.OpenConnectionAsync();
        await using var inTheWay = new Npgsql.NpgsqlCommand("create temp table mine ()", connection);
        await inTheWay.ExecuteNonQueryAsync();
        var (load, store) = (new ReportsOfLoad(batches), new BatchStore(Database.Store));
        async Task<SmallBatch?> Find(long batch) => await load.FindAsync(connection, RecordStreams.Get("canteen_payment"), (await store.FindAsync(batch))!, default);

        await FluentActions.Invoking(() => Find(batches[0])).Should().ThrowAsync<Npgsql.PostgresException>();
        (await Find(batches[1])).Should().BeNull("it is asked by itself");
        (await Find(batches[2])).Should().BeNull();
    }

    /// <summary>Rows that say the same wherever they have the same place, under keys of their own.</summary>
    private static string Part(string key, int count, int from = 0, bool header = true) => (header ? Header("canteen_payment") + "\n" : "")
        + string.Concat(Payments(from + count).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1 + from).Select(line => key + line + "\n"));

    private string Zip(params (string Name, string Text)[] files)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var entry = new StreamWriter(zip.CreateEntry(name).Open());
                entry.Write(text);
            }
        }

        return Write("many.zip", memory.ToArray());
    }
}
