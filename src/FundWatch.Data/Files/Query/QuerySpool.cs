using System.Buffers.Binary;
using System.Text;
using FundWatch.Core;
using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Query;

/// <summary>
/// The rows of a query on disk until they are loaded. A page is whole or it is not there: what a kill left behind the last whole page is cut off, and fetching carries on behind
/// its key. The same query over the same rows gives the same bytes, so their hash tells whether they were loaded before.
/// </summary>
internal sealed class QuerySpool : IDisposable
{
    private readonly FileStream _file;

    private QuerySpool(FileStream file) => _file = file;

    public static ReadOnlySpan<byte> Mark => "FWQUERY1"u8;

    /// <summary>True where all rows are there.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Rows of whole pages.</summary>
    public long Rows { get; private set; }

    /// <summary>Key of the last of them; null at the beginning.</summary>
    public string[]? LastKey { get; private set; }

    /// <summary>Names of the columns as they were; null where nothing was fetched yet.</summary>
    public string[]? Names { get; private set; }

    public RowFrames Frames => new(_file);

    /// <exception cref="FileRefused"><c>busy</c>: another process fetches the same query.</exception>
    public static QuerySpool Open(string path)
    {
        try
        {
            var spool = new QuerySpool(new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 256 * 1024, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }));
            spool.Recover();
            return spool;
        }
        catch (IOException e)
        {
            var (zh, en) = SystemWords.Of(e);
            throw new FileRefused("busy", $"同一查询正由另一个进程读取（{zh}）。请等它结束。", $"Another process is fetching the same query ({en}). Wait until it is done.", e);
        }
    }

    /// <summary>Begins anew.</summary>
    public void Begin(string id, IReadOnlyList<string> names)
    {
        _file.SetLength(0);
        _file.Write(Mark);
        Frames.Text(FrameKind.Names, [id, .. names]);
        (Rows, LastKey, Names, IsComplete) = (0, null, [.. names], false);
    }

    /// <summary>Ends a page: its rows are there for good.</summary>
    public void EndPage(long rows, string[] lastKey)
    {
        Frames.Text(FrameKind.Page, [rows.ToString(null, null), .. lastKey]);
        _file.Flush(flushToDisk: true);
        (Rows, LastKey) = (rows, lastKey);
    }

    public void Complete()
    {
        Frames.Text(FrameKind.End);
        _file.Flush(flushToDisk: true);
        IsComplete = true;
    }

    public void Dispose() => _file.Dispose();

    private void Recover()
    {
        var mark = new byte[Mark.Length];
        long whole = 0;
        if (_file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) == mark.Length && mark.AsSpan().SequenceEqual(Mark))
        {
            var head = new byte[5];
            while (!IsComplete && _file.ReadAtLeast(head, 5, throwOnEndOfStream: false) == 5)
            {
                var length = BinaryPrimitives.ReadInt32LittleEndian(head);
                if (length < 0 || length > _file.Length - _file.Position)
                {
                    break;
                }

                var kind = (FrameKind)head[4];
                if (kind == FrameKind.Row)
                {
                    _file.Seek(length, SeekOrigin.Current);
                    continue;
                }

                var content = new byte[length];
                _file.ReadExactly(content);
                Take(kind, Encoding.UTF8.GetString(content).Split('\0'));
                whole = kind is FrameKind.Names or FrameKind.Page or FrameKind.End ? _file.Position : whole;
            }
        }

        _file.SetLength(whole);
        _file.Position = whole;
    }

    private void Take(FrameKind kind, string[] parts)
    {
        switch (kind)
        {
            case FrameKind.Names:
                Names = parts[1..];
                break;
            case FrameKind.Page:
                Rows = long.Parse(parts[0], null);
                LastKey = parts[1..];
                break;
            case FrameKind.End:
                IsComplete = true;
                break;
        }
    }
}
