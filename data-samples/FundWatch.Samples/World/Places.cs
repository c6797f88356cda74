using System.Globalization;

namespace FundWatch.Samples.World;

/// <summary>An invented prefecture, a neighbour county that sends its records too, and the prefectures that guests come from.</summary>
public static class Places
{
    public const string Prefecture = "4314";

    private static readonly string[] _known =
    [
        "岚溪", "砚溪", "霁川", "樟桥", "枫岭", "松泉", "梅岭", "莲坪", "杏川", "桐湾", "栗林", "柏坡", "茶岭", "苇河", "橘川", "葛溪",
    ];

    private static readonly string[] _towns =
    [
        "石桥", "大塘", "白沙", "龙井", "双江", "黄泥", "新铺", "马路口", "金盆", "青山", "油麻", "长冲", "板桥", "天堂", "杨梅", "枫木",
        "铁炉", "茶园", "高峰", "沙洲", "水口", "仙人", "鹅塘", "界牌", "罗家", "竹山", "云盘", "上坪", "下坪", "花桥", "麻田", "渡头",
    ];

    private static readonly string[] _villages =
    [
        "新屋", "老屋", "塘边", "桥头", "岭脚", "河口", "井坎", "枣园", "柳树", "大湾", "小湾", "朝阳", "红星", "民主", "团结", "胜利",
        "光明", "和平", "东风", "前进", "永兴", "太平", "长乐", "福田", "双龙", "凤形", "狮子", "牛栏", "鸭塘", "莲花", "瓦窑", "砖屋",
    ];

    private static readonly string[] _outside =
        ["沅汀", "湘屏", "衡渚", "邵汀", "岳屏", "益泽", "娄川", "永汀", "怀渚", "张屏", "郴泽", "吉川"];

    public static Region City { get; } = new(0, Prefecture + "00", "云泽市");

    /// <summary>The city proper, its counties, and last one county of the neighbour prefecture 4315.</summary>
    public static List<Region> Regions(int counties)
    {
        var regions = new List<Region> { City };
        for (var i = 0; i < counties; i++)
        {
            var name = Combine(i);
            regions.Add(i == 0
                ? new Region(regions.Count, Prefecture + "02", name + "区")
                : new Region(regions.Count, $"{Prefecture}{20 + i:D2}", name + "县"));
        }

        regions.Add(new Region(regions.Count, "431521", "青屏县"));
        return regions;
    }

    /// <summary>Prefectures (city proper first) and counties that only appear as guests.</summary>
    public static IEnumerable<Region> Outside(int countiesEach)
    {
        for (var p = 0; p < _outside.Length; p++)
        {
            var prefix = (4315 + p).ToString(CultureInfo.InvariantCulture);
            yield return new Region(-1, prefix + "00", _outside[p] + "市");
            for (var c = 0; c < countiesEach; c++)
            {
                var name = $"{_outside[p][0]}{_towns[(c + (p * 5)) % _towns.Length][0]}{"阳安宁城源"[(c / _towns.Length + p) % 5]}";
                yield return new Region(-1, $"{prefix}{22 + c:D2}", name + "县");
            }
        }
    }

    public static string Town(int index) => _towns[index % _towns.Length] + (index / _towns.Length) switch { 0 => "镇", 1 => "乡", var n => $"第{n}街道" };

    public static int TownCount => _towns.Length * 2;

    public static string Village(int index) => _villages[index % _villages.Length] + "村";

    private static string Combine(int index) => index < _known.Length
        ? _known[index]
        : $"{_known[index % _known.Length][0]}{_known[(index / _known.Length * 3 + index) % _known.Length][1]}";
}
