using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Names of people who do not exist.</summary>
public static class People
{
    private const string Surnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷";
    private const string Given = "志建国文明华平春秋永德海云山江河松柏林森兰梅菊英秀玉珍芳丽萍红霞燕娟敏静洁雪晶莹晨曦宇轩浩博涛波峰岩磊鑫鹏飞龙虎翔伟强刚勇毅军兵武斌杰俊彦才学思雨欣怡佳琪";

    private static readonly long _count = (long)Surnames.Length * Given.Length * Given.Length;

    /// <summary>The index-th person: two indexes never share a name (up to some 500,000).</summary>
    public static string Unique(long index)
    {
        var x = ((index * 1_000_003) + 77_777) % _count;
        var surname = (int)(x % Surnames.Length);
        x /= Surnames.Length;
        return string.Create(3, (surname, x), static (name, at) =>
        {
            name[0] = Surnames[at.surname];
            name[1] = Given[(int)(at.x % Given.Length)];
            name[2] = Given[(int)(at.x / Given.Length)];
        });
    }

    /// <summary>Any name; like real ones they repeat.</summary>
    public static string Any(Dice dice) => dice.Chance(0.2)
        ? $"{Surnames[dice.Whole(0, Surnames.Length - 1)]}{Given[dice.Whole(0, Given.Length - 1)]}"
        : Unique(dice.Whole(0, 300_000));
}
