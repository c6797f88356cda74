namespace FundWatch.Samples.World;

/// <summary>A field of government: what the bureau is called and how its letters are numbered.</summary>
public sealed record Sector(string Name, string Bureau, string LetterWord);

public static class Sectors
{
    public static readonly Sector[] All =
    [
        new("农业农村", "农业农村局", "农"), new("教育", "教育局", "教"), new("水利", "水利局", "水"), new("自然资源", "自然资源局", "自然资"),
        new("交通运输", "交通运输局", "交"), new("卫生健康", "卫生健康局", "卫健"), new("住房城乡建设", "住房和城乡建设局", "建"),
        new("财政", "财政局", "财"), new("发展改革", "发展和改革局", "发改"), new("工业和信息化", "工业和信息化局", "工信"),
        new("林业", "林业局", "林"), new("民政", "民政局", "民"), new("科技", "科学技术局", "科"), new("商务", "商务局", "商"),
        new("人力资源社会保障", "人力资源和社会保障局", "人社"), new("文化旅游", "文化旅游广电体育局", "文旅"), new("乡村振兴", "乡村振兴局", "乡振"),
        new("生态环境", "生态环境局", "环"), new("市场监管", "市场监督管理局", "市监"), new("应急管理", "应急管理局", "应急"),
        new("审计", "审计局", "审"), new("统计", "统计局", "统"), new("退役军人事务", "退役军人事务局", "退役"), new("信访", "信访局", "信"),
    ];

    public static readonly Sector Township = new("乡镇", "人民政府", "政");

    public static Sector Get(string name) => All.First(s => s.Name == name);

    public static readonly string[] TownStations =
    [
        "农业综合服务中心", "社会事务综合服务中心", "政务服务中心", "综合行政执法大队", "退役军人服务站", "中心卫生院", "水利管理站", "林业工作站",
        "财政所", "自然资源所", "文化站", "应急管理站", "乡村建设服务中心", "劳动保障站", "畜牧水产站", "司法所", "市场监管所", "便民服务中心", "统计站", "电商服务站",
    ];
}
