using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Texts that a column of a batch has had, and where the fields they became lie: to find a text among those is several times cheaper than to look at its
/// characters. A column whose texts do not repeat is found out and left alone. Holds only texts without any remark, and never personal ones.
/// </summary>
/// <param name="fields">Where the fields lie, and the texts of those that are not their texts as they are.</param>
internal sealed class TextMemo(PgBlock fields)
{
    private const int Bits = 12, Tries = 4, Longest = 256;
    private const int Trial = 4_096;

    private readonly Slot[] _slots = new Slot[(1 << Bits) + Tries];
    private int _asked, _found;

    // An empty one has a field of length 0.
    private readonly record struct Slot(int Text, int TextLength, FieldPlace Field);

    /// <summary>False once the column's texts have proved not to repeat.</summary>
    public bool Pays { get; private set; } = true;

    /// <summary>Finds the field of a text that was here before.</summary>
    public bool TryFind(ReadOnlySpan<byte> text, out FieldPlace field)
    {
        field = default;
        if (text.Length is 0 or > Longest)
        {
            return false;
        }

        if (++_asked == Trial)
        {
            Pays = _found > Trial / 2;
        }

        var home = Home(text);
        foreach (ref readonly var slot in _slots.AsSpan(home, Tries))
        {
            if (slot.TextLength == text.Length && text.SequenceEqual(fields.Span(slot.Text, slot.Text + text.Length)))
            {
                _found++;
                field = slot.Field;
                return true;
            }

            if (slot.Field.Length == 0)
            {
                break;
            }
        }

        return false;
    }

    /// <summary>Remembers the field of a text, in the place of another where there is no other.</summary>
    public void Keep(ReadOnlySpan<byte> text, FieldPlace field)
    {
        if (text.Length is 0 or > Longest)
        {
            return;
        }

        var at = field.Start + 4;
        if (field.Length - 4 != text.Length || !text.SequenceEqual(fields.Span(at, at + text.Length)))
        {
            at = fields.Length;
            fields.Raw(text);
        }

        var home = Home(text);
        var i = home;
        while (i < home + Tries && _slots[i].Field.Length > 0)
        {
            i++;
        }

        _slots[i < home + Tries ? i : home] = new Slot(at, text.Length, field);
    }

    public void Clear() => Array.Clear(_slots);

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
