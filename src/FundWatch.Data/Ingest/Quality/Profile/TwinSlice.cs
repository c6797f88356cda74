using System.Runtime.InteropServices;

namespace FundWatch.Data.Ingest.Quality.Profile;

/// <summary>
/// Counts rows whose content came before under another key, in a slice of all contents chosen by their hash: whole files up to 32,768 contents, half
/// of the slice whenever it has grown beyond. A slice holds every row of its contents, so twins in it are counted exactly; a sample of rows would miss most.
/// </summary>
/// <param name="outside">Bits that no hash of the slice has, to begin with: those of an earlier file, whose rows outside its slice are passed over unread.</param>
internal sealed class TwinSlice(long outside = 0)
{
    internal const int Most = 32_768;

    private readonly Dictionary<ulong, int> _rows = [];
    private ulong _outside = (ulong)outside; // bits that a hash of the slice has not

    /// <param name="content">A good hash of the row's values without its key.</param>
    /// <returns>False where it lies outside the slice.</returns>
    public bool Add(ulong content)
    {
        if ((content & _outside) != 0)
        {
            return false;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_rows, content, out _)++;
        if (_rows.Count > Most)
        {
            _outside = (_outside << 1) | 1;
            foreach (var other in _rows.Keys.Where(c => (c & _outside) != 0).ToList())
            {
                _rows.Remove(other);
            }
        }

        return true;
    }

    public TwinCount Count() => new(_rows.Values.Sum(n => (long)n), _rows.Values.Where(n => n > 1).Sum(n => (long)n), _outside != 0, (long)_outside);
}
