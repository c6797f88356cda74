using System.Text.Json;
using FundWatch.Data.Files.Json;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Damage within the objects of an OCDS file, in words that say where it is.</summary>
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

    private static FileDamage Of(JsonObjects objects, Exception cause) => cause switch
    {
        FileDamage own => own,
        JsonException broken => JsonDamage.Of(broken, objects.Present, objects.Start, OcdsReleases.Deepest),
        FormatException => new(DamageKind.BrokenJson, "其中有数字不是有效的写法", "a number in it is not written as it must be", cause),
        _ => new(DamageKind.NotUtf8, "其中的名称或文字编码有误", "the encoding of a name or text in it is damaged", cause),
    };
}
