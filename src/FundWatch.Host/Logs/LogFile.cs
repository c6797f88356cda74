using System.Text;
using FundWatch.Data.Postgres;

namespace FundWatch.Host.Logs;

/// <summary>
/// <c>logs/fundwatch.log</c> in the data directory, for its owner only. When it is full it becomes <c>fundwatch.1.log</c>, that one <c>fundwatch.2.log</c>, and the
/// oldest goes: it never takes more than <see cref="Kept"/> times its size.
/// </summary>
public sealed class LogFile(DataDirectory directory, long limit = LogFile.Size)
{
    /// <summary>Files kept, the one that is written included.</summary>
    public const int Kept = 5;

    /// <summary>Bytes after which a new file is begun.</summary>
    public const long Size = 4 << 20;

    private const int NoSpaceOnDevice = 28; // ENOSPC, which .NET keeps in the low word of HResult

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(500);
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public string FilePath => Numbered(0);

    /// <summary>Appends a text. Several processes write to one file, so each holds it only for one entry. What cannot be written is lost: a log must not end what it is about.</summary>
    public void Append(string text) => SpinWait.SpinUntil(() => TryAppend(_utf8.GetBytes(text)), _patience);

    // False where another is at it, and it is worth trying again.
    private bool TryAppend(byte[] text)
    {
        try
        {
            using var file = new FileStream(FilePath, new FileStreamOptions
            {
                Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.None, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
            file.Write(text);
            file.Flush();
            if (file.Length > limit)
            {
                Roll();
            }

            return true;
        }
        catch (IOException busy)
        {
            return (busy.HResult & 0xFFFF) == NoSpaceOnDevice;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // a folder that was taken away: what is on standard error remains
        }
    }

    private void Roll()
    {
        for (var number = Kept - 1; number > 0; number--)
        {
            if (File.Exists(Numbered(number - 1)))
            {
                File.Move(Numbered(number - 1), Numbered(number), overwrite: true);
            }
        }
    }

    private string Numbered(int number) => Path.Combine(directory.Logs, number == 0 ? "fundwatch.log" : $"fundwatch.{number}.log");
}
