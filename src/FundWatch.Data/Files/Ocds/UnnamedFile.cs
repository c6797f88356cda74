namespace FundWatch.Data.Files.Ocds;

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

    /// <summary>What is said where it cannot be written.</summary>
    public static FileRefused NoRoom(IOException e) => new("no_room",
        $"读取此 OCDS 文件要在临时目录 {Path.GetTempPath()} 中暂存内容，写入失败，磁盘可能已满。请腾出空间，或用环境变量 TMPDIR 指定另一个目录，再导入该文件。",
        $"Reading this OCDS file lays parts of it down in {Path.GetTempPath()}, which cannot be written: the disk may be full. Free some space, or name another directory with the environment variable TMPDIR, and take the file in again.", e);
}
