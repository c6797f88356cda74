using System.Collections.Frozen;

namespace FundWatch.Core.Leads.Words;

/// <summary>English for the code words that records carry in Chinese (the lists of values in the data contract, and the rules' own).</summary>
public static class CodeWords
{
    private static readonly FrozenDictionary<string, string> _english = new Dictionary<string, string>
    {
        ["省"] = "province", ["市"] = "city", ["县"] = "county", ["乡"] = "township", ["中央"] = "central",
        ["早"] = "breakfast", ["中"] = "lunch", ["晚"] = "dinner",
        ["定点食堂"] = "designated canteen", ["内部食堂"] = "own canteen", ["宾馆饭店"] = "hotel or restaurant", ["农家乐"] = "farmhouse restaurant", ["私人会所"] = "private club",
        ["转账"] = "bank transfer", ["公务卡"] = "official card", ["扫码"] = "scanned code", ["现金"] = "cash",
        ["出差人员"] = "traveller", ["来宾"] = "guest", ["陪餐"] = "escort",
        ["涉企奖补"] = "awards to enterprises", ["惠农补贴"] = "farm subsidies", ["农田建设"] = "farmland works", ["民生保障"] = "social security",
        ["工程"] = "works", ["货物"] = "goods", ["服务"] = "services",
        ["公开招标"] = "open tender", ["邀请招标"] = "restricted tender", ["竞争性谈判"] = "competitive negotiation", ["竞争性磋商"] = "competitive consultation",
        ["询价"] = "request for quotations", ["单一来源"] = "single source", ["直接发包"] = "direct award",
        ["有效"] = "valid", ["否决"] = "rejected", ["撤回"] = "withdrawn",
        ["变更"] = "change", ["签证"] = "site instruction", ["支付"] = "payment", ["结算"] = "settlement",
        ["集采集配"] = "central purchase", ["自行采购"] = "own purchase",
        ["存续"] = "active", ["注销"] = "deregistered", ["吊销"] = "licence revoked",
        ["放假"] = "day off", ["调休上班"] = "make-up workday",
        ["班子成员"] = "leadership", ["中层正职"] = "head of section", ["党员干部"] = "party cadre",
    }.ToFrozenDictionary();

    /// <returns>The word's English; any other text as it is: a name is not translated.</returns>
    public static string English(string text) => _english.GetValueOrDefault(text, text);
}
