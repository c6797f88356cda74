using System.Buffers.Binary;
using FundWatch.Data.Files.Columnar;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Parquet;

/// <summary>One column of one row group, read page by page: of a column no more than its present page and its dictionary is in memory.</summary>
internal sealed class ParquetColumn(SafeFileHandle file, ColumnChunk chunk, ParquetField field, PageCodec codec, PageMemory memory)
{
    private const int LargestHeader = 16 * 1024 * 1024;

    private byte[] _page = [];
    private RenderedValues? _dictionary;
    private HybridDecoder _levels;
    private ValueDecoder? _values;
    private long _position = chunk.Start, _valuesRead;
    private int _left;
    private bool _hasLevels;

    /// <summary>Where the page that is being read begins in the file.</summary>
    public long Page { get; private set; } = chunk.Start;

    /// <summary>How many of the next rows can be taken at once: at least one, and no more than are left in the page.</summary>
    public int Ready(int most)
    {
        while (_left == 0)
        {
            ReadPage();
        }

        return Math.Min(most, _values!.Ready(Math.Min(most, _left)));
    }

    /// <summary>Takes the next rows, of those that are ready.</summary>
    public void Take(CellColumn cells, int rows)
    {
        _left -= rows;
        cells.Begin(field.Type, _page, _values!.Dictionary);
        var values = _hasLevels ? TakeLevels(cells, rows) : rows;
        _values.Take(cells, values);
        if (values < rows)
        {
            cells.Spread(rows);
        }

        cells.LieTogether(_values.Together, areApart: true);
    }

    // How many of the rows have a value.
    private int TakeLevels(CellColumn cells, int rows)
    {
        var run = _levels.NextRun(_page, rows, out var level);
        if (run == rows && level != 0)
        {
            return rows;
        }

        var nothing = cells.Nothings(rows);
        nothing[..run].Fill(level == 0);
        for (var i = run; i < rows; i++)
        {
            nothing[i] = _levels.Next(_page) == 0;
        }

        return nothing.Count(false);
    }

    /// <summary>Gives the memory of its pages back.</summary>
    public void Release()
    {
        memory.Give(_page);
        memory.TakeDictionary(-(_dictionary?.Bytes ?? 0));
        _page = [];
    }

    private void ReadPage()
    {
        var end = chunk.Start + chunk.Length;
        if (_position >= end)
        {
            throw new FileDamage(DamageKind.CountsDiffer, $"该列只有 {_valuesRead:N0} 个值，行组却有 {chunk.Values:N0} 行", $"the column has {_valuesRead:N0} values, its row group {chunk.Values:N0} rows");
        }

        Page = _position;
        var header = ReadHeader(end);
        if (header.Packed > end - _position)
        {
            throw new FileDamage(DamageKind.WrongPlace, $"该页长 {header.Packed:N0} 字节，而该列只剩 {end - _position:N0} 字节", $"a page of {header.Packed:N0} bytes where {end - _position:N0} are left of the column");
        }

        memory.Check(header.Unpacked);
        memory.Check(header.Packed);
        if (header.Type is 0 or 2 or 3)
        {
            Unpack(header);
        }

        _position += header.Packed;
        switch (header.Type)
        {
            case 2:
                ReadDictionary(header);
                break;
            case 0 or 3:
                BeginValues(header);
                break;
        }
    }

    private PageHeader ReadHeader(long end)
    {
        for (var size = 512; ; size *= 8)
        {
            var available = (int)Math.Min(size, end - _position);
            var packed = memory.Scratch(available);
            var read = RandomAccess.Read(file, packed.AsSpan(0, available), _position);
            try
            {
                var header = PageHeader.Read(packed.AsSpan(0, read), _position, out var length);
                _position += length;
                return header;
            }
            catch (EndOfStreamException e) when (read < size || size >= LargestHeader)
            {
                throw new FileDamage(DamageKind.WrongPlace, "页头超出了该列的末尾", "a page's header leads beyond the end of its column", e);
            }
            catch (EndOfStreamException)
            {
                // Statistics of long texts can make a header long.
            }
        }
    }

    private void Unpack(in PageHeader header)
    {
        if (header.Unpacked > _page.Length)
        {
            _page = memory.Page(header.Unpacked, _page);
        }

        var packed = memory.Scratch(header.Packed);
        for (var at = 0; at < header.Packed;)
        {
            var read = RandomAccess.Read(file, packed.AsSpan(at, header.Packed - at), _position + at);
            at += read > 0 ? read : throw new FileDamage(DamageKind.CutShort, "文件在数据页中途结束", "the file ends within a page");
        }

        // Levels of the second version stand unpacked before the packed values.
        var levels = Math.Max(0, header.LevelsLength);
        if (levels > header.Packed || levels > header.Unpacked)
        {
            throw new FileDamage(DamageKind.WrongPlace, $"空值标记长 {levels:N0} 字节，超出所在的页", $"levels of {levels:N0} bytes, more than their page has");
        }

        packed.AsSpan(0, levels).CopyTo(_page);
        if (chunk.Codec == 0 || !header.IsPacked)
        {
            if (header.Packed != header.Unpacked)
            {
                throw new FileDamage(DamageKind.CountsDiffer, $"未压缩的页写了两个长度：{header.Packed:N0} 和 {header.Unpacked:N0} 字节", $"an unpacked page of two lengths, {header.Packed:N0} and {header.Unpacked:N0} bytes");
            }

            packed.AsSpan(levels, header.Packed - levels).CopyTo(_page.AsSpan(levels));
        }
        else if (header.Unpacked > levels)
        {
            codec.Unpack(chunk.Codec, packed, levels, header.Packed - levels, _page.AsMemory(levels, header.Unpacked - levels));
        }
    }

    private void ReadDictionary(in PageHeader header)
    {
        if (_dictionary is not null || header.Encoding is not (0 or 2))
        {
            throw _dictionary is not null ? new FileDamage(DamageKind.WrongStructure, "该列有两个字典", "the column has two dictionaries")
                : new FileDamage(DamageKind.UnknownEncoding, $"字典的编码 #{header.Encoding}", $"encoding #{header.Encoding} of a dictionary");
        }

        _dictionary = new RenderedValues();
        var at = 0;
        for (var i = 0; i < header.Values; i++)
        {
            var length = field.Type.Width;
            if (length == 0 && field.Type.Kind != ValueKind.Boolean)
            {
                length = header.Unpacked - at >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(_page.AsSpan(at)) : -1;
                at += 4;
            }

            if (length < 0 || length > header.Unpacked - at)
            {
                throw new FileDamage(DamageKind.CountsDiffer, $"字典声明 {header.Values:N0} 项，只容得下 {i:N0} 项", $"a dictionary of {header.Values:N0} entries that has room for {i:N0}");
            }

            _dictionary.Add(field.Type, _page.AsSpan(at, length));
            at += length;
        }

        memory.TakeDictionary(_dictionary.Bytes);
    }

    private void BeginValues(in PageHeader header)
    {
        var start = 0;
        _hasLevels = field.IsOptional;
        if (header.Type == 3)
        {
            start = Math.Max(0, header.LevelsLength);
            _levels = HybridDecoder.Over(0, start, 1);
        }
        else if (_hasLevels)
        {
            var length = header.Unpacked >= 4 ? BinaryPrimitives.ReadInt32LittleEndian(_page) : -1;
            if (length < 0 || length > header.Unpacked - 4 || header.LevelEncoding != 3)
            {
                throw header.LevelEncoding != 3 ? new FileDamage(DamageKind.UnknownEncoding, $"空值标记的编码 #{header.LevelEncoding}", $"encoding #{header.LevelEncoding} of levels")
                    : new FileDamage(DamageKind.WrongPlace, $"空值标记长 {length:N0} 字节，页只有 {header.Unpacked:N0} 字节", $"levels of {length:N0} bytes in a page of {header.Unpacked:N0}");
            }

            _levels = HybridDecoder.Over(4, 4 + length, 1);
            start = 4 + length;
        }

        _left = header.Values;
        _valuesRead += header.Values;
        _values = ValueDecoder.Of(header.Encoding, field.Type, _page, start, header.Unpacked, _dictionary)
            ?? throw (header.Encoding is 2 or 8 ? new FileDamage(DamageKind.PartMissing, "值是字典的编号，而该列没有字典", "values are numbers of a dictionary that the column does not have")
                : new FileDamage(DamageKind.UnknownEncoding, $"值的编码 #{header.Encoding} 无法识别，或不能用于该列的类型", $"values in encoding #{header.Encoding}, which is not known or not for the column's type"));
    }
}
