using System.Globalization;

namespace FundWatch.Benchmarks;

internal static class Arguments
{
    public static int Number(string[] args, string name, int fallback) =>
        Array.IndexOf(args, name) is >= 0 and var i && i + 1 < args.Length ? int.Parse(args[i + 1], CultureInfo.InvariantCulture) : fallback;
}
