using System.Buffers;
using System.Runtime.InteropServices;

namespace FundWatch.Models.Features;

/// <summary>Reads Arrow's byte memory as floats without copying it.</summary>
internal static class FloatMemory
{
    public static ReadOnlyMemory<float> AsFloats(this ReadOnlyMemory<byte> bytes) =>
        new CastManager(MemoryMarshal.AsMemory(bytes)).Memory;

    private sealed class CastManager(Memory<byte> bytes) : MemoryManager<float>
    {
        public override Span<float> GetSpan() => MemoryMarshal.Cast<byte, float>(bytes.Span);

        public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

        public override void Unpin() => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
        }
    }
}
