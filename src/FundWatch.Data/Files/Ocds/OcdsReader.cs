using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// OCDS 1.1 (releases, compiled releases, records and packages of them; JSON or JSON Lines) as rows of one stream: a release file is read once for each of
/// <c>project</c>, <c>bid</c> and <c>project_event</c>. Amounts stay in the currency of the file, which is kept
/// with the source; a row in another one is refused. Releases of one process are merged.
/// </summary>
public sealed class OcdsReader : RowReader
{
    private static readonly Dictionary<string, Func<JsonElement, IEnumerable<Dictionary<string, string?>>>> _streams = new()
    {
        ["project"] = OcdsProjects.Rows, ["bid"] = OcdsBids.Rows, ["project_event"] = OcdsEvents.Rows,
    };

    private readonly OcdsFile _file;
    private readonly MergedReleases? _merged;
    private readonly Stream _stream;
    private readonly JsonObjects _objects;
    private readonly Func<double> _progress;
    private readonly string _sheet;
    private readonly string[] _names;
    private readonly Queue<(long Line, Dictionary<string, string?> Row, string Ocid, CellIssue Issue)> _rows = new();
    private readonly List<string> _repeatedWithout = [];
    private readonly OcdsBuckets _buckets = new();
    private string? _process;
    private readonly List<string> _without = [];
    private IEnumerator<(long Line, CellIssue Issue, ReadOnlyMemory<byte> Release)>? _repeated;

    /// <param name="content">The text as UTF-8; disposed with the reader.</param>
    /// <param name="file">What is known of it, or will be.</param>
    /// <param name="stream">One of <see cref="Streams"/>.</param>
    /// <param name="progress">Share of the file read so far.</param>
    internal OcdsReader(Stream content, OcdsFile file, string stream, Func<double> progress)
    {
        _progress = progress;
        (_file, _merged) = (file, file.Merged);
        (_stream, _sheet, _objects) = (content, stream, new JsonObjects(content));
        _names = RecordStreams.Get(stream).Columns.Select(c => c.Name).ToArray();
        Encoding = "utf-8";
        if (_merged is not null && !RefusesRecords)
        {
            _without.AddRange(file.RepeatedWithout);
        }
    }

    /// <summary>The streams that a release speaks of.</summary>
    public static IReadOnlyCollection<string> Streams => _streams.Keys;

    /// <summary>True where the beginning of a file is JSON that names an OCDS identifier.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start)
    {
        var first = start.IndexOfAnyExcept(" \t\r\n"u8);
        return first >= 0 && start[first] is (byte)'{' or (byte)'[' && start.IndexOf("\"ocid\""u8) >= 0;
    }

    public override bool HasFixedWidth => false;
    public override string Format => "ocds";
    public override string? Sheet => _sheet;
    public override IReadOnlyList<string>? Names => _names;
    internal override bool GivesOwnNames => true;
    public override double Progress => _progress();
    public override string? Currency => Scan().Currency;

    internal override IReadOnlyList<string> RecordsLeftOut => _without;

    /// <summary>Of a lot: the process that it is a part of.</summary>
    internal override string? WholeOf => _process;

    public override bool Read()
    {
        while (_rows.Count == 0)
        {
            if (!ReadRelease())
            {
                return false;
            }
        }

        var (line, row, ocid, issue) = _rows.Dequeue();
        LineNumber = line;
        _process = RefusesRecords && row[_names[0]] != ocid ? ocid : null;
        Fill(row);
        RowIssue = issue;
        return true;
    }

    public override void Dispose()
    {
        _stream.Dispose();
        _buckets.Dispose();
    }

    private OcdsScan Scan()
    {
        if (_file.Scan is null)
        {
            using var whole = _file.Open();
            var objects = new JsonObjects(whole);
            _file.Scan = Guarded(objects, () => OcdsScan.Read(objects));
        }

        return _file.Scan;
    }

    // A process that occurs once is a row at once; the releases of others wait until all are there.
    private bool ReadRelease()
    {
        var scan = Scan();
        if (_repeated is null)
        {
            var item = Guarded(_objects, _objects.Next);
            if (!item.IsEmpty)
            {
                TakeItem(scan, item);
                return true;
            }

            _repeated = (_merged?.Read() ?? Merge(scan)).GetEnumerator();
        }

        if (!_repeated.MoveNext())
        {
            return false;
        }

        var (line, issue, release) = _repeated.Current;
        Take(line, issue, Guarded(_objects, () => OcdsReleases.Read(release)));
        return true;
    }

    private void TakeItem(OcdsScan scan, ReadOnlyMemory<byte> item)
    {
        var repeated = scan.HasRepeated && Guarded(_objects, () => OcdsScan.Ocid(item.Span)) is { } ocid && scan.IsRepeated(ocid) ? ocid : (ulong?)null;
        if (repeated is not null && _merged is not null && !RefusesRecords)
        {
            return;
        }

        var document = Guarded(_objects, () => OcdsReleases.Read(item));
        if (Guarded(_objects, () => OcdsReleases.HasNone(document.RootElement) ? document.RootElement.Text("ocid") : null) is { } without)
        {
            Refuse(without);
            if (repeated is not null && _merged is null)
            {
                _repeatedWithout.Add(without);
            }
        }
        else if (repeated is null)
        {
            Take(_objects.Line, scan.CurrencyIssue([item]), Guarded(_objects, () => OcdsReleases.Read(document, item)));
            return;
        }
        else if (_merged is null)
        {
            _buckets.Add(repeated.Value, _objects.Line, item.Span);
        }

        document.Dispose();
    }

    // A record that holds nothing is no row of any stream, and is to be heard of once. Always with the same one, whatever else is asked for: its refusals count among the rows of the
    // batch, and a load that is carried on goes on behind so many rows.
    private bool RefusesRecords => _sheet == "project";

    // Its row has nothing but the key, under which people look for it.
    private void Refuse(string ocid)
    {
        if (RefusesRecords)
        {
            _rows.Enqueue((_objects.Line, new() { [_names[0]] = ocid }, ocid, CellIssue.RecordWithoutRelease));
        }
        else
        {
            _without.Add(ocid);
        }
    }

    private IEnumerable<(long Line, CellIssue Issue, ReadOnlyMemory<byte> Release)> Merge(OcdsScan scan)
    {
        var merged = new MergedReleases();
        foreach (var releases in _buckets.TakeAll())
        {
            ReadOnlyMemory<byte>[] items = [.. releases.Select(r => (ReadOnlyMemory<byte>)r.Item)];
            var issue = scan.CurrencyIssue(items);
            var release = Guarded(_objects, () => OcdsReleases.Compile(items));
            merged.Add(releases[^1].Line, issue, release.Span);
            yield return (releases[^1].Line, issue, release);
        }

        merged.Finish();
        (_file.Merged, _file.RepeatedWithout) = (merged, _repeatedWithout);
    }

    private void Take(long line, CellIssue issue, JsonDocument document)
    {
        using (document)
        {
            var release = document.RootElement;
            if (Guarded(_objects, () => release.Text("ocid")) is not { } ocid)
            {
                throw new FileRefused("not_ocds",
                    $"第 {line} 行的对象没有 ocid：不是 OCDS 1.1 的发布或记录。请检查文件，或用 --suggest-mapping 作为普通 JSON 处理。",
                    $"The object on line {line} has no ocid: it is not a release or record of OCDS 1.1. Check the file, or treat it as plain JSON with --suggest-mapping.");
            }

            foreach (var row in Guarded(_objects, () => _streams[_sheet](release).ToList()))
            {
                _rows.Enqueue((line, row, ocid, issue));
            }
        }
    }

    private T Guarded<T>(JsonObjects objects, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException) // the last two: numbers and names that are no valid ones
        {
            var (zh, en) = Damage(objects, e).Words;
            throw new FileRefused("bad_json",
                $"JSON 文件 {_file.Path} 在第 {objects.Line} 行起的对象中有误：{zh}。请重新导出该文件。",
                $"The JSON of {_file.Path} is damaged in the object that begins on line {objects.Line}: {en}. Export the file again.", e);
        }
    }

    private static FileDamage Damage(JsonObjects objects, Exception cause) => cause switch
    {
        FileDamage own => own,
        JsonException broken => JsonDamage.Of(broken, objects.Present, objects.Start, OcdsReleases.Deepest),
        FormatException => new(DamageKind.BrokenJson, "其中有数字不是有效的写法", "a number in it is not written as it must be", cause),
        _ => new(DamageKind.NotUtf8, "其中的名称或文字编码有误", "the encoding of a name or text in it is damaged", cause),
    };

    private void Fill(Dictionary<string, string?> row)
    {
        Count = 0;
        var end = 0;
        foreach (var name in _names)
        {
            var start = end;
            if (row.GetValueOrDefault(name) is { } text)
            {
                var needed = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
                if (Buffer.Length < end + needed)
                {
                    Array.Resize(ref Buffer, Math.Max(4096, (end + needed) * 2));
                }

                end += System.Text.Encoding.UTF8.GetBytes(text, Buffer.AsSpan(end));
            }

            Add(start, end);
        }
    }
}
