using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Files without rows, without a header, with two, or with one where nobody looks for it.</summary>
internal static class HeaderFiles
{
    public static IEnumerable<HostileFile> All()
    {
        yield return Whole("empty.csv", [], "empty_file");
        yield return Whole("one-line-break.csv", "\n"u8.ToArray(), "unknown_layout");
        yield return Whole("blank-lines.csv", Utf8(new string('\n', 5_000)), "unknown_layout");
        yield return Whole("spaces.csv", Utf8(new string(' ', 5_000)), "unknown_layout");
        yield return Text("header-only.csv", Header + "\n", 0, 0);
        yield return Text("header-without-line-break.csv", Header, 0, 0);
        yield return Text("rows-only.csv", Lines("h0"), 0, 0, "unknown_layout");
        yield return Text("header-twice.csv", Header + "\n" + Table("h1"), Rows, 0);
        yield return Text("header-midway.csv", Table("h2") + Table("h2b"), Rows * 2, 0);
        yield return Text("header-after-each-row.csv", Header + "\n" + Lines("h3").Replace("\n", "\n" + Header + "\n"), Rows, 0);
        yield return Text("another-header-midway.csv", Table("h3b") + "支付时间,流水号,食堂编码,食堂区划,金额,餐别,付款人标识,付款人单位,付款人类别,公函文号\n" + Lines("h3c"), Rows, Rows + 1, "other_table");
        yield return Text("header-in-row-15.csv", string.Concat(Enumerable.Range(0, 14).Select(i => $"说明{i}\n")) + Table("h4"), Rows, 0);
        yield return Text("header-in-row-30.csv", string.Concat(Enumerable.Range(0, 29).Select(i => $"说明{i}\n")) + Table("h5"), 0, 0, "unknown_layout");
        yield return Text("a-column-twice.csv", Table("h6").Replace("付款人单位", "金额"), null, null);
        yield return Text("all-columns-alike.csv", string.Join(',', Enumerable.Repeat("金额", 10)) + "\n" + Lines("h7"), 0, 0);
        yield return Text("empty-headers.csv", ",,,,,,,,,\n" + Lines("h8"), 0, 0, "unknown_layout");
        yield return Text("required-column-missing.csv", Table("h9").Replace("支付时间", "什么时候"), 0, 0, "missing_column");
        yield return Text("header-of-ten-thousand.csv", Header + "," + string.Join(',', Enumerable.Range(0, 10_000).Select(i => $"列{i}")) + "\n" + Lines("h10").Replace("\n", new string(',', 10_000) + "\n"), Rows, 0);
        yield return Text("header-of-a-megabyte.csv", Header + ",\"" + new string('列', 350_000) + "\"\n" + Lines("h11").Replace("\n", ",\n"), Rows, 0);
        yield return Text("header-with-line-breaks.csv", string.Join(',', Headers.Select(h => $"\"{h[..1]}\n{h[1..]}\"")) + "\n" + Lines("h12"), null, null);
        yield return Text("header-in-full-width.csv", Table("h13").Replace("金额", " 金额（元）\u3000"), Rows, 0);
        yield return Text("total-row.csv", Table("h14") + "合计,,,,305.00,,,,,\n", Rows, 0);
        yield return Text("totals-among-rows.csv", Table("h14b", 5) + "小计,,,,305.00,,,,,\n" + Lines("h14b", 5, 5) + "合 计：,,,,610.00,,,,,\n合计,某局,,,610.00,,,,,\n", Rows, 1, "missing_value");
        yield return Text("signature-row.csv", Table("h15") + "\n制表人：张三\n", Rows, 0);
        yield return Text("signatures-and-notes.csv", Table("h15b") + "制表人：,张三,审核人：,李四,,,,,,\n注：含税\n第1页 共1页\n截至三月\n", Rows, 1, "row_width");
        yield return Text("same-key-same-row.csv", With("h16", Line("h16", 0)), Rows + 1, 0);
        yield return Text("same-key-other-row.csv", With("h17", Line("h17", 0, ("amount", "7"))), Rows, 1, "duplicate_key");
        yield return Text("same-key-a-thousand-times.csv", Table("h18") + string.Concat(Enumerable.Range(1, 1_000).Select(i => Line("h18", 0, ("amount", $"{i}.25")) + "\n")), Rows, 1_000, "duplicate_key");
        yield return Text("two-tables.csv", Table("h19") + "\n单位代码,单位名称,行政区划代码\n91152201078377449P,某局,330102\n", null, null);
        yield return Text("poem.txt", "床前明月光，疑是地上霜。\n举头望明月，低头思故乡。\n", 0, 0, "unknown_layout");
        yield return Text("source-code.csv", "using System;\nclass A { static void Main() { } }\n", 0, 0, "unknown_layout");
    }
}
