using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FundWatch.Data.Files.Parquet;

/// <summary>
/// Unpacks a block of Snappy's raw format to where it is wanted. The package unpacks to a buffer of its own and copies from there, which takes as long again
/// and new memory for every page.
/// </summary>
internal static class SnappyBlock
{
    // Bytes copied at once where there is room behind; what is too much is written over.
    private const int Step = 16;

    /// <returns>Bytes written: always all of <paramref name="to"/>.</returns>
    /// <exception cref="InvalidDataException">The block is damaged, or unpacks to another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // few and long calls: the runtime would notice late that precompiled code is slow here
    public static int Decompress(ReadOnlySpan<byte> from, Span<byte> to)
    {
        var at = ReadLength(from, out var length);
        if (length != (uint)to.Length)
        {
            throw Damaged();
        }

        var done = 0;
        while (at < from.Length)
        {
            int tag = from[at++];
            if ((tag & 3) == 0)
            {
                var count = (tag >> 2) + 1;
                if (count > 60)
                {
                    var bytes = count - 60;
                    count = from.Length - at >= bytes && LittleEndian(from.Slice(at, bytes)) is < int.MaxValue and var more ? (int)more + 1 : throw Damaged();
                    at += bytes;
                }

                if (count > from.Length - at || count > to.Length - done)
                {
                    throw Damaged();
                }

                if (count <= 4 * Step && from.Length - at >= 4 * Step && to.Length - done >= 4 * Step)
                {
                    for (var i = 0; i < count; i += Step)
                    {
                        Vector128.LoadUnsafe(ref At(from, at), (nuint)i).StoreUnsafe(ref At(to, done), (nuint)i);
                    }
                }
                else
                {
                    from.Slice(at, count).CopyTo(to[done..]);
                }

                at += count;
                done += count;
            }
            else
            {
                var extra = (tag & 3) == 3 ? 4 : tag & 3;
                if (from.Length - at < extra)
                {
                    throw Damaged();
                }

                var (count, offset) = (tag & 3) switch
                {
                    1 => (4 + (tag >> 2 & 7), (uint)((tag & 0xE0) << 3 | from[at])),
                    2 => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt16LittleEndian(from[at..])),
                    _ => ((tag >> 2) + 1, BinaryPrimitives.ReadUInt32LittleEndian(from[at..])),
                };
                at += extra;
                if (offset - 1 >= (uint)done || count > to.Length - done)
                {
                    throw Damaged();
                }

                Repeat(to, done, (int)offset, count);
                done += count;
            }
        }

        return done == to.Length ? done : throw Damaged();
    }

    // Up to 64 bytes from what is already there, which may run into what they become.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Repeat(Span<byte> to, int done, int offset, int count)
    {
        if (offset >= 8 && to.Length - done >= 4 * Step)
        {
            ref var start = ref At(to, done);
            ref var source = ref At(to, done - offset);
            if (offset >= Step)
            {
                for (var i = 0; i < count; i += Step)
                {
                    Vector128.LoadUnsafe(ref source, (nuint)i).StoreUnsafe(ref start, (nuint)i);
                }

                return;
            }

            for (var i = 0; i < count; i += 8)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref start, i), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, i)));
            }

            return;
        }

        for (var i = 0; i < count; i++)
        {
            to[done + i] = to[done - offset + i];
        }
    }

    private static int ReadLength(ReadOnlySpan<byte> from, out uint length)
    {
        length = 0;
        for (var i = 0; i < 5 && i < from.Length; i++)
        {
            length |= (uint)(from[i] & 0x7F) << (7 * i);
            if (from[i] < 0x80)
            {
                return i < 4 || from[i] < 0x10 ? i + 1 : throw Damaged();
            }
        }

        throw Damaged();
    }

    private static uint LittleEndian(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            value = value << 8 | bytes[i];
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref byte At(ReadOnlySpan<byte> bytes, int at) => ref Unsafe.Add(ref MemoryMarshal.GetReference(bytes), at);

    private static InvalidDataException Damaged() => new("a Snappy block that is damaged");
}
