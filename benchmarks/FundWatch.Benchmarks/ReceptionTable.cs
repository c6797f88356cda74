using System.Globalization;

namespace FundWatch.Benchmarks;

/// <summary>Reception records of 18 columns: Chinese texts, dates, amounts, codes. The same seed, the same rows, whatever the format.</summary>
internal static class ReceptionTable
{
    public static readonly string[] Headers =
    [
        "单据编号", "单位代码", "单位名称", "行政区划代码", "单位层级", "接待日期", "公函文号", "公函日期", "来访单位", "接待事由", "来宾人数", "陪餐人数", "餐别", "就餐地点", "餐费", "报销金额", "经办人", "凭证号",
    ];

    public static readonly BenchTable Table = new("reception", Headers, (rows, seed) => Rows(rows, seed).Select(Texts), Days: [5, 7], Counts: [10, 11], Amounts: [14, 15]);

    public sealed record Row(
        string Id, string OrgCode, string OrgName, string Region, string Level, DateOnly Date, string LetterNo, DateOnly LetterDate, string Guest, string Purpose, int Guests, int Companions,
        string Meal, string Venue, decimal MealAmount, decimal Total, string Handler, string Voucher);

    public static IEnumerable<Row> Rows(int count, int seed)
    {
        var random = new Random(seed);
        var start = new DateOnly(2023, 1, 1);
        string[] levels = ["省", "市", "县", "乡"], meals = ["早", "中", "晚"], reasons = ["调研", "检查指导工作", "学习交流", "项目对接", "会议保障"];
        for (var i = 0; i < count; i++)
        {
            var org = random.Next(3_000);
            var date = start.AddDays(random.Next(730));
            var meal = random.Next(5_000, 300_000) / 100m;
            yield return new Row(
                $"JD{i:00000000}", $"11330100MB{org:00000000}", $"{(char)('甲' + org % 8)}县第{org}局", $"3301{org % 13 + 1:00}", levels[org % 4], date, $"财函〔{date.Year}〕{random.Next(3_000)}号", date.AddDays(-3),
                $"{(char)('甲' + random.Next(8))}市{random.Next(400)}办", reasons[random.Next(reasons.Length)], random.Next(1, 20), random.Next(1, 5), meals[random.Next(3)], $"机关第{random.Next(60)}食堂",
                meal, meal + random.Next(0, 90_000) / 100m, $"张{(char)(0x4E00 + random.Next(3_000))}{(char)(0x4E00 + random.Next(200))}", $"记-{i % 9_999:0000}");
        }
    }

    public static string[] Texts(Row r) =>
    [
        r.Id, r.OrgCode, r.OrgName, r.Region, r.Level, r.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), r.LetterNo, r.LetterDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), r.Guest, r.Purpose,
        r.Guests.ToString(CultureInfo.InvariantCulture), r.Companions.ToString(CultureInfo.InvariantCulture), r.Meal, r.Venue, r.MealAmount.ToString("0.00", CultureInfo.InvariantCulture),
        r.Total.ToString("0.00", CultureInfo.InvariantCulture), r.Handler, r.Voucher,
    ];
}
