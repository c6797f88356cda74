using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FundWatch.Data.Files.Columnar;

/// <summary>
/// The dictionary that a column's writer did not make: texts it has had become entries, so that whoever reads the column looks at each of them once. A
/// column whose texts do not repeat is found out and left alone.
/// </summary>
internal sealed class RepeatedTexts
{
    /// <summary>In bytes: longer ones are not for this.</summary>
    public const int Longest = 512;

    private const int Bits = 12, Tries = 4;
    private const int Trial = 4_096;

    // Of one dictionary, with as many entries as can be found and more; then another is begun. All columns of a load have one.
    private const int MostEntries = 16 * 1024, MostBytes = 256 * 1024;

    private static readonly CellType _text = new(ValueKind.Text);

    private readonly Slot[] _slots = new Slot[(1 << Bits) + Tries];
    private int _asked, _found;

    // An empty one has the number 0.
    private readonly record struct Slot(int Length, int Number)
    {
        public int Entry => Number - 1;
    }

    /// <summary>The texts, since <see cref="Begin"/> began anew.</summary>
    public RenderedValues Entries { get; private set; } = new();

    /// <summary>False once the column's texts have proved not to repeat.</summary>
    public bool Pays { get; private set; } = true;

    /// <summary>Begins another dictionary where the present one is full.</summary>
    public void Begin()
    {
        if (Entries.Count >= MostEntries || Entries.Bytes >= MostBytes)
        {
            Pays = _found > _asked / 2;
            (_asked, _found) = (0, 0);
            Entries = new RenderedValues();
            Array.Clear(_slots);
        }
    }

    /// <summary>Number of the entry of a text, which is added if it is not there.</summary>
    public int EntryOf(ReadOnlySpan<byte> text)
    {
        if (text.Length > 0 && ++_asked == Trial)
        {
            Pays = _found > Trial / 2;
        }

        var home = Home(text);
        var free = home;
        foreach (ref readonly var slot in _slots.AsSpan(home, Tries))
        {
            if (slot.Number == 0)
            {
                break;
            }

            if (slot.Length == text.Length && text.SequenceEqual(Entries.Get(slot.Entry)))
            {
                _found += text.Length > 0 ? 1 : 0;
                return slot.Entry;
            }

            free++;
        }

        // In the place of another where there is no other.
        Entries.Add(_text, text);
        _slots[free < home + Tries ? free : home] = new Slot(text.Length, Entries.Count);
        return Entries.Count - 1;
    }

    // Of both ends and three places between, which is all of a text of 40 bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Home(ReadOnlySpan<byte> text)
    {
        var hash = (ulong)text.Length * 0x9E3779B97F4A7C15;
        if (text.Length >= 8)
        {
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(text) ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]) * 0xA0761D6478BD642F);
            if (text.Length > 16)
            {
                var step = (text.Length - 8) / 4;
                hash ^= (BinaryPrimitives.ReadUInt64LittleEndian(text[step..]) * 0xE7037ED1A0B428DB)
                    ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[(2 * step)..]) * 0xD1B54A32D192ED03)
                    ^ (BinaryPrimitives.ReadUInt64LittleEndian(text[(3 * step)..]) * 0x8CB92BA72F3D8DD7);
            }
        }
        else
        {
            for (var i = 0; i < text.Length; i++)
            {
                hash = (hash << 8) ^ text[i];
            }
        }

        hash = (hash ^ (hash >> 32)) * 0x8EBC6AF09C88C6E3;
        return (int)(hash >> (64 - Bits));
    }
}
