using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Frames;

/// <summary>Kinds of frames.</summary>
internal enum FrameKind : byte
{
    /// <summary>Name of a sheet.</summary>
    Sheet = 1,
    Row,
    /// <summary>Code and words of a refusal.</summary>
    Refused,
    /// <summary>Nothing follows, and nothing is missing.</summary>
    End,
    /// <summary>Names of the columns.</summary>
    Names,
    /// <summary>Key of the last row of a page.</summary>
    Page,
    /// <summary>As many rows as are sent before the other side says that it has read them.</summary>
    Block,
    /// <summary>Name of a sheet that is hidden.</summary>
    HiddenSheet,
    /// <summary>Cells that the sheet shows as one.</summary>
    Merged,
    /// <summary>Cells that the sheet shows as less than they hold.</summary>
    Scaled,
}

/// <summary>
/// Writes rows as frames, for another process or for a while on disk: length of what follows (4 bytes), kind (1), content. A row is line number (8), issue and whether it is hidden (1), progress (4), cells (4), marked cells (4), each mark (4 + 1),
/// where each cell begins and ends (4 + 4), the bytes of the cells.
/// </summary>
internal sealed class RowFrames(Stream to)
{
    /// <summary>In the byte of a row's issue: the row is hidden in its sheet.</summary>
    internal const byte Hidden = 0x80;

    private byte[] _frame = new byte[64 * 1024];

    public void Text(FrameKind kind, params string[] parts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\0', parts));
        bytes.CopyTo(Begin(kind, bytes.Length));
        to.Write(_frame, 0, 5 + bytes.Length);
    }

    /// <param name="row">Put together cell by cell.</param>
    /// <returns>Bytes written.</returns>
    public int Row(RowReader row)
    {
        var marks = 0;
        for (var i = 0; row.HasCellIssues && i < row.Count; i++)
        {
            marks += row.IssueOf(i) != CellIssue.None ? 1 : 0;
        }

        var bytes = 21 + 5 * marks + 8 * row.Count;
        var length = bytes + row.Bytes.Length;
        var content = Begin(FrameKind.Row, length);
        BinaryPrimitives.WriteInt64LittleEndian(content, row.LineNumber);
        content[8] = (byte)((byte)row.RowIssue | (row.IsHidden ? Hidden : 0));
        BinaryPrimitives.WriteSingleLittleEndian(content[9..], (float)row.Progress);
        BinaryPrimitives.WriteInt32LittleEndian(content[13..], row.Count);
        BinaryPrimitives.WriteInt32LittleEndian(content[17..], marks);
        var at = 21;
        for (var i = 0; i < row.Count && marks > 0; i++)
        {
            if (row.IssueOf(i) is not CellIssue.None and var issue)
            {
                BinaryPrimitives.WriteInt32LittleEndian(content[at..], i);
                content[at + 4] = (byte)issue;
                at += 5;
            }
        }

        var starts = row.CellStarts;
        var ends = row.CellEnds;
        for (var i = 0; i < starts.Length; i++, at += 8)
        {
            BinaryPrimitives.WriteInt32LittleEndian(content[at..], bytes + starts[i]);
            BinaryPrimitives.WriteInt32LittleEndian(content[(at + 4)..], bytes + ends[i]);
        }

        row.Bytes.CopyTo(content[bytes..]);
        to.Write(_frame, 0, 5 + length);
        return 5 + length;
    }

    /// <summary>Ranges behind the last row, each as four numbers (4).</summary>
    public void Merged(IReadOnlyList<CellRange> ranges) => Numbers(FrameKind.Merged, ranges);

    /// <summary>Behind the last row: for each column its number (4) and that of its cells (4).</summary>
    public void Scaled(IReadOnlyList<ScaledCells> columns) => Numbers(FrameKind.Scaled, columns);

    private void Numbers<T>(FrameKind kind, IReadOnlyList<T> items)
        where T : unmanaged
    {
        if (items.Count > 0)
        {
            MemoryMarshal.AsBytes(items.ToArray().AsSpan()).CopyTo(Begin(kind, items.Count * Unsafe.SizeOf<T>()));
            to.Write(_frame, 0, 5 + items.Count * Unsafe.SizeOf<T>());
        }
    }

    private Span<byte> Begin(FrameKind kind, int length)
    {
        if (_frame.Length < 5 + length)
        {
            _frame = new byte[(5 + length) * 2];
        }

        BinaryPrimitives.WriteInt32LittleEndian(_frame, length);
        _frame[4] = (byte)kind;
        return _frame.AsSpan(5, length);
    }
}
