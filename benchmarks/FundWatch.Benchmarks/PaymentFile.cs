using System.Globalization;
using System.Text;

namespace FundWatch.Benchmarks;

/// <summary>A canteen-payment export of any length: the same seed, the same bytes.</summary>
internal static class PaymentFile
{
    public static void Write(string path, int rows, int seed, bool inOrder = false)
    {
        var random = new Random(seed);
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false), bufferSize: 1 << 20);
        file.WriteLine("流水号,食堂编码,食堂区划,支付时间,金额,付款人标识,付款人单位,付款人类别,公函文号,餐别");
        var start = new DateTime(2024, 1, 1);
        for (var i = 0; i < rows; i++)
        {
            var at = start.AddSeconds(inOrder ? (long)i * (366 * 24 * 3600) / rows : random.Next(366 * 24 * 3600));
            var canteen = random.Next(800);
            file.Write(string.Create(CultureInfo.InvariantCulture,
                $"PAY{i:000000000},ST{canteen:0000},3301{canteen % 13 + 1:00},{at:yyyy-MM-dd HH:mm:ss},{random.Next(500, 12000) / 100m:0.00},张伟{random.Next(20_000)},"));
            file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{(char)('甲' + random.Next(8))}县{random.Next(200)}局,{(random.Next(3) switch { 0 => "出差人员", 1 => "来宾", _ => "陪餐" })},财函〔2024〕{random.Next(3000)}号,{(random.Next(3) switch { 0 => "早", 1 => "中", _ => "晚" })}"));
        }
    }
}
