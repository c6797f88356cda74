namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Files of the repository, and the reference data kept beside it.</summary>
internal static class Repository
{
    private static readonly string _root = Root();

    public static string File(string path) => Path.Combine(_root, path);

    public static string? ReferenceData(string path) =>
        new[] { "../shared/data", "../../shared/data" }.Select(r => Path.GetFullPath(Path.Combine(_root, r, path))).FirstOrDefault(System.IO.File.Exists);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Not inside the repository.");
    }
}
