namespace FundWatch.Data.Files.Zip;

/// <summary>Reads a file, or one within an archive as a report names it: <c>a.zip/in/b.csv</c>.</summary>
internal static class ArchivedFile
{
    /// <param name="work">Where a file within an archive is unpacked for the moment; null to take the path as it is.</param>
    /// <exception cref="FileRefused">It is not there or cannot be read.</exception>
    public static T Read<T>(string path, Func<WorkFolder>? work, Func<SourceFile, T> read)
    {
        if (work is null || ZipMembers.ArchiveIn(path) is not { } archive)
        {
            return read(SourceFile.Probe(path));
        }

        var zip = SourceFile.Probe(archive);
        if (zip.Format is not ZipFormat)
        {
            throw new FileRefused("no_such_file", $"{archive} 是一个文件，不是文件夹或压缩包（.zip）；里面没有 {path[(archive.Length + 1)..]}。请检查路径。",
                $"{archive} is a file, neither a folder nor an archive (.zip), and holds no {path[(archive.Length + 1)..]}. Check the path.");
        }

        foreach (var (_, file, refused, _) in ZipMembers.Read(zip, work(), default, path))
        {
            return read(file ?? throw refused!);
        }

        throw new InvalidOperationException("An entry that is not there is refused.");
    }
}
