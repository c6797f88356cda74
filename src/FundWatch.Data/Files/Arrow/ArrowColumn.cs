using System.Runtime.InteropServices;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Arrow;

/// <summary>One column of one record batch: its buffers read forwards, stretch by stretch.</summary>
internal sealed class ArrowColumn(ArrowLayout layout, CellType type, BufferWindow? validity, BufferWindow? values, BufferWindow? texts, RenderedValues? dictionary, ViewTexts? views = null) : IDisposable
{
    private readonly int _offset = layout == ArrowLayout.Texts ? 4 : 8;
    private readonly byte[] _bits = new byte[2];
    private int _validBit, _valueBit;
    private long _end = -1;

    /// <summary>How many of the next rows can be taken at once, so that their texts fit in a window: at least one.</summary>
    public int Ready(int rows)
    {
        if (views is not null)
        {
            return ViewTexts.Ready(values!.Peek(rows * ViewTexts.Width));
        }

        if (texts is null)
        {
            return rows;
        }

        if (_end < 0)
        {
            _end = ValueText.Integer(values!.Take(_offset));
            texts.Skip(_end >= 0 ? _end : throw new FileDamage(DamageKind.WrongPlace, $"文字从第 {_end:N0} 字节开始", $"texts that begin at byte {_end:N0}"));
        }

        var offsets = values!.Peek(rows * _offset);
        while (rows > 1 && ValueText.Integer(offsets.Slice((rows - 1) * _offset, _offset)) - _end > BufferWindow.Usual)
        {
            rows = (rows + 1) / 2;
        }

        return rows;
    }

    /// <summary>Takes the next rows, of those that are ready.</summary>
    public void Take(CellColumn cells, int rows)
    {
        cells.Begin(type, [], dictionary);
        switch (layout)
        {
            case ArrowLayout.Fixed when dictionary is not null:
                TakeEntries(cells.AddEntries(rows));
                break;
            case ArrowLayout.Fixed:
                var start = values!.Take(rows * type.Width, out var window);
                cells.Begin(type, window);
                cells.AddFixed(start, type.Width, rows);
                break;
            case ArrowLayout.Bits:
                var own = cells.Own(rows);
                for (var i = 0; i < rows; i++)
                {
                    own[i] = NextBit(values!, ref _valueBit, ref _bits[0]) ? (byte)1 : (byte)0;
                }

                cells.AddFixed(0, 1, rows);
                break;
            case ArrowLayout.Texts or ArrowLayout.LargeTexts:
                TakeTexts(cells, rows);
                break;
            case ArrowLayout.Views:
                var together = views!.Gather(values!.Take(rows * ViewTexts.Width), out var gathered);
                cells.Begin(type, gathered);
                cells.AddTexts<int>(0, views.Ends, 0);
                cells.LieTogether(..together, areApart: false);
                break;
        }

        TakeValidity(cells, rows);
        if (dictionary is not null)
        {
            CheckEntries(cells, rows);
        }

        if (views is { HasLost: true })
        {
            CheckViews(cells, rows);
        }
    }

    /// <summary>Takes all values of a dictionary batch.</summary>
    public void Render(RenderedValues to, long count)
    {
        const int most = 256;
        var cells = new CellColumn(most);
        for (long done = 0; done < count;)
        {
            var rows = Ready((int)Math.Min(most, count - done));
            Take(cells, rows);
            for (var i = 0; i < rows; i++)
            {
                if (cells.IsNothing(i))
                {
                    to.AddNothing();
                }
                else
                {
                    to.Add(type, cells.Raw(i));
                }

                if (to.Bytes > RenderedValues.MostBytes)
                {
                    throw new FileRefused("too_large", "该 Arrow 文件的字典过大，超出内存上限。请改为普通文本列后重新写出。",
                        "A dictionary of this Arrow file is larger than memory allows. Write the column as plain text.");
                }
            }

            done += rows;
        }
    }

    public void Dispose()
    {
        validity?.Dispose();
        values?.Dispose();
        texts?.Dispose();
    }

    private void TakeTexts(CellColumn cells, int rows)
    {
        var offsets = values!.Take(rows * _offset);
        var total = ValueText.Integer(offsets[^_offset..]) - _end;
        if (total is < 0 or > int.MaxValue)
        {
            throw new FileDamage(DamageKind.WrongPlace, "文字的起止位置前后颠倒", "offsets of texts that run backwards");
        }

        var start = texts!.Take((int)total, out var window);
        cells.Begin(type, window);
        if (_offset == 4)
        {
            cells.AddTexts(start, MemoryMarshal.Cast<byte, int>(offsets), (int)_end);
        }
        else
        {
            cells.AddTexts(start, MemoryMarshal.Cast<byte, long>(offsets), _end);
        }

        _end += total;
        cells.LieTogether(start..(start + (int)total), areApart: false);
    }

    private void TakeEntries(Span<int> entries)
    {
        var raw = values!.Take(entries.Length * type.Width);
        for (var i = 0; i < entries.Length; i++)
        {
            var index = raw.Slice(i * type.Width, type.Width);
            var entry = type.Kind == ValueKind.Unsigned ? ValueText.Unsigned(index) : (ulong)ValueText.Integer(index);
            entries[i] = entry <= int.MaxValue ? (int)entry : -1;
        }
    }

    // What lies in the place of a null may be anything.
    private void CheckEntries(CellColumn cells, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (!cells.IsNothing(i) && (uint)cells.Entry(i) >= (uint)dictionary!.Count)
            {
                throw new FileDamage(DamageKind.NoSuchEntry, $"引用了第 {cells.Entry(i):N0} 项（从 0 起），字典只有 {dictionary.Count:N0} 项", $"entry {cells.Entry(i):N0} (from 0) of a dictionary of {dictionary.Count:N0}");
            }
        }
    }

    private void CheckViews(CellColumn cells, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            if (!cells.IsNothing(i) && views!.IsLost(i))
            {
                throw new FileDamage(DamageKind.WrongPlace, "文字指向缓冲区之外", "a text that lies outside its buffers");
            }
        }
    }

    private void TakeValidity(CellColumn cells, int rows)
    {
        if (layout == ArrowLayout.Nothing)
        {
            cells.Nothings(rows).Fill(true);
        }
        else if (validity is not null)
        {
            var nothing = cells.Nothings(rows);
            for (var i = 0; i < rows; i++)
            {
                nothing[i] = !NextBit(validity, ref _validBit, ref _bits[1]);
            }
        }
    }

    private static bool NextBit(BufferWindow from, ref int bit, ref byte bits)
    {
        if (bit == 0)
        {
            bits = from.Take(1)[0];
        }

        var isSet = (bits >> bit & 1) != 0;
        bit = (bit + 1) & 7;
        return isSet;
    }
}
