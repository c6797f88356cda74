using System.Globalization;

namespace FundWatch.Benchmarks;

/// <summary>RESULTS.md: each command adds a row to the table of its section.</summary>
internal static class Results
{
    public static void Add(string section, string line)
    {
        Console.WriteLine(line);
        var path = ResultsFile();
        var lines = File.ReadAllLines(path).ToList();
        var heading = lines.IndexOf($"## {section}");
        var row = lines.FindIndex(Math.Max(0, heading), l => l.StartsWith("|---", StringComparison.Ordinal));
        if (heading < 0 || row < 0)
        {
            throw new InvalidOperationException($"{path} has no section {section} with a table.");
        }

        while (row + 1 < lines.Count && lines[row + 1].StartsWith('|'))
        {
            row++;
        }

        lines.Insert(row + 1, line);
        File.WriteAllText(path, string.Join('\n', lines) + "\n");
    }

    /// <summary>The day and the machine, as every table begins.</summary>
    public static string Where() => string.Create(CultureInfo.InvariantCulture, $"| {DateTime.UtcNow:yyyy-MM-dd} | {Cpu()} ");

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Cpu()
    {
        var model = File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() : null;
        return $"{Environment.ProcessorCount} cores, {model ?? "unknown CPU"}";
    }

    private static string ResultsFile()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.FullName ?? ".", "benchmarks", "RESULTS.md");
    }
}
