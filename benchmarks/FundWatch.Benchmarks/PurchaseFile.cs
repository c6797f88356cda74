using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Benchmarks;

/// <summary>A school-meal purchase export of 18 columns (the contract's 16 and 2 of the exporting system), about 290 bytes a row: the same seed, the same rows.</summary>
internal static class PurchaseFile
{
    /// <summary>The columns as the peer's table names them, in the order of the file.</summary>
    public const string Columns = "purchase_id, school_code, school_name, region_code, supplier_code, supplier_name, item_name, item_kind, quantity, unit, unit_price, amount, "
        + "purchased_on, diners, channel, reference_price, department, remark";

    private static readonly string[] _items = ["大白菜", "五花肉", "散养土鸡蛋", "东北长粒香大米", "非转基因压榨大豆油", "鲜牛奶", "胡萝卜", "去骨鸡腿肉", "冷冻带鱼段", "本地小青菜"];
    private static readonly string[] _units = ["公斤", "斤", "千克", "箱", "kg"];

    private const string Headers = "采购单号,学校代码,学校,行政区划代码,供应商代码,供应商,品名,品类,数量,计量单位,单价,金额,采购日期,就餐人数,采购渠道,参考价,经办科室,备注";

    /// <summary>The same for any format.</summary>
    public static readonly BenchTable Table = new("meal_purchase", Headers.Split(','), (rows, seed) => Rows(rows, seed, 1, 0).Select(r => r.Split(',')),
        Days: [12], Counts: [13], Amounts: [8, 10, 11, 15]);

    /// <param name="changedEvery">Of so many rows…</param>
    /// <param name="changed">…so many have another amount.</param>
    public static void Write(string path, int rows, int seed, int changedEvery = 1, int changed = 0)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        file.WriteLine(Headers);
        foreach (var row in Rows(rows, seed, changedEvery, changed))
        {
            file.WriteLine(row);
        }
    }

    private static IEnumerable<string> Rows(int rows, int seed, int changedEvery, int changed)
    {
        var random = new Random(seed);
        var suppliers = Enumerable.Range(0, 400).Select(_ => Code(random)).ToArray();
        var start = new DateOnly(2024, 1, 1);
        for (var i = 0; i < rows; i++)
        {
            var (school, supplier, item) = (random.Next(600), random.Next(suppliers.Length), random.Next(_items.Length));
            var (quantity, price, day) = (random.Next(100, 90_000), random.Next(150, 9_000), start.AddDays(random.Next(366)));
            var amount = (long)quantity * price / 10_000 + (i % changedEvery < changed ? 1 : 0);
            yield return string.Create(CultureInfo.InvariantCulture,
                $"CG{day:yyyyMMdd}{i:000000000},XX{school:0000},{(char)('甲' + school % 10)}县第{school}中心小学（{school % 7 + 1}校区）,3301{school % 13 + 1:00},{suppliers[supplier]},浙江省{(char)('甲' + supplier % 10)}县绿源第{supplier}农产品配送有限公司,")
                + string.Create(CultureInfo.InvariantCulture,
                $"{_items[item]},{(item % 3 == 0 ? "蔬菜" : "肉蛋粮油")},{quantity / 100m:0.00},{_units[random.Next(_units.Length)]},{price / 100m:0.00},{amount / 100m:0.00},{day:yyyy-MM-dd},{random.Next(80, 2000)},")
                + string.Create(CultureInfo.InvariantCulture,
                $"{(random.Next(3) == 0 ? "自行采购" : "集采集配")},{(price + random.Next(-40, 40)) / 100m:0.00},后勤服务中心第{random.Next(9)}组,验收合格入库经手人已签字第{random.Next(90000)}号");
        }
    }

    private static string Code(Random random)
    {
        Span<byte> code = stackalloc byte[17];
        Encoding.ASCII.GetBytes($"91330{random.Next(100, 200)}MA2{random.Next(100_000, 999_999)}").CopyTo(code);
        return Encoding.ASCII.GetString(code) + CreditCode.CheckCharacter(code);
    }
}
