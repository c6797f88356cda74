using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FundWatch.Data.Files.Json;

/// <summary>Damage of a JSON text that the runtime's reader has met. Its exception says where, but has one type for everything: the kind is found by reading the text again.</summary>
internal static class JsonDamage
{
    /// <param name="text">What was being read.</param>
    /// <param name="start">Where that begins.</param>
    /// <param name="deepest">Levels that may be open at once.</param>
    public static FileDamage Of(JsonException cause, ReadOnlySpan<byte> text, TextPlace start, int deepest) =>
        Of(cause, text, start, new JsonReaderState(new JsonReaderOptions { MaxDepth = deepest }), start);

    /// <param name="state">The reader's at the beginning of the text.</param>
    /// <param name="counted">From where the reader counts lines and bytes.</param>
    public static FileDamage Of(JsonException cause, ReadOnlySpan<byte> text, TextPlace start, JsonReaderState state, TextPlace counted)
    {
        var (below, behind) = (cause.LineNumber ?? 0, cause.BytePositionInLine ?? 0);
        var (line, at) = (counted.Line + below, behind + (below == 0 ? counted.Byte : 1));
        var (zh, en) = ($"第 {line:N0} 行第 {at:N0} 个字节", $"line {line:N0}, byte {at:N0}");
        if (OpenWhereItFails(text, state) is not { } open)
        {
            return new(DamageKind.CutShort, $"在{zh}结束，还有引号或括号没有闭合", $"it ends at {en} with a quote or bracket still open", cause);
        }

        var found = From(text, start, line, at);
        return open >= state.Options.MaxDepth && found is [(byte)'{' or (byte)'[', ..]
            ? new(DamageKind.TooDeep, $"{zh}处超过 {state.Options.MaxDepth} 层", $"more than {state.Options.MaxDepth} levels at {en}", cause)
            : new(DamageKind.BrokenJson, $"从{zh}起读不下去，{There(found).Zh}", $"from {en} on it cannot be read, {There(found).En}", cause);
    }

    /// <summary>The character that a text begins with, for a message.</summary>
    public static (string Zh, string En) Named(ReadOnlySpan<byte> found) =>
        Unseen(found) is { } unseen ? (unseen.Zh, unseen.En) : ($"“{FileDamage.FirstOf(found)}”", $"'{FileDamage.FirstOf(found)}'");

    private static (string Zh, string En) There(ReadOnlySpan<byte> found)
    {
        const string zh = "缺引号、逗号、括号，或数字、文字写法不对", en = "a quote, comma or bracket is missing, or a number or text is written wrongly";
        // Within a text a control character is the fault itself: JSON allows it in another form alone.
        return Unseen(found) is not { } unseen ? ($"此处的字符是“{FileDamage.FirstOf(found)}”（{zh}）", $"there stands '{FileDamage.FirstOf(found)}' ({en})")
            : unseen.Escape is not { } escape ? ($"此处是一个{unseen.Zh}（{zh}）", $"there stands {unseen.En} ({en})")
            : ($"此处是一个{unseen.Zh}（在文字中应写成 {escape}；不在文字中，则{zh}）", $"there stands {unseen.En} (within a text it must be written {escape}; elsewhere {en})");
    }

    // What nobody would see in a message is named.
    private static (string Zh, string En, string? Escape)? Unseen(ReadOnlySpan<byte> found) => Rune.DecodeFromUtf8(found, out var first, out _) != OperationStatus.Done ? null : first.Value switch
    {
        '\t' => ("制表符", "a tab", @"\t"),
        '\n' => ("换行符", "a line break", @"\n"),
        '\r' => ("回车符", "a carriage return", @"\r"),
        < ' ' => ($"控制字符 U+{first.Value:X4}", $"the control character U+{first.Value:X4}", $@"\u{first.Value:X4}"),
        > ' ' when Rune.IsControl(first) || Rune.IsWhiteSpace(first) || Rune.GetUnicodeCategory(first) == UnicodeCategory.Format => ($"看不见的字符 U+{first.Value:X4}", $"the invisible character U+{first.Value:X4}", null),
        _ => null,
    };

    // How many levels are open there; null where nothing is wrong but that the text ends.
    private static int? OpenWhereItFails(ReadOnlySpan<byte> text, JsonReaderState state)
    {
        var json = new Utf8JsonReader(text, isFinalBlock: false, state);
        try
        {
            while (json.Read())
            {
            }

            return null;
        }
        catch (JsonException)
        {
            return json.CurrentDepth + (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0);
        }
    }

    private static ReadOnlySpan<byte> From(ReadOnlySpan<byte> text, TextPlace start, long line, long at)
    {
        for (var above = line - start.Line; above > 0 && text.IndexOf((byte)'\n') is >= 0 and var end; above--)
        {
            text = text[(end + 1)..];
        }

        return text[(int)Math.Clamp(at - (line == start.Line ? start.Byte : 1), 0, text.Length)..];
    }
}
