using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Cells that a column has just had, and the fields they became: districts, offices, meals and suppliers come back row after row, and copying a field is
/// several times cheaper than reading the cell again. A column whose cells do not repeat (codes, amounts) is found out and left alone. Holds only cells
/// without any remark, and never personal ones.
/// </summary>
internal sealed class CellMemo
{
    private const int Bits = 8; // of the number of cells remembered
    private const int Place = 128, FieldAt = 64;
    private const int Longest = FieldAt - 4; // a field is no longer than its cell and the length before it
    private const int Trial = 4_096;

    private readonly byte[] _places = new byte[Place << Bits];
    private int _tries, _hits;

    /// <summary>False once the column's cells have proved not to repeat.</summary>
    public bool Pays { get; private set; } = true;

    /// <summary>Writes the field of a cell that was here before; false where it was not.</summary>
    public bool TryWrite(ReadOnlySpan<byte> cell, PgBlock row)
    {
        if (cell.Length is 0 or > Longest)
        {
            return false;
        }

        if (++_tries == Trial)
        {
            Pays = _hits > Trial / 2;
        }

        var place = PlaceOf(cell);
        if (place[0] != cell.Length || !cell.SequenceEqual(place.Slice(2, cell.Length)))
        {
            return false;
        }

        _hits++;
        row.Raw(place.Slice(FieldAt, place[1]));
        return true;
    }

    /// <param name="field">As it stands in the row, its length included.</param>
    public void Keep(ReadOnlySpan<byte> cell, ReadOnlySpan<byte> field)
    {
        if (cell.Length is 0 or > Longest - 2 || field.Length > Place - FieldAt)
        {
            return;
        }

        var place = PlaceOf(cell);
        place[0] = (byte)cell.Length;
        place[1] = (byte)field.Length;
        cell.CopyTo(place[2..]);
        field.CopyTo(place[FieldAt..]);
    }

    private Span<byte> PlaceOf(ReadOnlySpan<byte> cell)
    {
        ulong hash = (ulong)cell.Length * 0x9E3779B97F4A7C15;
        if (cell.Length < 8)
        {
            ulong packed = 0;
            for (var i = 0; i < cell.Length; i++)
            {
                packed = (packed << 8) | cell[i];
            }

            hash ^= packed;
        }
        else
        {
            // The two ends and the middle: offices of one county differ in the middle of their names.
            hash ^= MemoryMarshal.Read<ulong>(cell)
                ^ (BinaryPrimitives.ReadUInt64LittleEndian(cell[^8..]) * 0xA0761D6478BD642F)
                ^ (BinaryPrimitives.ReadUInt64LittleEndian(cell[(cell.Length / 2 - 4)..]) * 0xE7037ED1A0B428DB);
        }

        hash *= 0x8EBC6AF09C88C6E3;
        return _places.AsSpan((int)(hash >> (64 - Bits)) * Place, Place);
    }
}
