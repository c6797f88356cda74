namespace FundWatch.Core.Leads.Words;

/// <summary>A lead is a question: every text that leaves the program says that it is a suspicion and must be verified.</summary>
public static class Caution
{
    public static string Zh(string text) =>
        text.Contains("需核实", StringComparison.Ordinal) ? text : text.TrimEnd('。', '；') + "，需核实";

    public static string En(string text) =>
        text.Contains("verif", StringComparison.OrdinalIgnoreCase) ? text : text.TrimEnd('.', ';') + "; to be verified";

    /// <summary>A sentence without its closing "to be verified": said once at the end of several, it is read; said after each, it is skipped.</summary>
    public static string WithoutZh(string sentence) => Without(sentence, "，需核实", "需核实");

    public static string WithoutEn(string sentence) => Without(sentence, "; to be verified", ", to be verified");

    private static string Without(string sentence, params ReadOnlySpan<string> endings)
    {
        var text = sentence.Trim().TrimEnd('。', '.', '；', ';');
        foreach (var ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^ending.Length].TrimEnd('，', ',', ';', '；', ' ');
            }
        }

        return text;
    }
}
