using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace FundWatch.Data.Postgres;

/// <summary>
/// The private PostgreSQL server of a data directory, on a Unix socket only. Every process of FundWatch that uses it holds a shared lock on
/// <c>server.users</c>; whoever leaves last stops the server. A process that is killed loses its lock with it, so the next start finds either a
/// server to join or one to start again.
/// </summary>
internal sealed class EmbeddedPostgres
{
    private const string Superuser = "fundwatch";
    private readonly DataDirectory _directory;
    private readonly string _binaries;
    private readonly string _home;   // holds the cluster, its log and its socket; belongs to the server's user
    private FileStream? _user;

    private EmbeddedPostgres(DataDirectory directory)
    {
        _directory = directory;
        _binaries = ServerBinaries.Find(directory);
        _home = HomeFor(directory);
    }

    private string Cluster => Path.Combine(_home, "cluster");
    private string LogFile => Path.Combine(_home, "server.log");

    // A socket's path may not exceed 107 bytes, PostgreSQL's own file name included.
    private string SocketFolder => Encoding.UTF8.GetByteCount(_home) < 80 ? Path.Combine(_home, "socket") : Path.Combine("/tmp", $"fundwatch-{Short(_home)}");

    public static async Task<EmbeddedPostgres> StartAsync(DataDirectory directory, Keys keys, CancellationToken ct)
    {
        var server = new EmbeddedPostgres(directory);
        await using (await server.EnterAsync(ct))
        {
            await server.PrepareAsync(keys.Password(Superuser), ct);
            await server.StartOrJoinAsync(ct);
            server._user = new FileStream(server.UsersFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read);
        }

        return server;
    }

    /// <summary>True of a server that somebody has stopped in order: one that is killed leaves its pid behind.</summary>
    public bool WasStopped => !File.Exists(Path.Combine(Cluster, "postmaster.pid"));

    /// <summary>Starts the server again where it has stopped under its users; does nothing where it runs. This process' share in it stays as it was.</summary>
    public async Task RestartAsync(CancellationToken ct)
    {
        await using (await EnterAsync(ct))
        {
            await StartOrJoinAsync(ct);
        }
    }

    /// <summary>The owner's connection to a database of this server.</summary>
    public string ConnectionString(Keys keys, string database) => new NpgsqlConnectionStringBuilder
    {
        Host = SocketFolder, Username = Superuser, Password = keys.Password(Superuser), Database = database,
    }.ConnectionString;

    /// <summary>Leaves the server; stops it when nobody else is using it.</summary>
    public async Task LeaveAsync()
    {
        await using (await EnterAsync(CancellationToken.None))
        {
            _user?.Dispose();
            _user = null;
            try
            {
                using var alone = new FileStream(UsersFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                return; // another process is still using it
            }

            await ControlAsync(["stop", "-D", Cluster, "-m", "fast", "-w", "-t", "60"], CancellationToken.None);
        }
    }

    private string UsersFile => Path.Combine(_directory.Root, "server.users");

    // One process at a time decides about starting and stopping.
    private async Task<FileStream> EnterAsync(CancellationToken ct)
    {
        for (; ; )
        {
            try
            {
                return new FileStream(Path.Combine(_directory.Root, "server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!ct.IsCancellationRequested)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private async Task PrepareAsync(string password, CancellationToken ct)
    {
        await MakeFolderAsync(_home, ct);
        await MakeFolderAsync(SocketFolder, ct);
        if (!File.Exists(Path.Combine(Cluster, "PG_VERSION")))
        {
            await InitialiseAsync(password, ct);
        }

        var settings = Path.Combine(_home, "fundwatch.conf");
        await File.WriteAllTextAsync(settings, ServerSettings.For(SocketFolder), ct);
        await GiveToServerAsync(settings, ct);
    }

    private async Task InitialiseAsync(string password, CancellationToken ct)
    {
        // Made beside its place and moved there when complete: a killed initdb leaves nothing that looks like a cluster.
        var unfinished = Cluster + ".new";
        if (Directory.Exists(unfinished))
        {
            Directory.Delete(unfinished, recursive: true);
        }

        var passwordFile = Path.Combine(_home, "password");
        await using (var file = new FileStream(passwordFile, new FileStreamOptions
        {
            Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(password), ct);
        }

        await GiveToServerAsync(passwordFile, ct);
        try
        {
            // C sorts by code point exactly as C.UTF-8 does, and PostgreSQL compares bytes for it instead of asking the C library.
            var (exitCode, output) = await ServerProcess.RunAsync(Path.Combine(_binaries, "initdb"),
                ["-D", unfinished, "--username", Superuser, "--encoding", "UTF8", "--locale", "C.UTF-8", "--lc-collate", "C", "--auth", "scram-sha-256",
                    "--pwfile", passwordFile, "--no-instructions"], ct);
            if (exitCode != 0)
            {
                throw new FundWatchSetupException($"无法建立数据库（initdb）：{output.Trim()}", $"The database could not be made (initdb): {output.Trim()}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"),
            $"\ninclude_if_exists = '{Path.Combine(_home, "fundwatch.conf")}'\n", ct);
        Directory.Move(unfinished, Cluster);
    }

    private async Task StartOrJoinAsync(CancellationToken ct)
    {
        // A server that answers was left running by a process that was killed, or is in use by another: join it. A killed server leaves its
        // lock file, its children may hold the shared memory for a moment, and its process number may linger: the answer is to ask again,
        // never to delete postmaster.pid.
        var output = "";
        for (var attempt = 0; attempt < 40; attempt++)
        {
            var (status, _) = await ControlAsync(["status", "-D", Cluster], ct);
            if (status == 0)
            {
                if (await AnswersAsync(ct))
                {
                    return;
                }
            }
            else
            {
                (var exitCode, output) = await ControlAsync(["start", "-D", Cluster, "-l", LogFile, "-w", "-t", "120", "-s"], ct);
                if (exitCode == 0)
                {
                    return;
                }
            }

            await Task.Delay(500, ct);
        }

        var log = File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(8)) : "";
        if (IsDiskFull)
        {
            throw new FundWatchSetupException(
                $"磁盘已满（数据目录 {Cluster} 所在磁盘仅余 {FreeBytes >> 20} MB），数据库服务器无法启动。请腾出几百 MB 空间后重新运行同一命令；已载入的数据不受影响。",
                $"The disk is full ({FreeBytes >> 20} MB left on the disk of {Cluster}), so the database server cannot start. Free a few hundred MB and run the same command again; what was loaded before is unharmed.");
        }

        throw new FundWatchSetupException(
            $"数据库服务器未能启动：{output.Trim()}\n{log}\n日志：{LogFile}",
            $"The database server did not start: {output.Trim()}\n{log}\nLog: {LogFile}");
    }

    /// <summary>True where the server has no room left for its log: two segments of 16 MB. It then stops of itself, and starts again when there is room.</summary>
    public bool IsDiskFull => FreeBytes < 32 << 20;

    private long FreeBytes => new DriveInfo(Cluster).AvailableFreeSpace;

    /// <summary>Whether its socket takes connections.</summary>
    public async Task<bool> AnswersAsync(CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Path.Combine(SocketFolder, ".s.PGSQL.5432")), ct);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private Task<(int ExitCode, string Output)> ControlAsync(IEnumerable<string> arguments, CancellationToken ct) =>
        ServerProcess.RunAsync(Path.Combine(_binaries, "pg_ctl"), arguments, ct);

    private static async Task MakeFolderAsync(string path, CancellationToken ct)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await GiveToServerAsync(path, ct);
    }

    private static async Task GiveToServerAsync(string path, CancellationToken ct)
    {
        if (ServerProcess.User is { } user)
        {
            var (exitCode, output) = await ServerProcess.RunAsync("chown", [user, path], ct, asServerUser: false);
            if (exitCode != 0)
            {
                throw new FundWatchSetupException($"无法把 {path} 交给用户 {user}：{output.Trim()}", $"{path} could not be given to the user {user}: {output.Trim()}");
            }
        }
    }

    // As root the server runs as another user, which may not be able to pass through /root: then its home is under /var/lib.
    private static string HomeFor(DataDirectory directory)
    {
        if (ServerProcess.User is null || OthersCanPass(directory.Root))
        {
            return Path.Combine(directory.Root, "server");
        }

        Directory.CreateDirectory("/var/lib/fundwatch");
        var home = Path.Combine("/var/lib/fundwatch", Short(directory.Root));
        var link = Path.Combine(directory.Root, "server");
        if (!Path.Exists(link))
        {
            File.CreateSymbolicLink(link, home); // so that whoever looks into the data directory finds it
        }

        return home;
    }

    private static bool OthersCanPass(string path)
    {
        for (var folder = new DirectoryInfo(path); folder is not null; folder = folder.Parent)
        {
            if (!folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute))
            {
                return false;
            }
        }

        return true;
    }

    private static string Short(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
