using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Asks for a line of memory that will be needed soon. Tables with a place for each key or person are larger than any cache: waiting for two such lines
/// was a fifth of the time spent on a row.
/// </summary>
internal static class Ahead
{
    public static unsafe void Of<T>(ref readonly T place)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place))); // a hint: it reads nothing, and an address that has moved does no harm
        }
    }
}
