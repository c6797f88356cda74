using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using FundWatch.Core.Records;
using FundWatch.Samples;
using FundWatch.Samples.Files;

namespace FundWatch.UnitTests.Samples;

/// <summary>A row read back, by canonical column name.</summary>
public sealed record SampleRow(string Stream, string Key, IReadOnlyDictionary<string, string> Cells)
{
    private static readonly string[] _dates = ["yyyy-MM-dd", "yyyy/M/d", "yyyy年M月d日", "yyyyMMdd", "yyyy.MM.dd"];
    private static readonly string[] _times = ["yyyy-MM-dd HH:mm:ss", "yyyy/M/d H:mm", "yyyy年M月d日 HH:mm", "yyyy-MM-ddTHH:mm:sszzz", "yyyy.MM.dd HH:mm"];

    public string this[string column] => Cells[column];

    public bool Has(string column) => Cells[column].Length > 0;

    public decimal Money(string column) => decimal.Parse(Cells[column], NumberStyles.Number, CultureInfo.InvariantCulture);

    public decimal Money(string column, decimal otherwise) => Has(column) ? Money(column) : otherwise;

    public int Count(string column) => int.Parse(Cells[column], CultureInfo.InvariantCulture);

    public DateOnly Date(string column) => double.TryParse(Cells[column], CultureInfo.InvariantCulture, out var serial) && serial < 100_000
        ? DateOnly.FromDateTime(new DateTime(1899, 12, 30).AddDays(serial))
        : DateOnly.ParseExact(Cells[column], _dates, CultureInfo.InvariantCulture);

    public DateOnly? DateOrNull(string column) => Has(column) ? Date(column) : null;

    public DateTime Time(string column) => double.TryParse(Cells[column], CultureInfo.InvariantCulture, out var serial)
        ? new DateTime(1899, 12, 30).AddDays(serial)
        : DateTimeOffset.ParseExact(Cells[column], _times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal).DateTime;
}

/// <summary>Reads generated files by the style that the report names; knows nothing of the program's own readers.</summary>
public static class SampleReader
{
    public static IEnumerable<SampleRow> Read(string root, GenerationReport report)
    {
        foreach (var file in report.Files)
        {
            var stream = RecordStreams.Get(file.Stream);
            var path = Path.Combine(root, file.Path);
            var lines = file.Style.Container == Container.Xlsx ? Spreadsheet(path).Skip(2) : Csv(path, file.Style);
            var header = true;
            var scales = new decimal[stream.Columns.Count];
            foreach (var cells in lines)
            {
                if (header)
                {
                    header = false;
                    scales = cells.Select(c => c.Contains("万元", StringComparison.Ordinal) ? 10_000m : 1m).ToArray();
                    continue;
                }

                var row = new Dictionary<string, string>();
                for (var i = 0; i < stream.Columns.Count; i++)
                {
                    row[stream.Columns[i].Name] = scales[i] == 1 || !decimal.TryParse(cells[i], CultureInfo.InvariantCulture, out var amount)
                        ? cells[i]
                        : (amount * scales[i]).ToString("0.00####", CultureInfo.InvariantCulture);
                }

                yield return new SampleRow(file.Stream, cells[0], row);
            }
        }
    }

    /// <summary>The header cells of a file.</summary>
    public static string[] Header(string root, GeneratedFile file) => file.Style.Container == Container.Xlsx
        ? Spreadsheet(Path.Combine(root, file.Path)).Skip(2).First()
        : Csv(Path.Combine(root, file.Path), file.Style).First();

    private static IEnumerable<string[]> Csv(string path, FileStyle style)
    {
        using Stream file = style.Container == Container.CsvGz ? new GZipStream(File.OpenRead(path), CompressionMode.Decompress) : File.OpenRead(path);
        using var reader = new StreamReader(file, style.Encoding == TextEncoding.Gb18030 ? CodePagesEncodingProvider.Instance.GetEncoding("GB18030")! : Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            yield return Split(line);
        }
    }

    private static string[] Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                quoted = !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return [.. cells];
    }

    private static IEnumerable<string[]> Spreadsheet(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        using var sheet = archive.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        var rows = XDocument.Load(sheet).Descendants().Where(e => e.Name.LocalName == "row").ToList();
        var width = rows.Max(r => r.Elements().Count());
        foreach (var row in rows)
        {
            var cells = Enumerable.Repeat("", width).ToArray();
            foreach (var cell in row.Elements())
            {
                var letters = new string(cell.Attribute("r")!.Value.TakeWhile(char.IsLetter).ToArray());
                cells[letters.Aggregate(0, (n, c) => (n * 26) + c - 'A' + 1) - 1] = cell.Value;
            }

            yield return cells;
        }
    }
}
