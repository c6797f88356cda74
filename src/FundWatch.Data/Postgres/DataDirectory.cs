using FundWatch.Core;

namespace FundWatch.Data.Postgres;

/// <summary>The folder that holds everything FundWatch keeps outside the store: keys, inbox, logs, and the embedded server.</summary>
public sealed class DataDirectory
{
    private DataDirectory(string root) => Root = root;

    public string Root { get; }
    public string Keys => Folder("keys");
    public string Inbox => Folder("inbox");
    public string Done => Folder("done");
    public string Refused => Folder("refused");
    /// <summary>What a load lays down for a while.</summary>
    public string Work => Folder("work");
    /// <summary>Rows of queries on other databases, until they are loaded.</summary>
    public string Queries => Folder("queries");
    public string Logs => Folder("logs");
    /// <summary>Local rules of this office, read beside those that FundWatch brings.</summary>
    public string Rules => Folder("rules");

    /// <summary>Opens the folder and makes it where it is missing, readable by its owner only.</summary>
    /// <exception cref="FundWatchSetupException">The folder cannot be made or written.</exception>
    public static DataDirectory Open(string? path)
    {
        var root = Path.GetFullPath(path ?? Default());
        try
        {
            if (!Directory.Exists(root))
            {
                Directory.CreateDirectory(root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
                    // Others may pass through (not list): as root, the embedded server runs as another user.
                    | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }

            var probe = Path.Combine(root, $".writable-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var (zh, en) = SystemWords.Of(e);
            throw new FundWatchSetupException(
                $"数据目录 {root} 无法写入：{zh}。请用 --data-dir 指定可写的目录。",
                $"The data directory {root} cannot be written: {en}. Name another with --data-dir.", e);
        }

        return new DataDirectory(root);
    }

    /// <summary>Where it is when nobody says: <c>$XDG_DATA_HOME/fundwatch</c>, else <c>~/.local/share/fundwatch</c>.</summary>
    /// <exception cref="FundWatchSetupException">Nothing says where the home folder is. Below the current folder each call would make a store of its own.</exception>
    public static string Default()
    {
        if (Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } dataHome)
        {
            return Path.Combine(dataHome, "fundwatch");
        }

        // Not verified: a home that is not there yet is made, or said to be unwritable, like any other folder.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.IsPathFullyQualified(home) ? Path.Combine(home, ".local", "share", "fundwatch")
            : throw new FundWatchSetupException("不知道本用户的主目录在哪里（HOME 为空或不是完整路径）。请用 --data-dir 指定数据目录。", "Nothing says where this user's home folder is (HOME is empty or no full path). Name the data directory with --data-dir.");
    }

    private string Folder(string name)
    {
        var path = Path.Combine(Root, name);
        if (!Directory.Exists(path))
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
