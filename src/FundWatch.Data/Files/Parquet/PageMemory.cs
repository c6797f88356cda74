using System.Numerics;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Parquet;

/// <summary>Keeps count of what the pages of all columns take, and refuses what would not fit beside everything else in 300 MB.</summary>
internal sealed class PageMemory
{
    private const long MostPages = 64L * 1024 * 1024;
    private readonly List<byte[]> _spare = [];
    private byte[] _scratch = new byte[64 * 1024];
    private long _pages, _dictionaries, _spareBytes;

    /// <summary>A single page no writer makes: they cut at about a megabyte.</summary>
    public void Check(int page)
    {
        if (page > MostPages)
        {
            throw TooLarge();
        }
    }

    /// <summary>Room for packed bytes, shared by all columns: its content counts until the next call.</summary>
    public byte[] Scratch(int size)
    {
        if (size > _scratch.Length)
        {
            _scratch = GC.AllocateUninitializedArray<byte>((int)Rounded(size));
        }

        return _scratch;
    }

    /// <summary>Room for a page, in the place of another: its content is not kept.</summary>
    public byte[] Page(int size, byte[] instead)
    {
        Give(instead);
        size = Rounded(size) is var rounded && _pages + rounded <= MostPages ? (int)rounded : size;
        var found = _spare.FindIndex(p => p.Length >= size && p.Length <= Math.Max(2L * size, 64 * 1024) && _pages + p.Length <= MostPages);
        if (found >= 0)
        {
            var page = _spare[found];
            _spare.RemoveAt(found);
            _spareBytes -= page.Length;
            _pages += page.Length;
            return page;
        }

        // Spare pages must not keep others from being read.
        if (_pages + _spareBytes + size > MostPages)
        {
            _spare.Clear();
            _spareBytes = 0;
        }

        _pages += size;
        return _pages <= MostPages ? GC.AllocateUninitializedArray<byte>(size) : throw TooLarge();
    }

    /// <summary>Takes the room of a page back.</summary>
    public void Give(byte[] page)
    {
        if (page.Length > 0)
        {
            _pages -= page.Length;
            _spare.Add(page);
            _spareBytes += page.Length;
        }
    }

    public void TakeDictionary(long bytes)
    {
        _dictionaries += bytes;
        if (_dictionaries > RenderedValues.MostBytes)
        {
            throw TooLarge();
        }
    }

    // Up, by an eighth or 4 KB at most: pages of a column differ a little, and the next one then has room where the last one lay.
    private static long Rounded(int size)
    {
        var step = Math.Max(4L * 1024, BitOperations.RoundUpToPowerOf2((uint)size) / 16);
        return (size + step - 1) / step * step;
    }

    private static FileRefused TooLarge() => new("too_large",
        "该 Parquet 文件的数据页过大，超出内存上限。请用较小的页重新写出（如 pyarrow：write_table(…, data_page_size=1048576, row_group_size=100000)）。",
        "The pages of this Parquet file are larger than memory allows. Write it again with smaller ones (pyarrow: write_table(…, data_page_size=1048576, row_group_size=100000)).");
}
