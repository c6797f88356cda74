using System.Text.Json;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>What keeps an OCDS file from being read, in words: damage within its objects, with its place, or no room for what is laid down.</summary>
internal static class OcdsDamage
{
    /// <param name="path">For the message.</param>
    /// <param name="objects">What is read of, at the object that <paramref name="read"/> looks at.</param>
    /// <param name="again">The same text from its beginning.</param>
    /// <exception cref="FileRefused">What is read is damaged.</exception>
    public static T Guard<T>(string path, JsonObjects objects, Func<T> read, Func<Stream> again)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is JsonException or FormatException or ArgumentException or InvalidOperationException) // the last two: numbers and names that are no valid ones
        {
            var damage = Of(objects, e);
            if (damage.Kind is DamageKind.CutShort or DamageKind.BrokenJson && DamagedLines.Find(again(), objects.Line) is { } lines)
            {
                throw OfLines(path, lines, e);
            }

            var (zh, en) = damage.Words;
            var (placeZh, placeEn) = objects.IsBetween ? ("", "on") : ("起的对象中", "in the object that begins on");
            throw new FileRefused("bad_json",
                $"JSON 文件 {path} 在第 {objects.Line} 行{placeZh}有误：{zh}。请重新导出该文件。",
                $"The JSON of {path} is damaged {placeEn} line {objects.Line}: {en}. Export the file again.", e);
        }
    }

    /// <summary>What is said where the temporary files cannot be written.</summary>
    public static FileRefused NoRoom(IOException e) => new("no_room",
        $"读取此 OCDS 文件要在临时目录 {Path.GetTempPath()} 中暂存内容，写入失败，磁盘可能已满。请腾出空间，或用环境变量 TMPDIR 指定另一个目录，再导入该文件。",
        $"Reading this OCDS file lays parts of it down in {Path.GetTempPath()}, which cannot be written: the disk may be full. Free some space, or name another directory with the environment variable TMPDIR, and take the file in again.", e);

    private static FileRefused OfLines(string path, DamagedLines lines, Exception cause)
    {
        var more = lines.Count > lines.First.Count;
        var (numbersZh, numbersEn) = (string.Join("、", lines.First), string.Join(", ", lines.First));
        var (onZh, onEn) = lines.Count == 1 ? ($"第 {numbersZh} 行", $"on line {numbersEn} alone") : ($"第 {numbersZh}{(more ? " …" : "")} 行（共 {lines.Count:N0} 行）", $"on lines {numbersEn}{(more ? ", …" : "")} ({lines.Count:N0} in all)");
        var (line, at) = (lines.First[0], lines.Byte);
        var (zh, en) = new FileDamage(DamageKind.BrokenJson, $"从第 {line} 行第 {at} 个字节起读不下去，而其后另有完好的行（多半是写出或传输时被截断、改动）", $"from line {line}, byte {at} on it cannot be read, while lines behind it can (it was probably cut off or changed on the way)").Words;
        var (todo, todoEn) = lines.Count == 1 ? ("这一行", "that line") : ("这些行", "those lines");
        return new("bad_json", $"JSON 文件 {path} {onZh}有误：{zh}。请改正或删去{todo}，或重新导出该文件，再导入。", $"The JSON of {path} is damaged {onEn}: {en}. Correct or delete {todoEn}, or export the file again, and take it in.", cause);
    }

    private static FileDamage Of(JsonObjects objects, Exception cause) => cause switch
    {
        // An object without its end swallows those behind it: the fault is where it is no JSON any more.
        FileDamage { Kind: DamageKind.CutShort } when objects.IsOpen && Fails(objects.Present) is { } broken => JsonDamage.Of(broken, objects.Present, objects.Start, OcdsReleases.Deepest),
        FileDamage own => own,
        JsonException broken => JsonDamage.Of(broken, objects.Present, objects.Start, OcdsReleases.Deepest),
        FormatException => new(DamageKind.BrokenJson, "其中有数字不是有效的写法", "a number in it is not written as it must be", cause),
        _ => new(DamageKind.NotUtf8, "其中的名称或文字编码有误", "the encoding of a name or text in it is damaged", cause),
    };

    private static JsonException? Fails(ReadOnlySpan<byte> text)
    {
        try
        {
            var json = new Utf8JsonReader(text, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = OcdsReleases.Deepest }));
            while (json.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return e;
        }
    }
}
