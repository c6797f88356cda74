using System.Runtime.InteropServices;
using Apache.Arrow;

namespace FundWatch.Data.Features;

internal static class Floats
{
    /// <summary>An Arrow column without nulls; an absent value is a NaN.</summary>
    public static FloatArray Array(ReadOnlySpan<float> values) =>
        new(new ArrowBuffer(MemoryMarshal.AsBytes(values).ToArray()), ArrowBuffer.Empty, values.Length, 0, 0);
}
