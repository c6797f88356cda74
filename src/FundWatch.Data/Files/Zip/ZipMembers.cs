namespace FundWatch.Data.Files.Zip;

/// <summary>
/// The files in a zip, each unpacked in turn to a work file of ours (never under its own name, so that a name with ../ reaches nothing) and removed when the next one is asked for.
/// </summary>
internal static class ZipMembers
{
    private const int NamesShown = 10;

    // What a file costs beside its bytes, in bytes: a thousand files of one row are not done with the one large file among them.
    private const long Opening = 16 * 1024;

    // What packers leave behind, and what a folder would not give either.
    private static readonly string[] _litter = ["__MACOSX", "Thumbs.db", "desktop.ini"];

    /// <summary>The archive that a path leads into (<c>a.zip/in/b.csv</c>); null where it leads to a file, or into none.</summary>
    public static string? ArchiveIn(string path)
    {
        for (var above = File.Exists(path) ? null : Path.GetDirectoryName(path); !string.IsNullOrEmpty(above); above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                return above;
            }
        }

        return null;
    }

    /// <summary>Each entry, with why it is refused or as a file to read, and the share of the archive that is dealt with behind it.</summary>
    /// <param name="only">Unpacks nothing but this entry, by its path as it is given here.</param>
    /// <exception cref="FileRefused">The archive as a whole: damaged, a bomb, another kind of document, empty; or it holds no such entry.</exception>
    public static IEnumerable<(string Path, SourceFile? File, FileRefused? Refused, double Through)> Read(SourceFile archive, WorkFolder folder, CancellationToken ct, string? only = null)
    {
        using var file = File.OpenHandle(archive.Content, options: FileOptions.RandomAccess);
        var entries = ZipDirectory.Read(file, archive.Path);
        if (BinaryKinds.OfArchive([.. entries.Select(e => e.Name)]) is { } kind)
        {
            throw kind.Refusal(archive.Path);
        }

        var members = entries.Where(e => !e.IsFolder && !IsLitter(e.Name)).OrderBy(e => e.Name, StringComparer.Ordinal).ToList();
        if (members.Count == 0)
        {
            throw new FileRefused("empty_file", $"压缩包 {archive.Path} 里没有文件。请重新打包。", $"The archive {archive.Path} holds no files. Pack it again.");
        }

        if (only is not null && members.All(e => $"{archive.Path}/{e.Name}" != only))
        {
            var names = members.Take(NamesShown).Select(e => e.Name).ToList();
            throw new FileRefused("no_such_file", $"压缩包 {archive.Path} 里没有 {only[(archive.Path.Length + 1)..]}；其中有：{string.Join("、", names)}{(members.Count > NamesShown ? "……" : "")}。",
                $"The archive {archive.Path} holds no {only[(archive.Path.Length + 1)..]}. It holds: {string.Join(", ", names)}{(members.Count > NamesShown ? ", ..." : "")}.");
        }

        var (all, through) = (members.Sum(e => (double)e.Unpacked + Opening), 0.0);
        foreach (var entry in members.Where(e => only is null || $"{archive.Path}/{e.Name}" == only))
        {
            var path = $"{archive.Path}/{entry.Name}";
            using var work = folder.NewFile();
            SourceFile? member = null;
            FileRefused? refused = null;
            try
            {
                using (var content = entry.Open(file, archive.Path))
                {
                    work.Fill(content, ct);
                }

                member = SourceFile.Probe(path, ct, work.Path);
                if (member.Format is ZipFormat or GzipFormat)
                {
                    refused = new FileRefused("nested_archive", $"{path} 是压缩包里的压缩包，未读取。请解压外层后再导入。", $"{path} is an archive within an archive and was not read. Unpack the outer one and take in what is inside.");
                }
            }
            catch (FileRefused e)
            {
                refused = e;
            }

            through += entry.Unpacked + Opening;
            yield return (path, refused is null ? member : null, refused, through / all);
        }
    }

    private static bool IsLitter(string name) => name.Split('/') is var parts && (parts[^1].StartsWith('.') || parts[^1].StartsWith("~$", StringComparison.Ordinal) || parts.Any(_litter.Contains));
}
