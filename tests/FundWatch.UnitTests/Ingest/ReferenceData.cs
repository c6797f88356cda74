namespace FundWatch.UnitTests.Ingest;

/// <summary>Public reference data kept beside the repository; tests that need it skip visibly where it is absent.</summary>
internal static class ReferenceData
{
    public static string? Find(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (var root in new[] { "../shared/data", "../../shared/data" })
            {
                var file = Path.Combine(folder.FullName, root, path);
                if (File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")) && File.Exists(file))
                {
                    return Path.GetFullPath(file);
                }
            }
        }

        return null;
    }
}
