using FundWatch.Data.Ingest;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>What is stored, and what is refused and why, does not depend on the format that the values came in.</summary>
public sealed class SameRowsTests : IngestTest
{
    // Texts of every kind that a cell may hold, among them such as must be cleaned, are nothing, or are refused.
    private static readonly string?[] _texts =
    [
        "大白菜", "去骨鸡腿肉", "去骨鸡腿肉", "鲜牛奶（盒装）", " 五花肉 ", "散养\u200B土鸡蛋", "无", "-", "", null, "NULL", "#N/A", "=1+1", "'带撇", "a,b\"c", "ＡＢ１", "两\n行", "损\uFFFD坏", "x", "　全角空格　",
        "不知道是什么", "长" + new string('长', 200), "退张三330106198001011235押金", "卡号 6217001234567893",
    ];

    private static readonly string?[] _codes = ["XX0001", "XX0002", "３３０１", "1.23457E+17", "330106199001011230000", "'0123", "=\"0123\"", "财函〔2025〕1号", "A-1", "a b", null, "无", "33010619750808106X"];
    private static readonly string?[] _credit = ["91330106MA2CFLDL2T", "91330100MA27XF6Q0H", "91330106ma2cfldl2t", "913301060000000000", "x", null, "330106198001011235", "330106 19800101 1235", "330106600101123"];
    private static readonly string?[] _regions = ["330102", "330106", "330106001", "3301", "999999", "330103", null, "330102.0"];
    private static readonly string?[] _channels = ["集采集配", "自行采购", "集中", null, "自行采购"];
    private static readonly decimal?[] _amounts = [12.5m, 0m, -3.25m, 1.005m, 99_999_999_999_999.99m, 0.0001m, 1_000_000m, null, 7m, 45.67m];
    private static readonly double?[] _doubles = [12.5, 0, -0.0, -3.25, 1.005, 1e15, 1e-7, 0.1 + 0.2, 1e20, 123456789.12, null, double.NaN, double.PositiveInfinity];
    private static readonly int?[] _counts = [0, 1, 12, 350, -1, int.MaxValue, null];
    private static readonly DateOnly?[] _days = [new(2025, 3, 2), new(2024, 2, 29), new(1900, 1, 1), new(2100, 12, 31), new(1899, 12, 31), new(2101, 1, 1), null, new(1969, 12, 31), new(2025, 12, 31)];
    private static readonly DateTime?[] _moments =
        [new(2025, 3, 2, 12, 30, 5), new(2025, 3, 2), new(2025, 1, 31, 23, 59, 59, 999), new(1969, 12, 31, 16, 0, 1), new(1900, 1, 1), new(1899, 12, 31, 23, 59, 59), new(2101, 1, 1), null];

    [Fact]
    public async Task Purchases_with_every_kind_of_cell_are_stored_and_refused_alike()
    {
        string[] headers = ["采购单号", "学校代码", "学校", "行政区划代码", "供应商代码", "供应商", "品名", "品类", "数量", "计量单位", "单价", "金额", "采购日期", "就餐人数", "采购渠道", "参考价"];
        var random = new Random(20251124);
        var rows = Enumerable.Range(0, 3_000).Select(i => new object?[]
        {
            i % 97 == 0 ? null : $"CG{i}", Any(random, _codes), Any(random, _texts), Any(random, _regions), Any(random, _credit), Any(random, _texts), Any(random, _texts), Any(random, _texts),
            Any(random, _amounts), "公斤", Any(random, _doubles), Any(random, _amounts), Any(random, _days), Any(random, _counts), Any(random, _channels), Any(random, _doubles),
        }).ToList();

        // Of rows in which all is odd none would load: most have one odd cell or two.
        string?[] good = [null, "XX0001", "一小", "330102", "91330106MA2CFLDL2T", "某公司", "大白菜", "蔬菜"];
        foreach (var row in rows)
        {
            for (var c = 1; c < row.Length; c++)
            {
                row[c] = random.Next(10) == 0 ? row[c] : c switch { < 8 => good[c], 8 or 11 => 12.34m, 9 => "公斤", 10 or 15 => 9.87, 12 => new DateOnly(2025, 1, 1 + random.Next(28)), 13 => 120, _ => "自行采购" };
            }
        }

        await AreAlikeAsync("meal_purchase", new TypedTable(headers, rows));
    }

    [Fact]
    public async Task Payments_with_moments_and_persons_are_stored_and_refused_alike()
    {
        string[] headers = ["流水号", "食堂编码", "食堂区划", "支付时间", "金额", "付款人标识", "付款人单位", "付款人类别", "公函文号", "餐别"];
        var random = new Random(20251125);
        string?[] persons = ["张三", "李四", "330106199001011234", "91330106MA2CFLDL2T", null, "1.23457E+17", "王\u200B五"];
        string?[] meals = ["早", "午餐", "晚", "夜宵", null];
        var rows = Enumerable.Range(0, 3_000).Select(i => new object?[]
        {
            9_007_199_254_740_000L + i % 2_900, "C1", 330_102, random.Next(4) == 0 ? Any(random, _moments) : new DateTime(2025, 1, 1).AddMinutes(random.Next(500_000)),
            random.Next(4) == 0 ? Any(random, _doubles) : random.Next(1, 100_000) / 100.0, Any(random, persons), Any(random, _texts), "来宾", Any(random, _codes), Any(random, meals),
        }).ToList();
        await AreAlikeAsync("canteen_payment", new TypedTable(headers, rows));
    }

    // Longer than a dictionary that is made while reading: columns that stop repeating, more texts than are kept, a text too long for it, the same damage again and again.
    [Fact]
    public async Task Long_tables_whose_texts_repeat_for_a_while_are_stored_and_refused_alike()
    {
        string[] headers = ["采购单号", "学校代码", "学校", "行政区划代码", "供应商代码", "供应商", "品名", "品类", "数量", "计量单位", "单价", "金额", "采购日期", "就餐人数", "采购渠道"];
        var random = new Random(20251129);
        var rows = Enumerable.Range(0, 12_000).Select(i => new object?[]
        {
            $"CG{i}", i < 6_000 ? "XX0001" : $"XX{i}", $"第{random.Next(900)}中心小学{new string('校', random.Next(40))}", "330102", "91330106MA2CFLDL2T", i % 3 == 0 ? "" : $"某公司第{i % 5_000}分公司",
            i % 4_001 == 4_000 ? "长" + new string('长', 900) : i % 200 == 0 ? "损\uFFFD坏" : $"大白菜{random.Next(60)}", i % 1_000 < 990 ? null : "蔬菜", 12.34m, i % 7 == 0 ? null : "公斤", 9.87, 12.34m,
            new DateOnly(2025, 1, 1 + random.Next(28)), 120, i % 2 == 0 ? "自行采购" : $"渠道{i % 11}",
        }).ToList();
        await AreAlikeAsync("meal_purchase", new TypedTable(headers, rows), 10_500);
    }

    private static object? Any<T>(Random random, T[] values) => values[random.Next(values.Length)];

    private async Task AreAlikeAsync(string stream, TypedTable table, int atMost = 2_900)
    {
        var files = new Dictionary<string, byte[]>
        {
            ["a.csv"] = table.Csv(),
            ["b.parquet"] = await table.ParquetAsync(dictionaries: false, groupSize: 1_700),
            ["c.parquet"] = await table.ParquetAsync(dictionaries: true, groupSize: 1_000),
            ["d.arrow"] = table.Arrow(isFile: true, batchSize: 1_300),
            ["e.arrow"] = table.Arrow(isFile: false, batchSize: 3_000),
        };
        string? stored = null, refused = null;
        foreach (var (name, bytes) in files)
        {
            var report = await IngestAsync(new IngestRequest([Write(name, bytes)]) { Source = name });
            SumIsRight(report);
            report.Totals.Loaded.Should().BeInRange(300, atMost);
            report.Totals.Quarantined.Should().BeGreaterThan(100);
            var rows = await ScalarAsync<string>(
                $"select string_agg(row_hash::text || coalesce(array_to_string(warnings, ' '), ''), e'\n' order by row_hash) from record.{stream} join ingest.source using (source_id) where source.name = '{name}'");
            var reasons = await ScalarAsync<string>(
                $"select string_agg(n || column_name || code, e'\n' order by n) from (select row_number() over (order by line_no) n, column_name, code from ingest.rejected_row join ingest.batch using (batch_id) join ingest.source using (source_id) where source.name = '{name}') r");
            (stored ??= rows).Should().Be(rows, name);
            (refused ??= reasons).Should().Be(reasons, name);
            (await ScalarAsync<long>($"""
                select count(*) from (select distinct (regexp_matches(r::text, 'p_[A-Za-z0-9_-]{"{22}"}', 'g'))[1] as token from record.{stream} r join ingest.source using (source_id) where source.name = '{name}') t
                where not exists (select from vault.personal v where v.token = t.token)
                """)).Should().Be(0, $"every token of {name} is in the vault");
            await ExecuteAsync("truncate vault.personal"); // each format must bring its own
        }
    }
}
