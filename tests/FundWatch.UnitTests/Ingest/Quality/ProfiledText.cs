using System.Text;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality.Profile;
using FundWatch.Data.Postgres;

namespace FundWatch.UnitTests.Ingest.Quality;

/// <summary>What is counted of a CSV text while its rows are encoded.</summary>
internal static class ProfiledText
{
    /// <param name="folder">Where the text and the keys are kept for the moment.</param>
    public static LoadSummary Of(string folder, string text)
    {
        var path = Path.Combine(folder, "a.csv");
        File.WriteAllText(path, text, Encoding.UTF8);
        var file = SourceFile.Probe(path);
        Layout layout;
        using (var first = file.OpenRows())
        {
            layout = HeaderRecognition.Recognise(first, null, path);
        }

        var keys = Keys.Open(DataDirectory.Open(folder));
        using var cipher = new VaultCipher(keys);
        var profile = new LoadProfile(layout, new DateOnly(2026, 1, 1));
        var encoder = new RowEncoder(layout, new BatchStamp(1, 1), new Tokens(keys, cipher), cipher, storeIsEmpty: true, knownUtf8: false, TimeProvider.System) { Profile = profile };
        var chunk = new Chunk();
        using var reader = file.OpenRows();
        for (var i = 0; i < layout.HeaderRow; i++)
        {
            reader.Read();
        }

        while (reader.Read())
        {
            encoder.Encode(reader, chunk);
            if (chunk.IsFull())
            {
                chunk.Clear();
            }
        }

        return profile.Summary();
    }
}
