using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>JSON nested ten thousand deep, names twice, half characters, numbers that fit nowhere.</summary>
internal static class JsonFiles
{
    public static IEnumerable<HostileFile> All()
    {
        yield return Among("nested-objects", "j1", Nested("{\"a\":", "}", 10_000), "bad_json");
        yield return Among("nested-arrays", "j2", "{\"a\":" + Nested("[", "]", 10_000) + "}", "bad_json");
        yield return Among("nested-and-open", "j3", "{\"a\":" + new string('[', 10_000), "bad_json");
        yield return Text("nested-array-document.json", Nested("[", "]", 10_000), 0, 0);
        yield return Text("nested-object-document.json", Nested("{\"a\":", "}", 10_000), null, null);
        yield return Text("nested-first.jsonl", Nested("{\"a\":", "}", 10_000) + "\n" + JsonLines("j4"), Rows, 1, "bad_json");
        yield return Among("name-twice", "j5", JsonLine("j5", 90).Replace("\"amount\"", "\"amount\":\"7\",\"amount\""), null!);
        yield return Among("lone-surrogate", "j6", JsonLine("j6", 90).Replace("县财政局", "\\ud800"), "*");
        yield return Among("reversed-pair", "j7", JsonLine("j7", 90).Replace("县财政局", "\\udc00\\ud800"), "*");
        yield return Among("surrogate-name", "j8", JsonLine("j8", 90).Replace("\"amount\"", "\"\\ud800\":1,\"amount\""), "bad_json");
        yield return Among("number-1e308", "j9", JsonLine("j9", 90).Replace("\"50.50\"", "1e308"), "too_large");
        yield return Among("number-of-a-thousand-digits", "j10", JsonLine("j10", 90).Replace("\"50.50\"", new string('9', 1_000)), "*");
        yield return Among("negative-zero", "j11", JsonLine("j11", 90).Replace("\"50.50\"", "-0.0"), null!) with { Loaded = Rows + 1, Refused = 0 };
        yield return Among("nan", "j12", JsonLine("j12", 90).Replace("\"50.50\"", "NaN"), "bad_json");
        yield return Among("comment", "j13", "// " + JsonLine("j13", 90), "bad_json");
        yield return Among("single-quotes", "j14", JsonLine("j14", 90).Replace('"', '\''), "bad_json");
        yield return Among("trailing-comma", "j15", JsonLine("j15", 90).Replace("}", ",}"), null!) with { Loaded = Rows + 1, Refused = 0 };
        yield return Among("two-objects", "j16", JsonLine("j16", 90) + JsonLine("j16", 91), "bad_json");
        yield return Among("array-line", "j17", "[1,2,3]", "bad_json");
        yield return Among("null-line", "j18", "null", "bad_json");
        yield return Among("string-line", "j19", "\"x\"", "bad_json");
        yield return Among("cut-off", "j20", JsonLine("j20", 90)[..60], "bad_json");
        yield return Among("not-json", "j21", "这一行不是 JSON", "bad_json");
        yield return Among("object-for-a-value", "j22", JsonLine("j22", 90).Replace("\"50.50\"", "{\"yuan\":50}"), "*");
        yield return Among("list-for-a-value", "j23", JsonLine("j23", 90).Replace("\"50.50\"", "[50,60]"), "*");
        yield return Among("null-for-a-value", "j24", JsonLine("j24", 90).Replace("\"50.50\"", "null"), "missing_value");
        yield return Among("true-for-a-value", "j25", JsonLine("j25", 90).Replace("\"50.50\"", "true"), "bad_number");
        yield return Among("escaped-nul", "j26", JsonLine("j26", 90).Replace("县财政局", "县\\u0000局"), null!) with { Loaded = Rows + 1, Refused = 0 };
        yield return Among("ten-megabytes", "j27", JsonLine("j27", 90).Replace("县财政局", new string('x', 10 * 1024 * 1024)), "row_too_long");
        yield return Among("a-hundred-thousand-fields", "j29", "{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"f{i}\":1")) + "}", "row_too_long");
        yield return Bytes("bad-utf8.jsonl", [.. Utf8(JsonLines("j28")), .. "{\"payment_id\":\"\xff\"}\n"u8, 0xFF, (byte)'\n'], null, null);
        yield return Text("late-name.jsonl", JsonLines("j29", 1_100) + JsonLine("j29", 2_000).Replace("}", ",\"late\":1}") + "\n", 1_100, 1);
        yield return Text("sixty-thousand-names.jsonl", "{" + string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"n{i}\":1")) + "}\n" + JsonLines("j30", 100), 100, 1, "row_too_long");
        yield return Text("cells-by-the-hundred-thousand.jsonl", "[" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"n{i}\"")) + "]\n" + string.Concat(Enumerable.Repeat("[" + string.Join(',', Enumerable.Repeat("{}", 100_000)) + "]\n", 5)), null, null);
        yield return Text("a-long-name-around-many.jsonl", JsonLines("j31", 50) + "{\"" + new string('n', 2_000_000) + "\":{" + string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"f{i}\":1")) + "}}\n", 50, 1, "row_too_long");
        yield return Text("many-lists-under-a-long-name.json", "{\"" + new string('n', 4_000_000) + "\":{" + string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"f{i}\":[{{}}]")) + "}}", 0, 0);
        yield return Bytes("bom.jsonl", [0xEF, 0xBB, 0xBF, .. Utf8(JsonLines("j31"))], Rows, 0);
        yield return Text("crlf.jsonl", JsonLines("j32").Replace("\n", "\r\n"), Rows, 0);
        yield return Text("blank-lines.jsonl", JsonLines("j33").Replace("\n", "\n\n \n"), Rows, 0);
        yield return Text("array.json", "[" + JsonLines("j34").TrimEnd('\n').Replace("\n", ",\n") + "]", Rows, 0);
        yield return Text("arrays-in-array.json", "[" + string.Join(",\n", Table("j34b").TrimEnd('\n').Split('\n').Select(l => "[\"" + l.Replace(",", "\",\"") + "\"]")) + "]", Rows, 0);
        yield return Text("array-lines.jsonl", string.Concat(Table("j34c").TrimEnd('\n').Split('\n').Select(l => "[\"" + l.Replace(",", "\",\"") + "\"]\n")), Rows, 0);
        yield return Text("array-lines-of-other-widths.jsonl", string.Concat(Table("j34d").TrimEnd('\n').Split('\n').Select(l => "[\"" + l.Replace(",", "\",\"") + "\"]\n")) + "[\"j34d-x\",1]\n[[1],{}]\n", Rows, 2, "row_width");
        yield return Text("carriage-returns.jsonl", JsonLines("j34e").Replace('\n', '\r'), Rows, 0);
        yield return Text("array-cut-off.json", "[" + JsonLines("j35").TrimEnd('\n').Replace("\n", ",\n"), null, null);
        yield return Text("array-with-odd-elements.json", "[" + JsonLine("j36", 0) + ",1,null,[],\"x\"," + JsonLine("j36", 1) + "]", null, null);
        yield return Text("nul-in-names.json", "{\"ro\\u0000ws\":[" + JsonLines("j37").TrimEnd('\n').Replace("\n", ",\n").Replace("\"amount\"", "\"x\\u0000\":1,\"amount\"") + "]}", null, null);
        yield return Text("surrogate-in-name.json", "{\"\\ud800\":[" + JsonLine("j38", 0) + "]}", 0, 0, "bad_json");
        yield return Bytes("nul-in-line.jsonl", [.. Utf8(JsonLines("j39")), .. "{\"a\":\0}\n"u8], Rows, 1, "bad_json");
        yield return Text("empty-array.json", "[]", 0, 0);
        yield return Text("empty-object.json", "{}", null, null);
        yield return Text("empty-objects.jsonl", string.Concat(Enumerable.Repeat("{}\n", 100)), null, null);
        yield return Text("only-open-braces.json", new string('{', 100_000), null, null);
    }

    private static string Nested(string open, string close, int depth) => string.Concat(Enumerable.Repeat(open, depth)) + "1" + string.Concat(Enumerable.Repeat(close, depth));

    private static HostileFile Among(string name, string key, string line, string? code)
    {
        var content = JsonLines(key, 5) + line + "\n" + string.Concat(Enumerable.Range(5, Rows - 5).Select(i => JsonLine(key, i) + "\n"));
        return code switch
        {
            null or "*" => Text(name + ".jsonl", content, null, null),
            _ => Text(name + ".jsonl", content, Rows, 1, code),
        };
    }
}
