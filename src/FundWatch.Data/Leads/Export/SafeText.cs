namespace FundWatch.Data.Leads.Export;

/// <summary>
/// A text that begins like a formula is one when a spreadsheet opens the file, and whoever wrote the record would have it run on the
/// auditor's machine: such a text gets an apostrophe in front (OWASP, CSV injection).
/// </summary>
internal static class SafeText
{
    public static string Of(string text) => text.Length > 0 && (text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '＝' or '＋' or '－' or '＠') ? "'" + text : text;
}
