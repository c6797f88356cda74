using FundWatch.Core.Review;

namespace FundWatch.Core.Trail;

/// <summary>Events of the trail in people's words. A move's event is its action's name.</summary>
public static class TrailEvents
{
    private const string Program = "system";

    public static string Chinese(string name) => name switch
    {
        "created" => "生成线索", "evidence_changed" => "证据变化", "rescored" => "重新评分", "evidence_gone" => "依据消失", "reopened" => "新证据，重新打开",
        "export" => "导出", "unmask" => "查看明文", "parameter" => "修改参数", "promote" => "启用模型版本", "rollback" => "回退模型版本", "reminder" => "到期提醒",
        "name_confirmed" => "确认名称对应", "name_undone" => "撤销名称对应",
        "batch_withdraw" => "撤回批次", "batch_withdrawn" => "批次撤回完成", "quarantine_discard" => "放弃隔离行", "quarantine_retry" => "重新读取隔离行", "quarantine_settled" => "后来的导入结清隔离行",
        "persons_protected" => "升级：明文个人号码改为令牌",
        _ => Transitions.Find(name)?.Chinese ?? name,
    };

    /// <summary>An event's note; what the program itself notes is written in both languages, and shown in the reader's.</summary>
    public static string? Note(TrailEvent one, bool english) => one is { Actor: Program, Note: { } note } && note.Split(" / ", 2) is [var zh, var en] ? english ? en : zh : one.Note;

    public static string English(string name) => name switch
    {
        "created" => "Lead created", "evidence_changed" => "Evidence changed", "rescored" => "Scored again", "evidence_gone" => "Evidence gone", "reopened" => "Reopened: new evidence",
        "export" => "Exported", "unmask" => "Clear text read", "parameter" => "Limit changed", "promote" => "Model promoted", "rollback" => "Model rolled back", "reminder" => "Deadlines reminded of",
        "name_confirmed" => "Name link confirmed", "name_undone" => "Name link undone",
        "batch_withdraw" => "Batch withdrawal asked for", "batch_withdrawn" => "Batch withdrawn", "quarantine_discard" => "Refused rows given up", "quarantine_retry" => "Refused rows read again", "quarantine_settled" => "Refused rows settled by a later load",
        "persons_protected" => "Upgrade: persons' numbers in clear became tokens",
        _ => Transitions.Find(name)?.English ?? name,
    };
}
