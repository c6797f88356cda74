using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>
/// One array of objects of a JSON document; the line number is the number of the object in it, since many documents have one line only. Where the array is all of the document, arrays and
/// objects behind it are read on.
/// </summary>
public sealed class JsonTableReader : JsonRowReader
{
    private readonly JsonArrays _arrays;
    private readonly string _path;
    private readonly string _array;

    /// <param name="path">Of the file, for messages.</param>
    /// <param name="array">Path of the array in the document; empty for the document itself.</param>
    /// <exception cref="FileRefused"><c>bad_json</c>, or <c>no_such_sheet</c> where there is no such array.</exception>
    public JsonTableReader(Stream utf8, string path, string array, Func<double> progress) : base(progress)
    {
        (_arrays, _path, _array) = (new JsonArrays(utf8), path, array);
        try
        {
            if (!_arrays.Begin(array))
            {
                throw new FileRefused("no_such_sheet", $"{path} 中没有名为“{array}”的数组。", $"{path} has no array '{array}'.");
            }

            LearnNames();
        }
        catch (Exception e) when (e is JsonException or FileDamage)
        {
            utf8.Dispose();
            throw Bad(path, _arrays, e);
        }
        catch
        {
            utf8.Dispose();
            throw;
        }
    }

    public override string Format => "json";
    public override string? Sheet => _array.Length == 0 ? null : _array;

    /// <summary>Paths of the arrays of objects in a document.</summary>
    public static IReadOnlyList<string> Find(Stream utf8, string path)
    {
        using var arrays = new JsonArrays(utf8);
        try
        {
            return arrays.Find();
        }
        catch (Exception e) when (e is JsonException or FileDamage)
        {
            throw Bad(path, arrays, e);
        }
    }

    public override void Dispose() => _arrays.Dispose();

    private protected override bool TryNext(out ReadOnlySpan<byte> text, out long line)
    {
        try
        {
            var found = _arrays.TryNext(out text);
            line = _arrays.Count;
            return found;
        }
        catch (Exception e) when (e is JsonException or FileDamage)
        {
            throw Bad(_path, _arrays, e, _array);
        }
    }

    /// <param name="array">Whose objects were being read; null where the document was only looked over.</param>
    private static FileRefused Bad(string path, JsonArrays arrays, Exception e, string? array = null)
    {
        var (zh, en) = (e as FileDamage ?? arrays.Damage((JsonException)e)).Words;
        var (placeZh, placeEn) = array is null ? ("", "") : ($"（{(array.Length == 0 ? "" : $"数组“{array}”")}第 {arrays.Count + 1:N0} 个对象附近）", $" (near object {arrays.Count + 1:N0}{(array.Length == 0 ? "" : $" of '{array}'")})");
        return new("bad_json", $"JSON 文件 {path} 有误{placeZh}：{zh}。请重新导出，或改为每行一个对象（JSON Lines）。", $"The JSON of {path} is damaged{placeEn}: {en}. Export it again, or as one object a line (JSON Lines).", e);
    }
}
