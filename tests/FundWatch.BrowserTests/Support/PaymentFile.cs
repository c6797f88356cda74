using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.BrowserTests.Support;

/// <summary>A small file that an office might send.</summary>
public static class PaymentFile
{
    /// <summary>Canteen payments P00000… with every column; every thousandth, from the eighth, has an amount that is none.</summary>
    public static byte[] Of(int count, string prefix = "P")
    {
        var text = new StringBuilder(string.Join(',', RecordStreams.Get("canteen_payment").Columns.Select(c => c.ChineseHeader))).Append('\n');
        for (var i = 0; i < count; i++)
        {
            text.Append(null, $"{prefix}{i:00000},C{i % 7},330102,2025-{i % 3 + 1:00}-{i % 28 + 1:00} 12:{i % 60:00}:00,{(i % 1000 == 7 ? "1.2.3" : "5")},张{i % 97},县财政局,来宾,财函〔2025〕{i % 11}号,中\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
