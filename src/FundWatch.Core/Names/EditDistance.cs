namespace FundWatch.Core.Names;

/// <summary>How many characters must be put in, taken out or changed to make one name of another (Levenshtein 1966).</summary>
public static class EditDistance
{
    // 第一小学 and 第二小学 are near each other and never the same; so are 东 and 西, 甲 and 乙, 县 and 市.
    private const string Telling = "零一二三四五六七八九十百千0123456789东西南北中上下前后左右甲乙丙丁戊省市区县旗镇乡村大小新老ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The distance, or <paramref name="most"/> + 1 where it is more than that.</summary>
    public static int Of(string a, string b, int most)
    {
        if (Math.Abs(a.Length - b.Length) > most)
        {
            return most + 1;
        }

        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (corner, least) = (row[0], row[0] = i);
            for (var j = 1; j <= b.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, corner + (a[i - 1] == b[j - 1] ? 0 : 1));
                (corner, row[j]) = (row[j], next);
                least = Math.Min(least, next);
            }

            if (least > most)
            {
                return most + 1;
            }
        }

        return row[b.Length];
    }

    /// <summary>True where what one name has and the other has not includes a numeral, a direction or a kind of place.</summary>
    public static bool DiffersInNumber(string a, string b)
    {
        var (start, end) = (0, 0);
        while (start < Math.Min(a.Length, b.Length) && a[start] == b[start])
        {
            start++;
        }

        while (end < Math.Min(a.Length, b.Length) - start && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        return a.AsSpan(start, a.Length - start - end).IndexOfAny(Telling) >= 0 || b.AsSpan(start, b.Length - start - end).IndexOfAny(Telling) >= 0;
    }
}
