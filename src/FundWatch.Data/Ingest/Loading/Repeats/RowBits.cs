namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>One bit for each row of a file, growing as rows come.</summary>
internal sealed class RowBits
{
    private ulong[] _words = new ulong[1024];

    public bool this[long row] => row >> 6 < _words.Length && (_words[row >> 6] >> (int)(row & 63) & 1) != 0;

    public void Set(long row)
    {
        if (row >> 6 >= _words.Length)
        {
            Array.Resize(ref _words, (int)Math.Max(_words.Length * 2L, (row >> 6) + 1));
        }

        _words[row >> 6] |= 1UL << (int)(row & 63);
    }
}
