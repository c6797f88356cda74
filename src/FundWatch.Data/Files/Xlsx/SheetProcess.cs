using System.Diagnostics;
using System.Runtime.InteropServices;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// A second process of this program that reads a workbook under a memory limit, sheet by sheet as it is asked; it is ended when it takes too much or makes no progress.
/// Its death is a <see cref="FileRefused"/> of what it was reading, not the end of the load.
/// </summary>
internal sealed class SheetProcess : IDisposable
{
    /// <summary>Its exit code where memory did not suffice.</summary>
    public const int OutOfMemory = 77;

    // The managed heap; then what the whole process may take, of which the runtime needs some 60 MB.
    private const long HeapLimit = 192L * 1024 * 1024, MemoryLimit = 290L * 1024 * 1024;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60), _littlePatience = TimeSpan.FromSeconds(1), _look = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Process _process;
    private readonly Stream _requests;
    private readonly Timer _watch;
    private long _waitingSince;
    private string? _ended;

    public SheetProcess(SourceFile file)
    {
        _path = file.Path;
        var start = new ProcessStartInfo(Dotnet, [Program!, SheetProgram.Verb, Path.GetFullPath(file.Content), file.Path])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit.ToString("X", null);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        foreach (var secret in start.Environment.Keys.Where(k => k.StartsWith("FUNDWATCH", StringComparison.OrdinalIgnoreCase) || k.StartsWith("PG", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(secret); // a hostile workbook must find nothing worth having
        }

        _process = Process.Start(start)!;
        _requests = _process.StandardInput.BaseStream;
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        Output = _process.StandardOutput.BaseStream;
        _watch = new Timer(_ => Look(), null, _look, _look);
    }

    /// <summary>True where the program itself is beside this library; elsewhere (a program that only uses the library) workbooks are read in process.</summary>
    public static bool IsAvailable => Program is not null;

    public int Id => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <summary>True where what it still says is of no use: it is not waited for long.</summary>
    public bool IsHurried { get; set; }

    private Stream Output { get; }

    private static string? Program { get; } = Path.Combine(AppContext.BaseDirectory, "fundwatch.dll") is var program && File.Exists(program) && File.Exists(Path.ChangeExtension(program, ".runtimeconfig.json"))
        ? program : null;

    // The muxer of the runtime that runs us: <root>/shared/Microsoft.NETCore.App/<version>/.
    private static string Dotnet { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    /// <summary>One that has ended is not told: it is found out by what it does not answer.</summary>
    public void Ask(SheetVerb verb, string? sheet = null)
    {
        try
        {
            SheetRequest.Write(_requests, verb, sheet);
        }
        catch (IOException)
        {
            // it has ended
        }
    }

    /// <summary>Reads from the process; while it waits, patience runs out.</summary>
    public int Read(Span<byte> buffer)
    {
        Volatile.Write(ref _waitingSince, Stopwatch.GetTimestamp());
        try
        {
            return Output.Read(buffer);
        }
        finally
        {
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    /// <summary>Why the process ended before it was done.</summary>
    public FileRefused Death()
    {
        _process.WaitForExit();
        var why = _ended ?? (_process.ExitCode == OutOfMemory ? "memory" : "");
        var (zh, en) = why switch
        {
            "memory" => ("内存超出上限", "took more memory than it may"),
            "time" => ($"{_patience.TotalSeconds:0} 秒没有进展", $"made no progress for {_patience.TotalSeconds:0} seconds"),
            _ => ($"意外退出（代码 {_process.ExitCode}）", $"ended unexpectedly (code {_process.ExitCode})"),
        };
        return new FileRefused("unreadable_spreadsheet", $"读取电子表格 {_path} 的进程{zh}，已停止读取该文件。请在 Excel 或 WPS 中另存为 CSV（或新的 .xlsx）后再导入。",
            $"The process that reads the workbook {_path} {en}; reading of this file was stopped. Save it as CSV (or as a new .xlsx) in Excel or WPS and take that in.");
    }

    public void Dispose()
    {
        _watch.Dispose();
        Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private void Look()
    {
        var since = Volatile.Read(ref _waitingSince);
        if (since != 0 && Stopwatch.GetElapsedTime(since) > (IsHurried ? _littlePatience : _patience))
        {
            _ended ??= "time";
            Kill();
        }

        try
        {
            _process.Refresh();
            if (_process.WorkingSet64 > MemoryLimit)
            {
                _ended ??= "memory";
                Kill();
            }
        }
        catch (InvalidOperationException)
        {
            // it has ended
        }
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // it has ended
        }
    }
}
