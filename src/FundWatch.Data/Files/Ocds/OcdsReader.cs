using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Ocds;

/// <summary>
/// OCDS 1.1 (releases, compiled releases, records and packages of them; JSON or JSON Lines) as rows of one stream: a release file is read for each of
/// <c>project</c>, <c>bid</c> and <c>project_event</c>. Amounts stay in the currency of the file, which is kept
/// with the source; a row in another one is refused. Releases of one process are merged.
/// </summary>
public sealed class OcdsReader : RowReader
{
    private readonly OcdsFile _file;
    private readonly OcdsPass? _pass; // null where the rows are known
    private readonly KeptRows? _known;
    private readonly BinaryReader? _kept;
    private readonly Func<double> _progress;
    private readonly string _stream;
    private readonly string[] _names;
    private string? _process;
    private long _read;
    private bool _isDisposed;

    /// <param name="content">The text as UTF-8; disposed with the reader.</param>
    /// <param name="file">What is known of it, or will be.</param>
    /// <param name="stream">One of <see cref="Streams"/>.</param>
    /// <param name="progress">Share of the file read so far.</param>
    internal OcdsReader(Stream content, OcdsFile file, string stream, Func<double> progress)
    {
        (_file, _stream, _progress) = (file, stream, progress);
        _names = OcdsPass.Names(stream);
        Encoding = "utf-8";
        if (file.Kept.TryGetValue(stream, out _known))
        {
            _kept = _known.Read();
            content.Dispose();
        }
        else
        {
            _pass = new OcdsPass(content, file, stream);
        }
    }

    /// <summary>The streams that a release speaks of.</summary>
    public static IReadOnlyCollection<string> Streams => OcdsPass.Streams;

    /// <summary>True where the beginning of a file is JSON that names an OCDS identifier.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start)
    {
        var first = start.IndexOfAnyExcept(" \t\r\n"u8);
        return first >= 0 && start[first] is (byte)'{' or (byte)'[' && start.IndexOf("\"ocid\""u8) >= 0;
    }

    public override bool HasFixedWidth => false;
    public override string Format => "ocds";
    public override string? Sheet => _stream;
    public override IReadOnlyList<string>? Names => _names;
    internal override bool GivesOwnNames => true;
    public override double Progress => _known is null ? _progress() : (double)_read / Math.Max(1, _known.Count);
    public override string? Currency => _file.Scan.Currency;

    internal override RecordsLeftOut? LeftOut => OcdsPass.RefusesRecords(_stream) ? null : _pass is null ? _file.Without : _pass.Without;

    internal override string? WholeOf => _process;

    public override bool Read()
    {
        if (_pass is null ? !ReadKept(_kept!) : !ReadRow(_pass))
        {
            return false;
        }

        _read++;
        return true;
    }

    public override void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _known?.Return();
            _pass?.Dispose();
        }
    }

    private bool ReadRow(OcdsPass pass)
    {
        if (!pass.TryRead(out var row))
        {
            return false;
        }

        Begin(row.Line, row.Issue, row.WholeOf);
        foreach (var name in _names)
        {
            var start = Used;
            if (row.Cells.GetValueOrDefault(name) is { } text)
            {
                Used += System.Text.Encoding.UTF8.GetBytes(text, Room(System.Text.Encoding.UTF8.GetMaxByteCount(text.Length)));
            }

            Add(start, Used);
        }

        return true;
    }

    private bool ReadKept(BinaryReader rows)
    {
        if (_read == _known!.Count)
        {
            return false;
        }

        Begin(rows.ReadInt64(), (CellIssue)rows.ReadByte(), null);
        foreach (var _ in _names)
        {
            var (start, length) = (Used, rows.Read7BitEncodedInt());
            rows.BaseStream.ReadExactly(Room(length)[..length]);
            Used += length;
            Add(start, Used);
        }

        return true;
    }

    private void Begin(long line, CellIssue issue, string? wholeOf)
    {
        Begin();
        (LineNumber, RowIssue, _process) = (line, issue, wholeOf);
    }
}
