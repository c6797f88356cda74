using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest;

/// <summary>The files that paths name: a file is itself, a folder is everything in and below it that is not hidden.</summary>
internal static class InputFiles
{
    private static readonly EnumerationOptions _all = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System, IgnoreInaccessible = false };

    // In the order given, those of a folder by name, so that runs are alike.
    public static IReadOnlyList<string> Expand(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                Walk(path, files, []);
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

    // A link may lead back up: a folder is entered once, by whatever name. One that may not be entered stands for itself, and is refused with the reason.
    private static void Walk(string path, List<string> files, HashSet<string> entered)
    {
        try
        {
            var folder = new DirectoryInfo(path);
            if (!entered.Add((folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName))
            {
                return;
            }

            foreach (var entry in folder.EnumerateFileSystemInfos("*", _all).OrderBy(e => e.Name, StringComparer.Ordinal))
            {
                var inner = Path.Combine(path, entry.Name);
                if (entry is DirectoryInfo)
                {
                    Walk(inner, files, entered);
                }
                else if (!entry.Name.StartsWith("~$", StringComparison.Ordinal))
                {
                    files.Add(inner);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            files.Add(path);
        }
    }
}
