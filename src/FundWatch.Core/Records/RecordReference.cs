using System.Reflection;

namespace FundWatch.Core.Records;

/// <summary>A column that names a row of another stream: a bid its project, a payment its letter. Read from references.csv beside the contract's columns.</summary>
public sealed record RecordReference(RecordStream Stream, Column Column, RecordStream To, Column ToColumn)
{
    private static readonly Lazy<IReadOnlyList<RecordReference>> _all = new(Load);

    public static IReadOnlyList<RecordReference> All => _all.Value;

    public static IEnumerable<RecordReference> From(RecordStream stream) => All.Where(r => r.Stream == stream);

    private static List<RecordReference> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("references.csv")!;
        using var reader = new StreamReader(file);
        reader.ReadLine();
        var references = new List<RecordReference>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            var (stream, to) = (RecordStreams.Get(cells[0]), RecordStreams.Get(cells[2]));
            references.Add(new RecordReference(stream, stream.Column(cells[1]), to, to.Column(cells[3])));
        }

        return references;
    }
}
