using System.Text;

namespace FundWatch.Data.Features;

/// <summary>What a piece of SQL says to the server, whatever it says to people.</summary>
internal static class SqlText
{
    /// <summary>Without comments, blank lines and blanks at the ends of lines; what stands in quotes stays as it is.</summary>
    public static string WithoutComments(string sql)
    {
        var text = new StringBuilder(sql.Length);
        for (var i = 0; i < sql.Length;)
        {
            var end = EndOfComment(sql, i);
            if (end > i)
            {
                Blank(text);
                i = end;
                continue;
            }

            end = EndOfQuoted(sql, i);
            if (end > i)
            {
                text.Append(sql, i, end - i);
                i = end;
            }
            else if (sql[i++] is var letter && letter == '\n')
            {
                EndLine(text);
            }
            else
            {
                text.Append(letter);
            }
        }

        EndLine(text);
        return text.ToString();
    }

    // A comment parts words as a blank does.
    private static void Blank(StringBuilder text)
    {
        if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
        {
            text.Append(' ');
        }
    }

    private static void EndLine(StringBuilder text)
    {
        while (text.Length > 0 && text[^1] is ' ' or '\t')
        {
            text.Length--;
        }

        if (text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
        }
    }

    private static int EndOfComment(string sql, int at)
    {
        if (Begins(sql, at, "--"))
        {
            var line = sql.IndexOf('\n', at);
            return line < 0 ? sql.Length : line;
        }

        if (!Begins(sql, at, "/*"))
        {
            return at;
        }

        var depth = 1; // PostgreSQL's comments hold others
        var i = at + 2;
        while (i < sql.Length && depth > 0)
        {
            var step = Begins(sql, i, "/*") ? 1 : Begins(sql, i, "*/") ? -1 : 0;
            depth += step;
            i += step == 0 ? 1 : 2;
        }

        return i;
    }

    private static int EndOfQuoted(string sql, int at)
    {
        if (sql[at] is not ('\'' or '"'))
        {
            return sql[at] == '$' && (at == 0 || !IsWord(sql[at - 1])) ? EndOfDollars(sql, at) : at;
        }

        // A doubled quote ends one piece and begins the next. After E a backslash takes the next letter along.
        var escapes = sql[at] == '\'' && at > 0 && sql[at - 1] is 'e' or 'E' && (at == 1 || !IsWord(sql[at - 2]));
        for (var i = at + 1; i < sql.Length; i++)
        {
            if (escapes && sql[i] == '\\')
            {
                i++;
            }
            else if (sql[i] == sql[at])
            {
                return i + 1;
            }
        }

        return sql.Length;
    }

    private static int EndOfDollars(string sql, int at)
    {
        var close = at + 1;
        while (close < sql.Length && IsWord(sql[close]))
        {
            close++;
        }

        if (close >= sql.Length || sql[close] != '$' || char.IsAsciiDigit(sql[at + 1]))
        {
            return at;
        }

        var tag = sql[at..(close + 1)];
        var end = sql.IndexOf(tag, close + 1, StringComparison.Ordinal);
        return end < 0 ? sql.Length : end + tag.Length;
    }

    private static bool Begins(string sql, int at, string mark) => string.CompareOrdinal(sql, at, mark, 0, mark.Length) == 0;

    private static bool IsWord(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
