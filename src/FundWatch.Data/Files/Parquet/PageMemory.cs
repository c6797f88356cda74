using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Files.Parquet;

/// <summary>Keeps count of what the pages of all columns take, and refuses what would not fit beside everything else in 300 MB.</summary>
internal sealed class PageMemory
{
    private const long MostPages = 64L * 1024 * 1024;
    private byte[] _scratch = new byte[64 * 1024];
    private long _pages, _dictionaries;

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
            _scratch = new byte[size];
        }

        return _scratch;
    }

    public void Take(long bytes)
    {
        _pages += bytes;
        if (_pages > MostPages)
        {
            throw TooLarge();
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

    private static FileRefused TooLarge() => new("too_large",
        "该 Parquet 文件的数据页过大，超出内存上限。请用较小的页重新写出（如 pyarrow：write_table(…, data_page_size=1048576, row_group_size=100000)）。",
        "The pages of this Parquet file are larger than memory allows. Write it again with smaller ones (pyarrow: write_table(…, data_page_size=1048576, row_group_size=100000)).");
}
