using System.Runtime.InteropServices;

namespace FundWatch.Benchmarks;

/// <summary>
/// A virtual machine may get memory from its host only when it is touched, and give it back seconds after it was freed. Whoever writes a page first then pays for that:
/// 0.5 to 2 seconds a gigabyte were seen, more than PostgreSQL needs to write it, in one run and not in the next. So as much as a load writes is touched right before each measurement, whoever is measured.
/// </summary>
internal static class TouchedMemory
{
    private const long Most = 6L * 1024 * 1024 * 1024, Part = 64 * 1024 * 1024, Page = 4096;

    public static unsafe void Touch()
    {
        var parts = Math.Min(Most, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 3) / Part;
        var held = new List<nint>();
        for (var i = 0L; i < parts; i++)
        {
            var part = (byte*)NativeMemory.Alloc((nuint)Part);
            held.Add((nint)part);
            for (var page = 0L; page < Part; page += Page)
            {
                part[page] = 1;
            }
        }

        held.ForEach(part => NativeMemory.Free((void*)part));
    }
}
