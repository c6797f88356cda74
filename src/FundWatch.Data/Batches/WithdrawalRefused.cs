using FundWatch.Core;

namespace FundWatch.Data.Batches;

/// <summary>A batch cannot be withdrawn, or not like this; the message says why and what to do.</summary>
public sealed class WithdrawalRefused(string code, string zh, string en) : ProblemException(zh, en)
{
    /// <summary>no_such_batch, nothing_to_withdraw, already_withdrawn, being_loaded, later_batches, plan_changed.</summary>
    public string Code { get; } = code;
}
