using FundWatch.Core.Records;

namespace FundWatch.Core.Leads;

/// <summary>The scheme families FundWatch knows. A local rule may name another; it is then shown under its own name.</summary>
public static class Schemes
{
    internal const string AnomalySuffix = ".anomaly";

    public static IReadOnlyList<Scheme> All { get; } =
    [
        new("reception.standard", "reception", "疑似超标准接待", "Reception above the standard"),
        new("reception.letter", "reception", "公函存疑", "Doubtful reception letters"),
        new("reception.exchange", "reception", "疑似互访、同城接待", "Reciprocal or same-city reception"),
        new("reception.claim", "reception", "报销存疑", "Doubtful reception claims"),
        new("canteen.payment", "canteen_payment", "食堂支付存疑", "Doubtful canteen payments"),
        new("project.tender", "project", "招标程序存疑", "Doubtful tender procedure"),
        new("project.collusion", "project", "围标串标疑点", "Signs of bid collusion"),
        new("project.execution", "project", "工程变更与支付存疑", "Doubtful changes and payments"),
        new("subsidy.eligibility", "subsidy", "申报资格存疑", "Doubtful eligibility"),
        new("subsidy.duplicate", "subsidy", "疑似重复申报", "Possible duplicate applications"),
        new("subsidy.process", "subsidy", "审批流程存疑", "Doubtful approval process"),
        new("subsidy.disbursement", "subsidy", "资金拨付存疑", "Doubtful disbursement"),
        new("subsidy.use", "subsidy", "资金使用存疑", "Doubtful use of funds"),
        new("meals.price", "meal_purchase", "食材价格偏高", "Food prices above the market"),
        new("meals.quantity", "meal_purchase", "采购量与就餐人数不符", "Quantities that do not match the diners"),
        new("meals.supplier", "meal_purchase", "供应商集中", "Concentrated suppliers"),
        .. RecordStreams.All.Where(s => !s.IsReference)
            .Select(s => new Scheme(s.Name + AnomalySuffix, s.Name, s.ChineseName + "数据异常", $"Unusual figures: {s.EnglishName.ToLowerInvariant()}")),
    ];

    private static readonly Dictionary<string, Scheme> _byName = All.ToDictionary(s => s.Name);

    // Streams that describe one business: a company's bids and the project they were made for belong to one picture.
    private static readonly Dictionary<string, string> _business = new()
    {
        ["bid"] = "project", ["project_event"] = "project", ["fund_use"] = "subsidy",
    };

    /// <param name="name">A scheme's name, known or of a local rule.</param>
    /// <param name="stream">Where a scheme that is not in the table belongs.</param>
    public static Scheme Get(string name, string stream) => _byName.GetValueOrDefault(name) ?? new Scheme(name, stream, name, name);

    public static Scheme? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The scheme of leads that models raise alone.</summary>
    public static Scheme AnomalyOf(string stream) => Get(stream + AnomalySuffix, stream);

    /// <summary>The main stream of the business a stream belongs to: bids and project events belong to projects.</summary>
    public static string BusinessOf(string stream) => _business.GetValueOrDefault(stream, stream);
}
