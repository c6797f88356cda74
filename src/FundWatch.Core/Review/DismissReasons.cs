namespace FundWatch.Core.Review;

/// <summary>Why a lead was dismissed, coded: dismissals feed the figures on false alarms.</summary>
public static class DismissReasons
{
    /// <summary>The machine's own: nothing supports the lead any more.</summary>
    public const string EvidenceGone = "evidence_gone";

    /// <summary>Those a person may choose.</summary>
    public static readonly IReadOnlyList<string> All = ["explained", "data_error", "rule_unfit", "duplicate", "immaterial", "out_of_scope"];

    public static string Chinese(string reason) => reason switch
    {
        "explained" => "有合理解释", "data_error" => "数据有误", "rule_unfit" => "规则不适用", "duplicate" => "与其他线索重复",
        "immaterial" => "情节轻微", "out_of_scope" => "不属管辖", EvidenceGone => "依据已消失", _ => reason,
    };

    public static string English(string reason) => reason switch
    {
        "explained" => "Explained", "data_error" => "Wrong data", "rule_unfit" => "The rule does not fit", "duplicate" => "Same as another lead",
        "immaterial" => "Immaterial", "out_of_scope" => "Not ours to pursue", EvidenceGone => "Its evidence has gone", _ => reason,
    };
}
