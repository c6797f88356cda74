using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>What owners build and buy. One owner never repeats a name and a place within the years of a data set.</summary>
public static class ProjectNames
{
    private static readonly string[] _works =
    [
        "道路硬化工程", "排水管网改造", "办公楼屋面维修", "河堤加固", "桥梁重建", "安置区配套设施", "污水处理站建设", "人饮工程", "校舍加固", "村卫生室新建",
        "护坡治理", "停车场建设", "路灯亮化", "文化广场建设", "农贸市场改造", "垃圾中转站建设", "消防水池建设", "山塘除险", "机耕道整修", "围墙及大门工程",
        "电力增容", "公租房维修", "档案库房改造", "地质灾害治理", "绿道建设", "公厕改建", "操场翻新", "暖通更新", "外立面整治", "边坡支护",
        "码头维修", "渡槽修复", "林区道路", "引水渠衬砌", "冷库建设", "大棚建设", "殡仪馆改造", "客运站改造", "无障碍设施改造", "养老院扩建",
    ];

    private static readonly string[] _goods =
    [
        "办公电脑采购", "教学仪器采购", "执法车辆采购", "医疗设备采购", "视频监控设备采购", "课桌椅采购", "防汛物资采购", "检测仪器采购", "图书采购", "环卫车辆采购",
        "无人机采购", "疫苗冷链设备采购", "音响设备采购", "消防装备采购", "厨房设备采购", "服务器采购", "健身器材采购", "种苗采购", "农药械采购", "档案密集架采购",
    ];

    private static readonly string[] _services =
    [
        "规划编制", "工程监理服务", "勘察设计服务", "信息系统运维", "物业管理服务", "测绘服务", "造价咨询服务", "环境监测服务", "法律顾问服务", "培训服务",
        "森林防火监测服务", "绩效评价服务", "宣传片制作", "档案数字化", "网络安全服务", "土壤普查", "地籍调查", "设备维保", "食品抽检", "第三方审计服务",
    ];

    private static readonly string[] _farmland = ["高标准农田建设", "农田改造提升", "灌区续建配套", "土地整治", "旱改水项目", "小流域治理"];

    public static string[] Words(string kind) => kind switch
    {
        "货物" => _goods,
        "服务" => _services,
        "农田建设" => _farmland,
        _ => _works,
    };

    public static (string Name, string Location) For(Organisation owner, string kind, int year, int serial)
    {
        var words = Words(kind);
        var town = Places.Town((owner.Number * 5 + serial * 3) % Places.TownCount);
        var village = Places.Village((owner.Number * 11) + (serial * 7));
        var what = words[((owner.Number * 7) + serial) % words.Length];
        return kind is "货物" or "服务"
            ? ($"{owner.Name}{year}年{what}", owner.Region.Name)
            : ($"{owner.Region.Name}{town}{village}{what}", $"{owner.Region.Name}{town}{village}");
    }
}
