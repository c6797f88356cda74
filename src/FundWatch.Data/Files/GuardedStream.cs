namespace FundWatch.Data.Files;

/// <summary>A decompressing stream whose damage becomes a refusal with words, and which gives up on a bomb.</summary>
internal sealed class GuardedStream(Stream decompressed, string path, long limit = GuardedStream.Limit) : ReadOnlyStream
{
    /// <summary>No single table of an office unpacks to more: 64 GB.</summary>
    public const long Limit = 64L * 1024 * 1024 * 1024;

    private long _read;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = decompressed.Read(buffer);
            _read += read;
            return _read <= limit ? read : throw new FileRefused("too_large", $"{path} 解压后过大，已停止读取。请核实来源。",
                $"{path} unpacks to far more than a table should hold; reading stopped. Check where it came from.");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Truncated(path, e);
        }
    }

    public static FileRefused Truncated(string path, Exception cause) => new("truncated_archive",
        $"{path} 不完整或已损坏（可能下载或复制中断）。请重新导出或重新复制后再试。",
        $"{path} is incomplete or damaged (a copy or download may have broken off). Export or copy it again.", cause);

    protected override void Dispose(bool disposing)
    {
        decompressed.Dispose();
        base.Dispose(disposing);
    }
}
