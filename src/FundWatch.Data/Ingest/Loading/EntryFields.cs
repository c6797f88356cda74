using FundWatch.Data.Files.Columnar;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>The fields that entries of a column's dictionary became: each entry is read once. Holds only entries without any remark, and no personal ones.</summary>
internal sealed class EntryFields
{
    // An entry beyond is read each time it occurs: a dictionary of so many hardly repeats itself, and memory is for all columns of a file.
    private const int MostEntries = 64 * 1024, MostBytes = 2 * 1024 * 1024;

    private RenderedValues? _dictionary;
    private Place[] _places = [];
    private byte[] _fields = new byte[4 * 1024];
    private int _used;

    // Of an entry that has not been read: length 0.
    private record struct Place(int Start, int Length);

    /// <summary>Writes the field of an entry that occurred before; false where it did not.</summary>
    public bool TryWrite(RenderedValues dictionary, int entry, PgBlock row)
    {
        if (!ReferenceEquals(dictionary, _dictionary))
        {
            _dictionary = dictionary;
            _used = 0;
            Array.Clear(_places);
        }

        if ((uint)entry >= (uint)_places.Length || _places[entry] is var place && place.Length == 0)
        {
            return false;
        }

        row.Raw(_fields.AsSpan(place.Start, place.Length));
        return true;
    }

    /// <param name="field">As it stands in the row, its length included.</param>
    public void Keep(int entry, ReadOnlySpan<byte> field)
    {
        if (entry >= MostEntries || _used + field.Length > MostBytes)
        {
            return;
        }

        if (entry >= _places.Length)
        {
            Array.Resize(ref _places, Math.Min(MostEntries, Math.Max(entry + 1, 2 * _places.Length)));
        }

        if (_used + field.Length > _fields.Length)
        {
            Array.Resize(ref _fields, Math.Max(_used + field.Length, 2 * _fields.Length));
        }

        field.CopyTo(_fields.AsSpan(_used));
        _places[entry] = new Place(_used, field.Length);
        _used += field.Length;
    }
}
