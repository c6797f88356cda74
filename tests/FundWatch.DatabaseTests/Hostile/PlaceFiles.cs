using System.Diagnostics;
using static FundWatch.DatabaseTests.Hostile.Good;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Links that lead in circles, pipes, devices, folders named like files, names that no office gives.</summary>
internal static class PlaceFiles
{
    public static IEnumerable<HostileFile> All()
    {
        yield return new("link.csv", path => Link(path, Write(path + ".real", "p1")), Rows, 0);
        yield return new("link-to-device.csv", path => Link(path, "/dev/zero"), 0, 0, "empty_file");
        yield return new("link-to-null.csv", path => Link(path, "/dev/null"), 0, 0, "empty_file");
        yield return new("pipe.csv", path => Process.Start("mkfifo", [path]).WaitForExit(), 0, 0, "empty_file");
        yield return Folder("link-to-nothing", path => Link(Path.Combine(path, "gone.csv"), "/nowhere/at/all.csv"), "p2", Rows, "unreadable_file");
        yield return Folder("link-to-itself", path => Link(Path.Combine(path, "self.csv"), Path.Combine(path, "self.csv")), "p3", Rows, "unreadable_file");
        yield return Folder("links-in-a-ring", path =>
        {
            Link(Path.Combine(path, "a.csv"), Path.Combine(path, "b.csv"));
            Link(Path.Combine(path, "b.csv"), Path.Combine(path, "a.csv"));
        }, "p4", Rows, "unreadable_file");
        yield return Folder("folder-within-itself", path =>
        {
            Directory.CreateSymbolicLink(Path.Combine(path, "again"), path);
            Directory.CreateSymbolicLink(Path.Combine(path, "once-more"), path);
            Directory.CreateSymbolicLink(Path.Combine(path, "relative"), ".");
        }, "p5", Rows);
        yield return Folder("folders-in-a-ring", path =>
        {
            var (one, two) = (Directory.CreateDirectory(Path.Combine(path, "one")), Directory.CreateDirectory(Path.Combine(path, "two")));
            Directory.CreateSymbolicLink(Path.Combine(one.FullName, "two"), two.FullName);
            Directory.CreateSymbolicLink(Path.Combine(two.FullName, "one"), one.FullName);
            Write(Path.Combine(one.FullName, "a.csv"), "p6a");
        }, "p6", Rows * 2);
        yield return Folder("folder-named.csv", path => Write(Path.Combine(Directory.CreateDirectory(Path.Combine(path, "inner.csv")).FullName, "a.csv"), "p7a"), "p7", Rows * 2);
        yield return Folder("deep", path => Write(Path.Combine(Directory.CreateDirectory(Path.Combine([path, .. Enumerable.Repeat("d", 200)])).FullName, "a.csv"), "p8a"), "p8", Rows * 2);
        yield return Folder("hidden-and-locks", path =>
        {
            Write(Path.Combine(path, ".hidden.csv"), "p9a");
            Write(Path.Combine(path, "~$good.csv"), "p9b");
        }, "p9", Rows);
        yield return Folder("line-break-in-name", path => Write(Path.Combine(path, "a\nb\tc.csv"), "p10a"), "p10", Rows * 2);
        yield return Folder("longest-name", path => Write(Path.Combine(path, new string('n', 251) + ".csv"), "p11a"), "p11", Rows * 2);
        yield return Folder("quotes-and-dollars", path => Write(Path.Combine(path, "'; drop table $(rm -rf x) `y` \"z\" %s {0}.csv"), "p12a"), "p12", Rows * 2);
        yield return Folder("dots-and-dashes", path =>
        {
            Write(Path.Combine(path, "..x.csv"), "p13a"); // hidden: it begins with a dot
            Write(Path.Combine(path, "--help.csv"), "p13b");
            Write(Path.Combine(path, "x..csv"), "p13c");
        }, "p13", Rows * 3);
        yield return Folder("name-in-other-bytes", path => Process.Start("sh", ["-c", "cp \"$1\" \"$2/$(printf 'a\\377b.csv')\"", "sh", Write(Path.Combine(path, "original.csv"), "p14a"), path]).WaitForExit(), "p14", Rows * 2, "unreadable_file");
        yield return Folder("unreadable", path =>
        {
            var file = Write(Path.Combine(path, "locked.csv"), "p15a");
            File.SetUnixFileMode(file, UnixFileMode.None);
            var folder = Directory.CreateDirectory(Path.Combine(path, "locked"));
            File.SetUnixFileMode(folder.FullName, UnixFileMode.None);
        }, "p15", Environment.UserName == "root" ? Rows * 2 : Rows, Environment.UserName == "root" ? [] : ["unreadable_file"]);
        yield return Folder("empty-folders", path => Directory.CreateDirectory(Path.Combine(path, "a", "b", "c")), "p16", Rows);
    }

    private static HostileFile Folder(string name, Action<string> make, string key, int loaded, params string[] codes) => new(name, path =>
    {
        Directory.CreateDirectory(path);
        Write(Path.Combine(path, "good.csv"), key);
        make(path);
    }, loaded, 0, codes);

    private static string Write(string path, string key)
    {
        File.WriteAllText(path, Table(key));
        return path;
    }

    private static void Link(string path, string target) => File.CreateSymbolicLink(path, target);
}
