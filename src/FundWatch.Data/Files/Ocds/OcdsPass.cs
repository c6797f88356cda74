using System.Runtime.InteropServices;
using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// One pass over an OCDS file: process by process the rows of one stream, and beside them those of the streams behind it, which are laid down for whoever asks for those later. A process that
/// occurs once is taken at once; the releases of others wait until all are there.
/// </summary>
/// <param name="content">The text as UTF-8; disposed with the pass.</param>
/// <param name="stream">The one whose rows are given.</param>
internal sealed class OcdsPass(Stream content, OcdsFile file, string stream) : IDisposable
{
    private static readonly Dictionary<string, Func<OcdsProcess, IEnumerable<Dictionary<string, string?>>>> _streams = new()
    {
        // A record that holds nothing is no row of any stream, and is to be heard of once. Always with the first one, whatever is asked for: its refusals count among the rows of the
        // batch, and a load that is carried on goes on behind so many rows.
        [Projects] = OcdsProjects.Rows, ["bid"] = OcdsBids.Rows, ["project_event"] = OcdsEvents.Rows,
    };

    private const string Projects = "project";
    private const int RowSize = 64;

    private readonly JsonObjects _objects = new(content);
    private readonly OcdsBuckets _buckets = new();
    private readonly Dictionary<string, KeptRows> _others =
        file.Kept.Count > 0 ? [] : _streams.Keys.SkipWhile(s => s != stream).Skip(1).ToDictionary(s => s, s => new KeptRows(Names(s)));

    // Characters that the rows of each stream may yet have, a row counting for some itself: what is said once for all lots is in each of their rows.
    private readonly Dictionary<string, long> _room = _streams.Keys.ToDictionary(s => s, _ => 16L * 1024 * 1024);

    private JsonDocument? _document;
    private IEnumerator<OcdsRow> _present = Enumerable.Empty<OcdsRow>().GetEnumerator();
    private IEnumerator<IReadOnlyList<(long Line, byte[] Item)>>? _repeated;

    /// <summary>The streams that a release speaks of.</summary>
    public static IReadOnlyCollection<string> Streams => _streams.Keys;

    /// <summary>True of the stream among whose rows records without a release are refused.</summary>
    public static bool RefusesRecords(string stream) => stream == Projects;

    public static string[] Names(string stream) => [.. RecordStreams.Get(stream).Columns.Select(c => c.Name)];

    /// <summary>Records so far that hold no release.</summary>
    public RecordsLeftOut Without { get; } = new();

    /// <exception cref="FileRefused">The file is damaged, or no OCDS.</exception>
    public bool TryRead(out OcdsRow row)
    {
        while (!_present.MoveNext())
        {
            _document?.Dispose();
            _document = null;
            _present = Enumerable.Empty<OcdsRow>().GetEnumerator();
            if (!TakeProcess())
            {
                row = default;
                return false;
            }
        }

        row = _present.Current;
        return true;
    }

    public void Dispose()
    {
        _document?.Dispose();
        content.Dispose();
        _buckets.Dispose();
        foreach (var kept in _others.Values)
        {
            kept.Dispose();
        }
    }

    private bool TakeProcess()
    {
        if (_repeated is null)
        {
            var scan = file.Scan;
            var item = Guarded(_objects.Next);
            if (!item.IsEmpty)
            {
                TakeItem(scan, item);
                return true;
            }

            _repeated = _buckets.TakeAll().GetEnumerator();
        }

        if (_repeated.MoveNext())
        {
            TakeReleases(_repeated.Current);
            return true;
        }

        HandOver();
        return false;
    }

    private void TakeItem(OcdsScan scan, ReadOnlyMemory<byte> item)
    {
        var document = Guarded(() => OcdsReleases.Read(item));
        if (Guarded(() => OcdsReleases.HasNone(document.RootElement) ? document.RootElement.Text("ocid") : null) is { } without)
        {
            // Its row has nothing but the key, under which people look for it.
            Without.Add(without);
            if (RefusesRecords(stream))
            {
                _present = Enumerable.Repeat(new OcdsRow(_objects.Line, CellIssue.RecordWithoutRelease, null, new() { ["project_id"] = without }), 1).GetEnumerator();
            }
        }
        else if (scan.HasRepeated && Guarded(() => OcdsScan.Ocid(item.Span)) is { } ocid && scan.IsRepeated(ocid))
        {
            _buckets.Add(ocid, _objects.Line, item.Span);
        }
        else
        {
            Take(_objects.Line, scan.CurrencyIssue([item]), Guarded(() => OcdsReleases.Read(document, item)));
            return;
        }

        document.Dispose();
    }

    private void TakeReleases(IReadOnlyList<(long Line, byte[] Item)> releases)
    {
        ReadOnlyMemory<byte>[] items = [.. releases.Select(r => (ReadOnlyMemory<byte>)r.Item)];
        Take(releases[^1].Line, file.Scan.CurrencyIssue(items), Guarded(() => OcdsReleases.Read(OcdsReleases.Compile(items))));
    }

    private void Take(long line, CellIssue issue, JsonDocument document)
    {
        _document = document;
        var process = new OcdsProcess(document.RootElement);
        if (Guarded(() => process.Ocid) is null)
        {
            throw new FileRefused("not_ocds",
                $"第 {line} 行的对象没有 ocid：不是 OCDS 1.1 的发布或记录。请检查文件，或用 --suggest-mapping 作为普通 JSON 处理。",
                $"The object on line {line} has no ocid: it is not a release or record of OCDS 1.1. Check the file, or treat it as plain JSON with --suggest-mapping.");
        }

        foreach (var (name, kept) in _others)
        {
            foreach (var row in Rows(name, process, line, issue))
            {
                kept.Add(row);
            }
        }

        _present = Rows(stream, process, line, issue).GetEnumerator();
    }

    // One at a time: a process may have hundreds of thousands.
    private IEnumerable<OcdsRow> Rows(string name, OcdsProcess process, long line, CellIssue issue)
    {
        _room[name] += 64L * JsonMarshal.GetRawUtf8Value(process.Release).Length;
        using var rows = _streams[name](process).GetEnumerator();
        Func<bool> next = rows.MoveNext;
        while (Guarded(next))
        {
            var cells = rows.Current;
            _room[name] -= RowSize + cells.Values.Sum(c => c?.Length ?? 0);
            if (_room[name] < 0)
            {
                throw new FileRefused("too_large",
                    $"第 {line} 行起的 OCDS 流程 {Shown(process.Ocid!)} 的标包与投标、合同或支付互相引用过多，展开后远大于文件本身，无法导入。请核对 relatedLots，或向发布方索取正确的文件。",
                    $"The lots and the bids, contracts or payments of the OCDS process {Shown(process.Ocid!)} on line {line} refer to each other so often that its rows would be far larger than the file. Check relatedLots, or get a correct file from its publisher.");
            }

            yield return new(line, issue, name == Projects && cells["project_id"] != process.Ocid ? process.Ocid : null, cells);
        }
    }

    private static string Shown(string ocid) => ocid.Length > 80 ? ocid[..80] + "…" : ocid;

    private void HandOver()
    {
        if (_others.Count > 0)
        {
            foreach (var kept in _others.Values)
            {
                kept.Finish();
            }

            file.Keep(new Dictionary<string, KeptRows>(_others), Without);
            _others.Clear();
        }
    }

    private T Guarded<T>(Func<T> read) => OcdsDamage.Guard(file.Path, _objects, read, file.Open);
}
