namespace FundWatch.Samples.World;

public enum ApplicantKind
{
    Company,
    Cooperative,
    Person,
}

/// <summary>A subsidy policy (奖补政策).</summary>
/// <param name="Median">Of the amount applied for, in yuan.</param>
/// <param name="Theme">Which project texts fit; two policies with different themes never describe the same project.</param>
/// <param name="Uses">Approved categories of use.</param>
public sealed record Programme(
    string Code, string Name, string Kind, string FundingLevel, Sector Sector, ApplicantKind For,
    double Median, double Sigma, decimal Step, string Theme, string[] Uses, double Weight);

public static class Programmes
{
    public static readonly Programme[] All =
    [
        Company("GX01", "中小企业技术改造专项补助", "省", "工业和信息化", 260_000, "技改", ["设备购置", "安装调试", "软件购置"], 3),
        Company("KJ02", "科技型企业研发投入后补助", "市", "科技", 120_000, "研发", ["研发材料", "检测试验", "仪器设备", "委托研发"], 3),
        Company("SW03", "商贸流通企业培育奖励", "县", "商务", 48_000, "商贸", ["门店改造", "冷链设备", "信息系统"], 2),
        Company("FG04", "服务业发展引导资金", "省", "发展改革", 190_000, "服务业", ["场地建设", "平台开发", "设备购置"], 2),
        Company("HB05", "节能减排与清洁生产补助", "中央", "生态环境", 320_000, "节能", ["治污设备", "工程施工", "在线监测"], 2),
        Company("RS06", "职业技能培训补贴", "市", "人力资源社会保障", 36_000, "培训", ["教材耗材", "场地租赁", "师资课酬"], 2),
        Company("SJ07", "质量品牌与知识产权奖励", "县", "市场监管", 42_000, "品牌", ["认证检测", "专利服务", "标准制定"], 2),
        Company("WL08", "文旅融合项目奖补", "县", "文化旅游", 90_000, "文旅", ["场馆布展", "标识导览", "演艺设备"], 1),
        Company("CZ09", "中小微企业融资成本补助", "市", "财政", 64_000, "融资", ["原材料采购", "设备购置"], 1),
        new("NY13", "畜禽产业发展扶持", "惠农补贴", "县", Sectors.Get("农业农村"), ApplicantKind.Cooperative, 60_000, 0.5, 100m, "养殖", ["圈舍改造", "种苗饲料", "防疫设施"], 3),
        new("NT16", "高标准农田先建后补", "农田建设", "中央", Sectors.Get("自然资源"), ApplicantKind.Cooperative, 380_000, 0.6, 100m, "农田", ["土方工程", "渠系工程", "田间道路"], 2),
        new("NT17", "小型农田水利设施维修养护补助", "农田建设", "省", Sectors.Get("水利"), ApplicantKind.Cooperative, 82_000, 0.5, 100m, "水利", ["清淤疏浚", "泵站维修", "管材采购"], 2),
        Person("NY10", "耕地地力保护补贴", "惠农补贴", "中央", "农业农村", 860, 0.5, 9),
        Person("NY11", "农机购置与应用补贴", "惠农补贴", "中央", "农业农村", 9_000, 0.6, 4),
        Person("NY12", "种粮大户补贴", "惠农补贴", "省", "农业农村", 15_500, 0.5, 3),
        Person("LY14", "退耕还林与管护补助", "惠农补贴", "中央", "林业", 1_500, 0.4, 4),
        Person("XZ15", "产业到户奖补", "惠农补贴", "县", "乡村振兴", 3_100, 0.4, 4),
        Person("MZ18", "临时救助", "民生保障", "县", "民政", 2_600, 0.5, 5),
        Person("ZJ19", "农村危房改造补助", "民生保障", "中央", "住房城乡建设", 21_500, 0.25, 2),
        Person("JY20", "家庭经济困难学生资助", "民生保障", "市", "教育", 1_400, 0.3, 4),
    ];

    private static Programme Company(string code, string name, string level, string sector, double median, string theme, string[] uses, double weight) =>
        new(code, name, "涉企奖补", level, Sectors.Get(sector), ApplicantKind.Company, median, 0.65, 100m, theme, uses, weight);

    private static Programme Person(string code, string name, string kind, string level, string sector, double median, double sigma, double weight) =>
        new(code, name, kind, level, Sectors.Get(sector), ApplicantKind.Person, median, sigma, 10m, "到户", [], weight);
}
