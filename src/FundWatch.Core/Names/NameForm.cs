using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Core.Names;

/// <summary>Forms in which the names of organisations are compared. None of them is ever stored in place of what was written.</summary>
public static class NameForm
{
    /// <summary>The same name however it was typed: half-width, one kind of bracket, no blanks, capitals. 〔〕【】［］ and （） are all brackets.</summary>
    public static string Folded(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var text = Encoding.UTF8.GetString(CellText.Fold(CellText.Trim(bytes), new byte[bytes.Length]));
        var folded = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                folded.Append(c switch { '〔' or '【' or '[' or '{' or '〈' or '《' => '(', '〕' or '】' or ']' or '}' or '〉' or '》' => ')', '·' or '•' or '・' => '·', _ => char.ToUpperInvariant(c) });
            }
        }

        return folded.ToString();
    }

    /// <summary>The same firm though its form of law was written the short way: 有限责任公司 is 有限公司 (公司法 2023, 第七条: both may be used).</summary>
    public static string Firm(string folded) => folded.Replace("有限责任公司", "有限公司", StringComparison.Ordinal);
}
