using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Unicode;

namespace FundWatch.Data.Files;

/// <summary>
/// Says of long Chinese texts whether they are UTF-8, 32 bytes at a time: the runtime's own check is quick for ASCII and goes character by character through
/// the rest. After Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte" (2020): whatever is wrong with two bytes that follow each
/// other is a bit that three tables, looked up by their half bytes, have in common.
/// </summary>
internal static class Utf8Text
{
    private const byte TooShort = 1, TooLong = 2, Overlong3 = 4, TooLarge = 8, Surrogate = 16, Overlong2 = 32, TooLarge1000 = 64, Overlong4 = 64, TwoContinuations = 128;
    private const byte Carry = TooShort | TooLong | TwoContinuations, Large = Carry | TooLarge | TooLarge1000;
    private const byte Second = TooLong | Overlong2 | TwoContinuations;

    private static readonly Vector256<byte> _firstHigh = Twice(TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TooLong, TwoContinuations, TwoContinuations,
        TwoContinuations, TwoContinuations, TooShort | Overlong2, TooShort, TooShort | Overlong3 | Surrogate, TooShort | TooLarge | TooLarge1000 | Overlong4);

    private static readonly Vector256<byte> _firstLow = Twice(Carry | Overlong2 | Overlong3 | Overlong4, Carry | Overlong2, Carry, Carry, Carry | TooLarge, Large, Large, Large,
        Large, Large, Large, Large, Large, Large | Surrogate, Large, Large);

    private static readonly Vector256<byte> _secondHigh = Twice(TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort, TooShort,
        Second | Overlong3 | TooLarge1000 | Overlong4, Second | Overlong3 | TooLarge, Second | Surrogate | TooLarge, Second | Surrogate | TooLarge, TooShort, TooShort, TooShort, TooShort);

    // What the last three bytes may be at most without a character being cut off.
    private static readonly Vector256<byte> _whole = Vector256.Create(byte.MaxValue).WithElement(29, (byte)0xEF).WithElement(30, (byte)0xDF).WithElement(31, (byte)0xBF);

    public static bool IsValid(ReadOnlySpan<byte> bytes) => Avx2.IsSupported && bytes.Length >= 128 ? IsValidVector(bytes) : Utf8.IsValid(bytes);

    private static bool IsValidVector(ReadOnlySpan<byte> bytes)
    {
        var (before, cut, wrong) = (Vector256<byte>.Zero, Vector256<byte>.Zero, Vector256<byte>.Zero);
        ref var start = ref MemoryMarshal.GetReference(bytes);
        var at = 0;
        for (; at <= bytes.Length - Vector256<byte>.Count; at += Vector256<byte>.Count)
        {
            Look(Vector256.LoadUnsafe(ref start, (nuint)at), ref before, ref cut, ref wrong);
        }

        Span<byte> rest = stackalloc byte[Vector256<byte>.Count];
        rest.Clear();
        bytes[at..].CopyTo(rest);
        Look(Vector256.Create<byte>(rest), ref before, ref cut, ref wrong);
        return (wrong | cut) == Vector256<byte>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Look(Vector256<byte> bytes, ref Vector256<byte> before, ref Vector256<byte> cut, ref Vector256<byte> wrong)
    {
        if (bytes.ExtractMostSignificantBits() == 0)
        {
            wrong |= cut;
            cut = Vector256<byte>.Zero;
        }
        else
        {
            var half = Vector256.Create((byte)0x0F);
            var across = Avx2.Permute2x128(before, bytes, 0x21);
            var (first, second, third) = (Avx2.AlignRight(bytes, across, 15), Avx2.AlignRight(bytes, across, 14), Avx2.AlignRight(bytes, across, 13));
            var pair = Avx2.Shuffle(_firstHigh, High(first)) & Avx2.Shuffle(_firstLow, first & half) & Avx2.Shuffle(_secondHigh, High(bytes));
            var inside = Avx2.SubtractSaturate(second, Vector256.Create((byte)0x60)) | Avx2.SubtractSaturate(third, Vector256.Create((byte)0x70)); // third or fourth of a character
            wrong |= pair ^ (inside & Vector256.Create((byte)0x80));
            cut = Avx2.SubtractSaturate(bytes, _whole);
        }

        before = bytes;
    }

    private static Vector256<byte> High(Vector256<byte> bytes) => (bytes.AsUInt16() >> 4).AsByte() & Vector256.Create((byte)0x0F);

    private static Vector256<byte> Twice(params ReadOnlySpan<byte> sixteen) => Vector256.Create(Vector128.Create<byte>(sixteen), Vector128.Create<byte>(sixteen));
}
