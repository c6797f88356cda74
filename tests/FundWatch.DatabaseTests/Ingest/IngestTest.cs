using System.IO.Compression;
using System.Text;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>A store of its own and a folder for the files of one test.</summary>
public abstract class IngestTest : IAsyncLifetime
{
    protected TestDatabase Database { get; } = new();
    protected string Folder { get; } = Directory.CreateTempSubdirectory("fundwatch-ingest-").FullName;

    public Task InitializeAsync() => Database.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Texts are read while their hash is on the way, as large ones are; other tests take small files as they are.</summary>
    protected IngestService Loader => new(Database.Store, TimeProvider.System) { LargeFile = 1 };

    protected Task<IngestReport> IngestAsync(params string[] paths) => Loader.IngestAsync(new IngestRequest(paths), null, default);

    protected Task<IngestReport> IngestAsync(IngestRequest request) => Loader.IngestAsync(request, null, default);

    protected string Write(string name, string text, Encoding? encoding = null)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, (encoding ?? new UTF8Encoding(false)).GetBytes(text));
        return path;
    }

    protected string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    protected static byte[] Gzip(byte[] bytes)
    {
        using var to = new MemoryStream();
        using (var gzip = new GZipStream(to, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return to.ToArray();
    }

    protected async Task<T?> ScalarAsync<T>(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        var value = await command.ExecuteScalarAsync();
        return value is null or DBNull ? default : (T)value;
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Database.Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Payments P00000… with every column, in Chinese headers.</summary>
    protected static string Payments(int count, Func<int, string>? amount = null, Func<int, string>? paidAt = null)
    {
        var text = new StringBuilder(Header("canteen_payment")).Append('\n');
        for (var i = 0; i < count; i++)
        {
            text.Append(null, $"P{i:00000},C{i % 7},330102,{paidAt?.Invoke(i) ?? $"2025-{i % 3 + 1:00}-{i % 28 + 1:00} 12:{i % 60:00}:00"},{amount?.Invoke(i) ?? $"{i % 50 + 10}.50"},张{i % 97},县财政局,来宾,财函〔2025〕{i % 11}号,中\n");
        }

        return text.ToString();
    }

    protected static string Header(string stream) => string.Join(',', RecordStreams.Get(stream).Columns.Select(c => c.ChineseHeader));

    protected static void SumIsRight(IngestReport report)
    {
        foreach (var file in report.Files)
        {
            (file.Loaded + file.Updated + file.Unchanged + file.Quarantined).Should().Be(file.Rows, $"no row of {file.Path} may get lost");
        }

        (report.Totals.Loaded + report.Totals.Updated + report.Totals.Unchanged + report.Totals.Quarantined).Should().Be(report.Totals.Rows);
    }
}
