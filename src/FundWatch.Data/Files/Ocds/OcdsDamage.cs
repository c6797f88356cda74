using System.Text.Json;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What keeps an OCDS file from being read, in words: damage within its objects, with its place, or no room for what is laid down.</summary>
internal static class OcdsDamage
{
    /// <param name="path">For the message.</param>
    /// <param name="objects">What is read of, at the object that <paramref name="read"/> looks at.</param>
    /// <exception cref="FileRefused">What is read is damaged.</exception>
    public static T Guard<T>(string path, JsonObjects objects, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException) // the last two: numbers and names that are no valid ones
        {
            var (zh, en) = Of(objects, e).Words;
            throw new FileRefused("bad_json",
                $"JSON 文件 {path} 在第 {objects.Line} 行起的对象中有误：{zh}。请重新导出该文件。",
                $"The JSON of {path} is damaged in the object that begins on line {objects.Line}: {en}. Export the file again.", e);
        }
    }

    /// <summary>What is said where the temporary files cannot be written.</summary>
    public static FileRefused NoRoom(IOException e) => new("no_room",
        $"读取此 OCDS 文件要在临时目录 {Path.GetTempPath()} 中暂存内容，写入失败，磁盘可能已满。请腾出空间，或用环境变量 TMPDIR 指定另一个目录，再导入该文件。",
        $"Reading this OCDS file lays parts of it down in {Path.GetTempPath()}, which cannot be written: the disk may be full. Free some space, or name another directory with the environment variable TMPDIR, and take the file in again.", e);

    private static FileDamage Of(JsonObjects objects, Exception cause) => cause switch
    {
        FileDamage own => own,
        JsonException broken => JsonDamage.Of(broken, objects.Present, objects.Start, OcdsReleases.Deepest),
        FormatException => new(DamageKind.BrokenJson, "其中有数字不是有效的写法", "a number in it is not written as it must be", cause),
        _ => new(DamageKind.NotUtf8, "其中的名称或文字编码有误", "the encoding of a name or text in it is damaged", cause),
    };
}
