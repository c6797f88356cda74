namespace FundWatch.Data.Files;

/// <summary>A decompressing stream whose damage becomes a refusal with words, and which gives up on a bomb.</summary>
/// <param name="packed">Bytes taken from the packed file so far; null where only <paramref name="limit"/> counts.</param>
internal sealed class GuardedStream(Stream decompressed, string path, long limit = ArchiveLimits.LargestText, Func<long>? packed = null) : ReadOnlyStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = decompressed.Read(buffer);
            _read += read;
            if (_read > limit || (packed is not null && ArchiveLimits.IsBomb(packed(), _read)))
            {
                throw Bomb(path);
            }

            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Truncated(path, FileDamage.Of(e));
        }
    }

    public static FileRefused Truncated(string path, FileDamage damage) => new("truncated_archive",
        $"{path} 不完整或已损坏：{damage.Words.Zh}。请重新导出或重新复制后再试。",
        $"{path} is incomplete or damaged: {damage.Words.En}. Export or copy it again.", damage);

    public static FileRefused Bomb(string path, string zh = "解压后大得不合常理", string en = "unpacks to an unreasonable size") => new("archive_bomb",
        $"{path} {zh}，未读取。请核实来源；若内容属实，请解压后导入。", $"{path} {en} and was not read. Check where it came from; if it is what it should be, unpack it and take in the files.");

    protected override void Dispose(bool disposing)
    {
        decompressed.Dispose();
        base.Dispose(disposing);
    }
}
