using FundWatch.Core.Records;
using FundWatch.Samples.Files;
using FundWatch.Samples.Rows;

namespace FundWatch.Samples.Streams;

/// <summary>Opens the files, one per stream and part, writes rows as they come, and keeps the books: counts, truth, broken rows.</summary>
public sealed class Output : IDisposable
{
    private readonly GeneratorOptions _options;
    private readonly Dictionary<(string Stream, int Part), OpenFile> _open = [];
    private readonly TruthFile _truth;
    private readonly TruthFile _lookalikes;

    public Output(GeneratorOptions options)
    {
        _options = options;
        Data = Path.Combine(options.Directory, "data");
        Directory.CreateDirectory(Data);
        _truth = new TruthFile(Path.Combine(options.Directory, "truth.csv"));
        _lookalikes = new TruthFile(Path.Combine(options.Directory, "lookalikes.csv"));
    }

    /// <summary>The folder of files to take in.</summary>
    public string Data { get; }

    public List<BrokenRow> Broken { get; } = [];

    public IEnumerable<GeneratedFile> Files => _open.OrderBy(f => f.Key.Stream, StringComparer.Ordinal).ThenBy(f => f.Key.Part)
        .Select(f => new GeneratedFile(Path.GetRelativePath(_options.Directory, f.Value.Path), f.Key.Stream, f.Value.Style, f.Value.Writer.Rows));

    public long TruthRows => _truth.Rows;

    public long LookalikeRows => _lookalikes.Rows;

    public IReadOnlyDictionary<string, int> Schemes => _truth.Stories;

    public IReadOnlyDictionary<string, int> Lookalikes => _lookalikes.Stories;

    /// <param name="part">Number of the file within the stream.</param>
    /// <param name="partName">For the file's name.</param>
    /// <param name="ownSubject">The project or application that marks without a subject are about.</param>
    public void Write(Row row, int part, string partName, string? ownSubject = null)
    {
        var file = Open(row.Stream, part, partName);
        row.Fill(file.Writer);
        file.Writer.EndRow();
        if (row.Marks is { } marks)
        {
            foreach (var mark in marks)
            {
                (mark.Story.IsScheme ? _truth : _lookalikes).Write(mark, row, mark.SubjectCode ?? ownSubject ?? row.Key);
            }
        }

        Misprint(file, row);
    }

    public void Dispose()
    {
        foreach (var file in _open.Values)
        {
            file.Writer.Dispose();
        }

        _truth.Dispose();
        _lookalikes.Dispose();
    }

    private OpenFile Open(string stream, int part, string partName)
    {
        if (_open.TryGetValue((stream, part), out var file))
        {
            return file;
        }

        var layout = RecordStreams.Get(stream);
        var style = FileStyles.For(stream, part, large: _options.Rows > 1_000_000);
        var folder = Directory.CreateDirectory(Path.Combine(Data, layout.ChineseName)).FullName;
        var title = $"{layout.ChineseName}_{partName}";
        var path = Path.Combine(folder, title + style.Extension);
        RowWriter writer = style.Container == Container.Xlsx ? new XlsxRowWriter(path, layout, style, title) : new CsvRowWriter(path, layout, style);
        return _open[(stream, part)] = new OpenFile(path, style, writer, part);
    }

    /// <summary>Some rows of a real export are wrong: one comes twice, a few hold what no parser can read.</summary>
    private void Misprint(OpenFile file, Row row)
    {
        if (row.Marks is not null || file.Style.Container == Container.Xlsx)
        {
            return;
        }

        if (row.Stream == "reception" && file.Part == 0 && file.Writer.Rows >= 9 && !file.Repeated)
        {
            file.Repeated = true;
            file.Writer.RepeatLastRow();
            return;
        }

        if (file.Writer.Rows < 6 || file.Misprinted || Misprints.For(row.Stream, file.Part) is not { } misprint)
        {
            return;
        }

        file.Misprinted = true;
        var key = row.Key;
        row.Key = key + "B";
        file.Writer.BreakCell(RecordStreams.Get(row.Stream).Columns.ToList().FindIndex(c => c.Name == misprint.Column), misprint.Text);
        row.Fill(file.Writer);
        file.Writer.EndRow();
        Broken.Add(new BrokenRow(Path.GetRelativePath(_options.Directory, file.Path), row.Stream, row.Key, misprint.Column, misprint.Text));
        row.Key = key;
    }

    private sealed record OpenFile(string Path, FileStyle Style, RowWriter Writer, int Part)
    {
        public bool Misprinted { get; set; }

        public bool Repeated { get; set; }
    }
}
