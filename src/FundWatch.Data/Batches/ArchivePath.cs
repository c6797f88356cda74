namespace FundWatch.Data.Batches;

/// <summary>Tells from a batch's path (<c>in/march.zip/county/part.csv</c>) in which archive its file lay. The archive may have been moved since, so its name decides where nothing is there.</summary>
internal static class ArchivePath
{
    public static (string Archive, string Member)? Of(string path)
    {
        for (var above = Path.GetDirectoryName(path); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (Directory.Exists(above))
            {
                return null; // a folder, and all above it are
            }

            if (above.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) || File.Exists(above))
            {
                return (Path.GetFileName(above), path[(above.Length + 1)..]);
            }
        }

        return null;
    }
}
