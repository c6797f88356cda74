using System.Globalization;
using System.Text.RegularExpressions;

namespace FundWatch.Core.Leads.Words;

/// <summary>Names of the divisions (大类) of GB/T 4754-2017, so that an industry's code is read as words.</summary>
public static partial class IndustryWords
{
    // Division 01 comes first; its section's letter stands before the digits of a code.
    private static readonly (string Section, string Chinese, string English)[] _divisions =
    [
        ("A", "农业", "crop growing"),
        ("A", "林业", "forestry"),
        ("A", "畜牧业", "livestock farming"),
        ("A", "渔业", "fishing"),
        ("A", "农、林、牧、渔专业及辅助性活动", "services to farming, forestry and fishing"),
        ("B", "煤炭开采和洗选业", "coal mining"),
        ("B", "石油和天然气开采业", "oil and gas extraction"),
        ("B", "黑色金属矿采选业", "iron ore mining"),
        ("B", "有色金属矿采选业", "non-ferrous ore mining"),
        ("B", "非金属矿采选业", "quarrying and non-metal mining"),
        ("B", "开采专业及辅助性活动", "services to mining"),
        ("B", "其他采矿业", "other mining"),
        ("C", "农副食品加工业", "processing of farm products"),
        ("C", "食品制造业", "food manufacturing"),
        ("C", "酒、饮料和精制茶制造业", "liquor, beverages and refined tea"),
        ("C", "烟草制品业", "tobacco"),
        ("C", "纺织业", "textiles"),
        ("C", "纺织服装、服饰业", "clothing"),
        ("C", "皮革、毛皮、羽毛及其制品和制鞋业", "leather, fur, feathers and footwear"),
        ("C", "木材加工和木、竹、藤、棕、草制品业", "wood, bamboo, rattan and straw products"),
        ("C", "家具制造业", "furniture"),
        ("C", "造纸和纸制品业", "paper and paper products"),
        ("C", "印刷和记录媒介复制业", "printing and reproduction of media"),
        ("C", "文教、工美、体育和娱乐用品制造业", "stationery, crafts, sports and recreation goods"),
        ("C", "石油、煤炭及其他燃料加工业", "petroleum, coal and other fuel processing"),
        ("C", "化学原料和化学制品制造业", "chemicals"),
        ("C", "医药制造业", "pharmaceuticals"),
        ("C", "化学纤维制造业", "chemical fibres"),
        ("C", "橡胶和塑料制品业", "rubber and plastics"),
        ("C", "非金属矿物制品业", "non-metallic mineral products"),
        ("C", "黑色金属冶炼和压延加工业", "iron and steel"),
        ("C", "有色金属冶炼和压延加工业", "non-ferrous metals"),
        ("C", "金属制品业", "metal products"),
        ("C", "通用设备制造业", "general machinery"),
        ("C", "专用设备制造业", "special machinery"),
        ("C", "汽车制造业", "motor vehicles"),
        ("C", "铁路、船舶、航空航天和其他运输设备制造业", "railway, ships, aircraft and other transport equipment"),
        ("C", "电气机械和器材制造业", "electrical machinery"),
        ("C", "计算机、通信和其他电子设备制造业", "computers, communication and electronics"),
        ("C", "仪器仪表制造业", "instruments and meters"),
        ("C", "其他制造业", "other manufacturing"),
        ("C", "废弃资源综合利用业", "recycling"),
        ("C", "金属制品、机械和设备修理业", "repair of metal products and machinery"),
        ("D", "电力、热力生产和供应业", "electricity and heat"),
        ("D", "燃气生产和供应业", "gas supply"),
        ("D", "水的生产和供应业", "water supply"),
        ("E", "房屋建筑业", "building construction"),
        ("E", "土木工程建筑业", "civil engineering"),
        ("E", "建筑安装业", "building installation"),
        ("E", "建筑装饰、装修和其他建筑业", "building decoration and other construction"),
        ("F", "批发业", "wholesale"),
        ("F", "零售业", "retail"),
        ("G", "铁路运输业", "railway transport"),
        ("G", "道路运输业", "road transport"),
        ("G", "水上运输业", "water transport"),
        ("G", "航空运输业", "air transport"),
        ("G", "管道运输业", "pipeline transport"),
        ("G", "多式联运和运输代理业", "multimodal transport and forwarding"),
        ("G", "装卸搬运和仓储业", "handling and storage"),
        ("G", "邮政业", "post and couriers"),
        ("H", "住宿业", "accommodation"),
        ("H", "餐饮业", "catering"),
        ("I", "电信、广播电视和卫星传输服务", "telecommunications and broadcasting"),
        ("I", "互联网和相关服务", "internet services"),
        ("I", "软件和信息技术服务业", "software and information technology"),
        ("J", "货币金融服务", "banking"),
        ("J", "资本市场服务", "capital markets"),
        ("J", "保险业", "insurance"),
        ("J", "其他金融业", "other finance"),
        ("K", "房地产业", "real estate"),
        ("L", "租赁业", "leasing"),
        ("L", "商务服务业", "business services"),
        ("M", "研究和试验发展", "research and development"),
        ("M", "专业技术服务业", "professional and technical services"),
        ("M", "科技推广和应用服务业", "technology promotion and application"),
        ("N", "水利管理业", "water conservancy"),
        ("N", "生态保护和环境治理业", "ecology and environment"),
        ("N", "公共设施管理业", "public facilities"),
        ("N", "土地管理业", "land management"),
        ("O", "居民服务业", "services to residents"),
        ("O", "机动车、电子产品和日用产品修理业", "repair of vehicles, electronics and household goods"),
        ("O", "其他服务业", "other services"),
        ("P", "教育", "education"),
        ("Q", "卫生", "health"),
        ("Q", "社会工作", "social work"),
        ("R", "新闻和出版业", "news and publishing"),
        ("R", "广播、电视、电影和录音制作业", "broadcasting, film and recording"),
        ("R", "文化艺术业", "culture and arts"),
        ("R", "体育", "sports"),
        ("R", "娱乐业", "entertainment"),
        ("S", "中国共产党机关", "organs of the Communist Party"),
        ("S", "国家机构", "state organs"),
        ("S", "人民政协、民主党派", "consultative conference and democratic parties"),
        ("S", "社会保障", "social security"),
        ("S", "群众团体、社会团体和其他成员组织", "mass and social organisations"),
        ("S", "基层群众自治组织及其他组织", "grass-roots self-government"),
        ("T", "国际组织", "international organisations"),
    ];

    /// <returns>The division of a code such as C2669, 2669 or C26; null for anything else, a bureau's field among it.</returns>
    public static (string Chinese, string English)? Of(string code)
    {
        var match = Code().Match(code);
        var number = match.Success ? int.Parse(match.Groups["division"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (number < 1 || number > _divisions.Length)
        {
            return null;
        }

        var (section, chinese, english) = _divisions[number - 1];
        return match.Groups["section"] is { Success: true } written && written.Value != section ? null : (chinese, english);
    }

    /// <summary>C2669 化学原料和化学制品制造业; what is no code stays as it is.</summary>
    public static string WithName(string sector, bool chinese) => Of(sector) is { } name ? $"{sector} {(chinese ? name.Chinese : name.English)}" : sector;

    [GeneratedRegex("^(?<section>[A-T])?(?<division>[0-9]{2})[0-9]{0,2}$")]
    private static partial Regex Code();
}
