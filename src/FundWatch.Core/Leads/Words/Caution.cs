namespace FundWatch.Core.Leads.Words;

/// <summary>A lead is a question: every text that leaves the program says that it is a suspicion and must be verified.</summary>
public static class Caution
{
    public static string Zh(string text) =>
        text.Contains("疑似", StringComparison.Ordinal) || text.Contains("需核实", StringComparison.Ordinal) ? text : text.TrimEnd('。', '；') + "，需核实";

    public static string En(string text) =>
        text.Contains("suspect", StringComparison.OrdinalIgnoreCase) || text.Contains("verif", StringComparison.OrdinalIgnoreCase) ? text : text.TrimEnd('.', ';') + "; to be verified";
}
