namespace FundWatch.Data.Files;

/// <summary>A file in the directory of temporary files that has no name and ends with whoever holds it.</summary>
internal static class UnnamedFile
{
    public static FileStream Create()
    {
        var path = Path.GetTempFileName();
        var file = new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 64 * 1024);
        File.Delete(path);
        return file;
    }
}
