using System.Buffers.Binary;
using FundWatch.Core.Ingest;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Compiled releases on disk, one after another: written once, read by whoever comes, from the beginning.</summary>
internal sealed class MergedReleases
{
    private const int HeadSize = 13; // line, issue, length

    private readonly SafeFileHandle _file = OcdsBuckets.CreateFile().SafeFileHandle;
    private readonly byte[] _pending = new byte[256 * 1024];
    private long _written;
    private int _waiting;

    /// <param name="issue">What is the matter with its currencies.</param>
    public void Add(long line, CellIssue issue, ReadOnlySpan<byte> release)
    {
        if (_waiting + HeadSize + release.Length > _pending.Length)
        {
            Finish();
        }

        Span<byte> head = stackalloc byte[HeadSize];
        BinaryPrimitives.WriteInt64LittleEndian(head, line);
        head[8] = (byte)issue;
        BinaryPrimitives.WriteInt32LittleEndian(head[9..], release.Length);
        Append(head);
        Append(release);
    }

    /// <summary>To be called behind the last one.</summary>
    public void Finish()
    {
        RandomAccess.Write(_file, _pending.AsSpan(0, _waiting), _written);
        _written += _waiting;
        _waiting = 0;
    }

    public IEnumerable<(long Line, CellIssue Issue, ReadOnlyMemory<byte> Release)> Read()
    {
        var head = new byte[HeadSize];
        for (long at = 0; at < _written;)
        {
            Fill(head, at);
            var release = new byte[BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(9))];
            Fill(release, at + HeadSize);
            at += HeadSize + release.Length;
            yield return (BinaryPrimitives.ReadInt64LittleEndian(head), (CellIssue)head[8], release);
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _pending.Length - _waiting)
        {
            Finish();
            RandomAccess.Write(_file, bytes, _written);
            _written += bytes.Length;
            return;
        }

        bytes.CopyTo(_pending.AsSpan(_waiting));
        _waiting += bytes.Length;
    }

    private void Fill(Span<byte> bytes, long at)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_file, bytes, at);
            if (read == 0)
            {
                throw new EndOfStreamException("A temporary file of merged releases is shorter than it was written.");
            }

            bytes = bytes[read..];
            at += read;
        }
    }
}
