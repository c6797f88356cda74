using System.IO.Compression;
using System.Text;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>JSON, OCDS and packed texts with one thing broken: what it is, and where, is said in both languages.</summary>
public sealed class JsonDamageTests
{
    [Theory]
    [InlineData("[\n{\"a\":1},\n{\"a\" 2}\n]", DamageKind.BrokenJson, "第 2 个对象附近", "从第 3 行第 6 个字节起读不下去，此处的字符是“2”", "near object 2", "from line 3, byte 6 on it cannot be read, there stands '2'")]
    [InlineData("[{\"a\":1},{\"a\" 2}]", DamageKind.BrokenJson, "第 2 个对象附近", "从第 1 行第 15 个字节起读不下去，此处的字符是“2”", "near object 2", "from line 1, byte 15 on it cannot be read, there stands '2'")]
    [InlineData("{\"data\":[\n{\"a\":1},\n{\"a\":2 县}]}", DamageKind.BrokenJson, "", "从第 3 行第 8 个字节起读不下去，此处的字符是“县”", "", "from line 3, byte 8 on it cannot be read, there stands '县'")]
    [InlineData("[\n{\"a\":1},\n{\"a\":", DamageKind.CutShort, "第 2 个对象附近", "第 3 行第 1 个字节处开始的对象没有写完", "near object 2", "at line 3, byte 1, an object begins that does not end")]
    [InlineData("[\n{\"a\":1},\n{\"a\":\"县", DamageKind.CutShort, "第 2 个对象附近", "第 3 行第 *个字节", "near object 2", "line 3, byte ")]
    [InlineData("[\n{\"a\":1}\n", DamageKind.CutShort, "第 2 个对象附近", "第 3 行第 1 个字节处应有列表结尾的 ]", "near object 2", "at line 3, byte 1, the ] of a list should follow")]
    [InlineData("{\"data\":[\n{\"a\":1},{\"a\":2}\n", DamageKind.CutShort, "数组“data”第 3 个对象附近", "第 3 行第 1 个字节处应有列表结尾的 ]", "near object 3 of 'data'", "at line 3, byte 1, the ] of a list should follow")]
    [InlineData("{\n\"\\ud800\":[{\"a\":1}]}", DamageKind.NotUtf8, "", "第 2 行第 1 个字节起的名称“\\ud800”", "", "the name '\\ud800' at line 2, byte 1")]
    internal void A_document(string json, DamageKind kind, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.MustBeDamaged("bad_json", kind, (placeZh, foundZh), (placeEn, foundEn));
    }

    [Theory]
    [InlineData("[{\"a\":1}]\n以上为全部数据", "第 2 个对象附近", "第 2 行第 1 个字节处列表已经结束，其后还有不是记录的内容（开头是“以”）", "near object 2", "at line 2, byte 1, the list has ended, and something that is no record follows (it begins with '以')")]
    [InlineData("[{\"a\":1}]\n\n[{\"a\":2}] ; [{\"a\":3}]", "第 3 个对象附近", "第 3 行第 11 个字节处", "near object 3", "(it begins with ';')")]
    [InlineData("[{\"a\":1}]\u001a", "第 2 个对象附近", "开头是控制字符 U+001A", "near object 2", "begins with the control character U+001A")]
    [InlineData("[{\"a\":1}]]", "第 2 个对象附近", "第 1 行第 10 个字节处", "near object 2", "(it begins with ']')")]
    [InlineData("[{\"a\":1}]\n{\"data\":[{\"a\":1}]} total: 2", "第 3 个对象附近", "第 2 行第 20 个字节处", "near object 3", "(it begins with 't')")]
    public void What_is_no_record_behind_an_array(string json, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, (placeZh, foundZh), (placeEn, foundEn));
    }

    [Fact]
    public void An_array_behind_another_breaks_off()
    {
        using var file = new TableFile("a.json", "[{\"a\":1}]\n[{\"a\":2}"u8.ToArray());
        file.MustBeDamaged("bad_json", DamageKind.CutShort, ("第 3 个对象附近", "第 2 行第 9 个字节处"), ("near object 3", "at line 2, byte 9"));
    }

    [Theory]
    [InlineData("\t", "此处是一个制表符（在文字中应写成 \\t；", "there stands a tab (within a text it must be written \\t;")]
    [InlineData("\n", "此处是一个换行符（在文字中应写成 \\n；", "there stands a line break (within a text it must be written \\n;")]
    [InlineData("\r", "此处是一个回车符（在文字中应写成 \\r；", "there stands a carriage return (within a text it must be written \\r;")]
    [InlineData("\u0001", "此处是一个控制字符 U+0001（在文字中应写成 \\u0001；", "there stands the control character U+0001 (within a text it must be written \\u0001;")]
    public void A_control_character_within_a_text_is_named(string sign, string foundZh, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes($"[\n{{\"a\":\"甲{sign}乙\"}}]"));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, ("", foundZh), ("", foundEn));
    }

    [Theory]
    [InlineData("\u00a0"), InlineData("\u200b"), InlineData("\u007f")]
    public void A_character_that_nobody_sees_is_named_by_its_number(string sign)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes($"[{{\"a\":{sign}1}}]"));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, ("", $"从第 1 行第 7 个字节起读不下去，此处是一个看不见的字符 U+{(int)sign[0]:X4}（缺引号"), ("", $"there stands the invisible character U+{(int)sign[0]:X4} (a quote"));
    }

    [Theory]
    [InlineData("[{\"a\":1},\n{\"a\":", "]", "第 2 个对象附近", "第 2 行第 69 个字节处超过 64 层", "near object 2", "more than 64 levels at line 2, byte 69")]
    [InlineData("{\"b\":[{\"a\":1}],\n\"a\":", "", "", "第 2 行第 68 个字节处超过 64 层", "", "more than 64 levels at line 2, byte 68")]
    public void A_document_of_too_many_levels(string front, string back, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(front + new string('[', 100) + new string(']', 100) + "}" + back));
        file.MustBeDamaged("bad_json", DamageKind.TooDeep, (placeZh, foundZh), (placeEn, foundEn));
    }

    [Theory]
    [InlineData("[{\"a\":1,\"b\": 王五, \"c\": 13800138000}]")]
    [InlineData("[{\"c\": 013800138000}]")]
    public void No_more_of_it_than_a_character_is_quoted(string json)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        var refused = file.Refusal();
        (refused.Zh + refused.En).Should().NotContain("王五").And.NotContain("138");
    }

    [Fact]
    public void A_place_far_behind_the_first_block()
    {
        var rows = Enumerable.Range(0, 40_000).Select(i => i == 30_000 ? "{\"id\":}" : $"{{\"id\":{i}}}");
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes("[\n" + string.Join(",\n", rows) + "]"));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, ("第 30,001 个对象附近", "从第 30,002 行第 7 个字节起读不下去，此处的字符是“}"), ("near object 30,001", "from line 30,002, byte 7 on"));
    }

    [Theory]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\":\"b\",\"tender\":{", DamageKind.CutShort, "第 2 行起的对象", "在第 2 行第 23 个字节结束，还有 2 个括号没有闭合", "begins on line 2", "it ends at line 2, byte 23 with 2 brackets still open")]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\":\"b", DamageKind.CutShort, "第 2 行起的对象", "1 个括号和一个引号没有闭合", "begins on line 2", "with 1 brackets and a quote still open")]
    [InlineData("[{\"ocid\":\"a\"},{\"ocid\" \"b\"}]", DamageKind.BrokenJson, "第 1 行起的对象", "从第 1 行第 23 个字节起读不下去，此处的字符是“\"”", "begins on line 1", "from line 1, byte 23 on it cannot be read, there stands '\"'")]
    [InlineData("{\"ocid\":\"a\"}\n{\"id\":1,\n\"ocid\":x}", DamageKind.BrokenJson, "第 2 行起的对象", "从第 3 行第 8 个字节起读不下去", "begins on line 2", "from line 3, byte 8 on it cannot be read")]
    [InlineData("{\"ocid\":\"a\"}]", DamageKind.BrokenJson, "第 1 行起的对象", "第 1 行第 13 个字节处的括号没有开头", "begins on line 1", "the bracket at line 1, byte 13 was never opened")]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\":\"\\ud800\",\"tender\":{\"\\ud800\":1}}", DamageKind.NotUtf8, "第 2 行起的对象", "", "begins on line 2", "")]
    internal void A_release(string json, DamageKind kind, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.MustBeDamaged("bad_json", kind, (placeZh, foundZh), (placeEn, foundEn));
    }

    [Theory]
    [InlineData("{\"ocid\":\"b\",\"tender\":{\"title\":\"水", "从第 3 行第 35 个字节起", "from line 3, byte 35 on")]
    [InlineData("{\"ocid\":\"b\",\"tender\":{\"title\":", "从第 3 行第 31 个字节起", "from line 3, byte 31 on")]
    [InlineData("{\"ocid\":\"b\",\"items\":[", "从第 3 行第 22 个字节起", "from line 3, byte 22 on")]
    [InlineData("{\"ocid\":\"b\",\"tender\":{},", "从第 3 行第 25 个字节起", "from line 3, byte 25 on")]
    [InlineData("{\"ocid\":\"b\"", "从第 3 行第 12 个字节起", "from line 3, byte 12 on")]
    [InlineData("\"tender\":{}}", "从第 3 行第 9 个字节起", "from line 3, byte 9 on")]
    [InlineData("{\"ocid\":\"b\"}}", "从第 3 行第 13 个字节起", "from line 3, byte 13 on")]
    [InlineData("{\"ocid\":\"b\", 7}", "从第 3 行第 14 个字节起", "from line 3, byte 14 on")]
    public void A_release_that_is_cut_in_its_line_is_named_by_it(string line, string foundZh, string foundEn)
    {
        using var file = new TableFile("a.jsonl", Encoding.UTF8.GetBytes($"{{\"ocid\":\"a\"}}\n\n{line}\n{{\"ocid\":\"c\",\"tender\":{{}}}}\r\n{{\"ocid\":\"d\"}}\n"));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, ("第 3 行有误", foundZh), ("on line 3 alone", foundEn));
        file.Refusal().En.Should().EndWith("Correct or delete that line, or export the file again, and take it in.");
    }

    [Fact]
    public void Several_releases_that_are_cut_are_all_named()
    {
        using var file = new TableFile("a.jsonl", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(1, 30).Select(i => i % 4 == 0 ? $"{{\"ocid\":\"{i}\n" : $"{{\"ocid\":\"{i}\"}}\n"))));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, ("第 4、8、12、16、20 … 行（共 7 行）有误", "从第 4 行第 11 个字节起"), ("on lines 4, 8, 12, 16, 20, … (7 in all)", "line 4, byte 11"));
    }

    [Theory]
    [InlineData("{\"releases\":[\n{\"ocid\":\"a\"},\n{\"ocid\":\"b\n{\"ocid\":\"c\"}\n]}", "第 3 行有误", "从第 3 行第 11 个字节起", "on line 3 alone", "from line 3, byte 11 on")]
    [InlineData("[{\"ocid\":\"a\"},{\"ocid\":\"b},{\"ocid\":\"c\"}]", "第 1 行起的对象", "从第 1 行第 29 个字节起", "begins on line 1", "from line 1, byte 29 on")]
    [InlineData("[{\"ocid\":\"a\"},\n{\n\"ocid\":\"b\n},\n{\n\"ocid\":\"c\"\n}\n]", "第 2 行起的对象", "从第 3 行第 10 个字节起", "begins on line 2", "from line 3, byte 10 on")]
    [InlineData("[{\"ocid\":\"a\"}]\n以上为全部", "第 2 行有误", "第 2 行第 1 个字节起有不属于任何对象的内容", "damaged on line 2", "from line 2, byte 1 on there is something that belongs to no object")]
    [InlineData("{\"releases\":[{\"ocid\":\"a\"}, 7],\"x\":1}", "第 1 行有误", "第 1 行第 28 个字节起", "damaged on line 1", "from line 1, byte 28 on")]
    [InlineData("[{\"ocid\":\"a\"},[{\"ocid\":\"b\"}]]", "第 1 行有误", "第 1 行第 16 个字节起", "damaged on line 1", "from line 1, byte 16 on")]
    public void Releases_are_not_swallowed_by_the_one_before_them(string json, string placeZh, string foundZh, string placeEn, string foundEn)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.MustBeDamaged("bad_json", DamageKind.BrokenJson, (placeZh, foundZh), (placeEn, foundEn));
    }

    [Fact]
    public void A_release_of_too_many_levels()
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes("{\"ocid\":\"a\"}\n{\"ocid\":\"b\",\"x\":" + new string('[', 300) + new string(']', 300) + "}"));
        file.MustBeDamaged("bad_json", DamageKind.TooDeep, ("第 2 行起的对象", "第 2 行第 272 个字节处超过 256 层"), ("begins on line 2", "more than 256 levels at line 2, byte 272"));
    }

    [Fact]
    public void A_packed_text()
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 5_000).Select(i => $"{i},单位{i * 7919 % 5_000}"))));
        }

        using var cut = new TableFile("a.csv.gz", memory.ToArray()[..^500]);
        cut.MustBeDamaged("truncated_archive", DamageKind.CutShort, ("", "与文件末尾所写的不符"), ("", "not what its end says"));
        using var changed = new TableFile("a.csv.gz", [.. memory.ToArray()[..1_000], .. new byte[600], .. memory.ToArray()[1_600..]]);
        changed.MustBeDamaged("truncated_archive", DamageKind.NotUnpacked, ("", ""), ("", ""));
    }
}
