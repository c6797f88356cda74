using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Frames;

/// <summary>Reads what <see cref="RowFrames"/> wrote.</summary>
internal abstract class FramedReader : RowReader
{
    private const int LargestFrame = 64 * 1024 * 1024;

    private int _at, _filled;
    private double _progress;
    private CellRange[] _merged = [];
    private ScaledCells[] _scaled = [];

    protected FramedReader() => Buffer = new byte[256 * 1024];

    public override bool HasFixedWidth => false;
    public override double Progress => _progress;
    public override IReadOnlyList<CellRange> Merged => _merged;
    public override IReadOnlyList<ScaledCells> Scaled => _scaled;

    public override bool Read()
    {
        FrameKind kind;
        ReadOnlySpan<byte> frame;
        do
        {
            frame = Next(out kind);
            if (kind == FrameKind.Block)
            {
                TakeMore();
            }
            else if (kind == FrameKind.Merged)
            {
                _merged = MemoryMarshal.Cast<byte, CellRange>(frame).ToArray();
            }
            else if (kind == FrameKind.Scaled)
            {
                _scaled = MemoryMarshal.Cast<byte, ScaledCells>(frame).ToArray();
            }
        }
        while (kind is FrameKind.Page or FrameKind.Block or FrameKind.Merged or FrameKind.Scaled);

        if (kind == FrameKind.End)
        {
            return false;
        }

        Begin();
        LineNumber = BinaryPrimitives.ReadInt64LittleEndian(frame);
        RowIssue = (CellIssue)(frame[8] & ~RowFrames.Hidden);
        IsHidden = (frame[8] & RowFrames.Hidden) != 0;
        _progress = BinaryPrimitives.ReadSingleLittleEndian(frame[9..]);
        var cells = BinaryPrimitives.ReadInt32LittleEndian(frame[13..]);
        var marks = BinaryPrimitives.ReadInt32LittleEndian(frame[17..]);
        var at = 21;
        for (; marks > 0; marks--, at += 5)
        {
            Mark(BinaryPrimitives.ReadInt32LittleEndian(frame[at..]), (CellIssue)frame[at + 4]);
        }

        var start = _at - frame.Length;
        RoomForCells(cells);
        var starts = Starts.AsSpan(0, cells);
        var ends = Ends.AsSpan(0, cells);
        for (var i = 0; i < starts.Length; i++, at += 8)
        {
            starts[i] = start + BinaryPrimitives.ReadInt32LittleEndian(frame[at..]);
            ends[i] = start + BinaryPrimitives.ReadInt32LittleEndian(frame[(at + 4)..]);
        }

        Count = cells;
        MoveSerials();
        return true;
    }

    /// <summary>True once nothing follows: the last frame said the end, or a refusal.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>More bytes; none where there are no more.</summary>
    protected abstract int Fill(Span<byte> buffer);

    /// <summary>A block of rows has been read.</summary>
    protected virtual void TakeMore()
    {
    }

    /// <summary>Why the frames break off.</summary>
    protected abstract FileRefused BrokenOff();

    /// <summary>The content of the next frame; valid until the next call.</summary>
    protected ReadOnlySpan<byte> Next(out FrameKind kind)
    {
        Need(5);
        var length = BinaryPrimitives.ReadInt32LittleEndian(Buffer.AsSpan(_at));
        kind = (FrameKind)Buffer[_at + 4];
        if (length is < 0 or > LargestFrame)
        {
            throw BrokenOff();
        }

        Need(5 + length);
        _at += 5 + length;
        var frame = Buffer.AsSpan(_at - length, length);
        IsOver = kind is FrameKind.End or FrameKind.Refused;
        if (kind != FrameKind.Refused)
        {
            return frame;
        }

        var words = System.Text.Encoding.UTF8.GetString(frame).Split('\0');
        throw new FileRefused(words[0], words[1], words[2]);
    }

    private void Need(int bytes)
    {
        if (_filled - _at >= bytes)
        {
            return;
        }

        if (_at + bytes > Buffer.Length)
        {
            var to = bytes > Buffer.Length ? new byte[bytes * 2] : Buffer;
            System.Buffer.BlockCopy(Buffer, _at, to, 0, _filled - _at);
            (Buffer, _filled, _at) = (to, _filled - _at, 0);
        }

        while (_filled - _at < bytes)
        {
            var read = Fill(Buffer.AsSpan(_filled));
            _filled += read > 0 ? read : throw BrokenOff();
        }
    }
}
