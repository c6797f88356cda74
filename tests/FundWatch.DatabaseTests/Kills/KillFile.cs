using System.Globalization;
using System.Text;
using FundWatch.Core.Records;

namespace FundWatch.DatabaseTests.Kills;

/// <summary>A canteen's payments over three months, with rows to refuse and keys that come twice; the second file changes, moves and adds rows.</summary>
internal sealed class KillFile(string path)
{
    public string Path { get; } = path;

    public long Rows { get; } = File.ReadLines(path).LongCount() - 1;

    public static string Text(int rows, bool isSecond)
    {
        var text = new StringBuilder(string.Join(',', RecordStreams.Get("canteen_payment").Columns.Select(c => c.ChineseHeader))).Append('\n');
        for (var i = 0; i < (isSecond ? rows + rows / 100 : rows); i++)
        {
            Append(text, i, isSecond);
        }

        for (var i = 0; i < 20; i++)
        {
            Append(text, i * 11, isSecond); // the same row again
            Append(text, i * 13 + 5, isSecond, meal: "晚"); // the same key with other contents
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int i, bool isSecond, string meal = "中")
    {
        var month = isSecond && i % 501 == 7 ? i % 3 + 2 : i % 3 + 1; // some fall into another partition
        var amount = i % 997 == 3 ? "1.2.3" : isSecond && i % 10 == 4 ? "99.90" : $"{i % 50 + 10}.50";
        text.Append(CultureInfo.InvariantCulture, $"P{i:0000000},C{i % 7},330102,2025-{month:00}-{i % 28 + 1:00} 12:{i % 60:00}:00,{amount},张{i % 997},县财政局,来宾,财函〔2025〕{i % 11}号,{meal}\n");
    }
}
