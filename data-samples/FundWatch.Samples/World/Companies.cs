using FundWatch.Samples.Randomness;

namespace FundWatch.Samples.World;

/// <summary>Builds the company register: contractors, dealers, service firms, food suppliers, industry, cooperatives.</summary>
public sealed class Companies(List<Region> regions, Identifiers ids, Dice dice)
{
    private const string First = "鼎恒瑞嘉宏盛泰和隆昌兴旺润丰达通远卓腾翔骏诚信正德天地中联众合汇聚金银宝华美佳康安平顺利吉";
    private const string Second = "源峰岳川江湖海洋城垣基业成功创新拓展辉煌光耀星辰宇泽沃野禾稷穗园林木森茂繁景程途迅捷锐锋桥鼎铭";

    private static readonly Dictionary<Trade, string[]> _trades = new()
    {
        [Trade.Works] = ["建设工程", "建筑工程", "市政工程", "水利水电工程", "路桥工程", "园林绿化工程", "土地整治工程", "机电安装工程"],
        [Trade.Goods] = ["商贸", "办公设备", "教学仪器", "医疗器械", "电子科技", "农业机械", "环保设备", "物资贸易"],
        [Trade.Services] = ["工程咨询", "勘察设计", "工程监理", "信息技术", "物业服务", "测绘地理信息", "规划设计", "检测技术"],
        [Trade.Food] = ["食品配送", "农产品", "粮油", "生鲜供应链", "餐饮配送", "肉类食品"],
        [Trade.Industry] = ["新材料", "电子", "机械制造", "竹木制品", "食品加工", "生物科技", "纺织服装", "陶瓷", "化工", "文化旅游", "物流", "超市连锁"],
        [Trade.Cooperative] = ["种植", "养殖", "水稻种植", "茶叶", "油茶", "柑橘", "农机服务", "中药材"],
    };

    private static readonly string[] _industries = ["C2011", "C3921", "C3484", "C2041", "C1391", "C2761", "C1713", "C3073", "C2669", "N7861", "G5810", "F5212"];

    private int _made;

    /// <param name="established">Null: some year between 2003 and 2021.</param>
    public Company Make(Trade trade, Region? region = null, DateOnly? established = null)
    {
        var n = _made++;
        region ??= dice.Pick(regions);
        var trades = _trades[trade];
        var word = n % trades.Length;
        // Brand and place together are unique: the brand runs through all pairs before it meets the same place and trade again.
        var brand = $"{First[n * 7 % First.Length]}{Second[(n + (n / First.Length * 13)) % Second.Length]}{(n >= First.Length * Second.Length ? Places.Town(n / (First.Length * Second.Length))[..2] : "")}";
        var cooperative = trade == Trade.Cooperative;
        var legalRep = ids.Name();
        return new Company
        {
            Code = ids.OrganisationCode(cooperative ? "93" : "91", region.Code),
            Name = cooperative ? $"{region.Name}{brand}{trades[word]}专业合作社" : $"{region.Short}{brand}{trades[word]}{(dice.Chance(0.7) ? "有限公司" : "有限责任公司")}",
            Region = region,
            Trade = trade,
            EstablishedOn = established ?? WorkCalendar.OnOrAfter(new DateOnly(2003, 3, 1).AddDays(dice.Whole(0, 6_700))),
            LegalRep = legalRep,
            Shareholders = dice.Chance(0.6) ? [legalRep, ids.Name()] : [ids.Name(), ids.Name(), legalRep],
            Address = $"{region.Name}{Places.Town(dice.Whole(0, 31))}{dice.Pick(_streets)}{(n * 37 % 9973) + 1}号{dice.Whole(1, 5)}栋{dice.Whole(101, 906)}室",
            Phone = ids.Phone(),
            Account = ids.Account(),
            BidWriter = ids.Name(),
            Contact = ids.Name(),
            Device = $"{Scramble.NineDigits(n, 9) % 0xFFFFFF:X6}".Insert(4, "-").Insert(2, "-") + $"-{n % 256:X2}-{n / 256 % 256:X2}-{n / 65536 % 256:X2}",
            IndustryCode = trade switch
            {
                Trade.Industry => _industries[word],
                Trade.Cooperative => word % 2 == 0 ? "A0111" : "A0151",
                Trade.Works => "E4819",
                Trade.Food => "F5121",
                Trade.Goods => "F5179",
                _ => "M7481",
            },
            Capital = dice.MoneyLogNormal(cooperative ? 1_500_000 : 6_000_000, 0.9, 100_000m),
            Insured = Math.Max(4, (int)dice.LogNormal(cooperative ? 9 : 34, 0.8)),
        };
    }

    private static readonly string[] _streets = ["人民路", "建设路", "迎宾大道", "解放街", "工业大道", "学府路", "滨河路", "东风街", "振兴路", "环城北路"];
}
