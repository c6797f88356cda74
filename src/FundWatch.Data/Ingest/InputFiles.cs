using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest;

/// <summary>The files that paths name: a file is itself, a folder is everything in and below it that is not hidden.</summary>
internal static class InputFiles
{
    // Reference streams first: what the rest refers to is there when it arrives. Otherwise by name, so that runs are alike.
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                files.AddRange(Directory.EnumerateFiles(path, "*", new EnumerationOptions
                {
                    RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false,
                }).Where(f => !Path.GetFileName(f).StartsWith('.') && !Path.GetFileName(f).StartsWith("~$", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
            }
            else if (File.Exists(path))
            {
                files.Add(path);
            }
            else
            {
                throw new FileRefused("no_such_file", $"找不到 {path}。请检查路径。", $"There is no file or folder {path}. Check the path.");
            }
        }

        return files.Distinct().ToList();
    }
}
