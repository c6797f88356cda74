using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FundWatch.Core.Records;

namespace FundWatch.Core.Rules;

/// <summary>One rule: its header, its query and the hash of the file they were read from.</summary>
/// <param name="Path">Where it was read.</param>
/// <param name="Sql">The query alone: one statement, no semicolon at its end.</param>
/// <param name="Sha256">Of the file's text with line ends as \n, in lower-case hexadecimal.</param>
/// <param name="QueryLine">The line of the file on which the query starts, for messages.</param>
/// <param name="Reads">The streams that the query names: when one of them changes, the rule has work to do.</param>
public sealed partial record RuleFile(string Path, RuleHeader Header, string Sql, int QueryLine, string Sha256, IReadOnlyList<string> Reads)
{
    /// <summary>
    /// The columns (stream.column) that the query reads: those of its streams that it names. Left out is what only says whose row it is and where: keys, names and the place,
    /// unless the header requires them.
    /// </summary>
    public IReadOnlyList<string> Columns
    {
        get
        {
            var named = Word().Matches(Comment().Replace(Sql, " ")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
            return
            [
                .. RecordStreams.All.Where(s => Reads.Contains(s.Name)).SelectMany(s => s.Columns
                    .Where(c => named.Contains(c.Name) && !s.Key.Contains(c) && c.Name != "region_code" && !c.Name.EndsWith("_name", StringComparison.Ordinal)).Select(c => $"{s.Name}.{c.Name}"))
                    .Union(Header.Requires.Select(r => r.ToString())),
            ];
        }
    }

    /// <summary>The page beside the rule, for people.</summary>
    public string PagePath => System.IO.Path.ChangeExtension(Path, ".md");

    /// <summary>The expected result of the rule's own sample.</summary>
    public string ExpectedPath => System.IO.Path.ChangeExtension(Path, ".expected.json");

    /// <summary>Sample files of the rule, by stream: ID.stream.csv.</summary>
    public IReadOnlyDictionary<string, string> SamplePaths =>
        Directory.EnumerateFiles(System.IO.Path.GetDirectoryName(Path)!, $"{Header.Id}.*.csv")
            .ToDictionary(file => System.IO.Path.GetFileNameWithoutExtension(file)[(Header.Id.Length + 1)..], StringComparer.Ordinal);

    /// <exception cref="RuleFileException">The header is not as it should be; names file and line.</exception>
    public static RuleFile Read(string path)
    {
        var file = Parse(path, File.ReadAllText(path));
        return file.Header.Id == System.IO.Path.GetFileNameWithoutExtension(path)
            ? file
            : throw new RuleFileException(path, 1, $"id is {file.Header.Id}, but the file is called {System.IO.Path.GetFileName(path)}");
    }

    /// <exception cref="RuleFileException">The header is not as it should be; names file and line.</exception>
    public static RuleFile Parse(string path, string text)
    {
        text = text.ReplaceLineEndings("\n");
        var (header, queryLine) = RuleHeaderParser.Parse(path, text);
        var sql = string.Join('\n', text.Split('\n').Skip(queryLine - 1)).TrimEnd().TrimEnd(';').TrimEnd();
        if (sql.Length == 0)
        {
            throw new RuleFileException(path, queryLine, "no query after the header");
        }

        if (Qualified().Match(sql) is { Success: true } qualified)
        {
            throw new RuleFileException(path, queryLine + sql[..qualified.Index].Count(c => c == '\n'),
                $"'{qualified.Value}': write streams without a schema, so that the rule can also look at the past");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        var words = Word().Matches(Noise().Replace(sql, " ")).Select(m => m.Value).ToHashSet(StringComparer.Ordinal);
        var reads = RecordStreams.All.Select(s => s.Name).Where(words.Contains).ToList();
        var unread = header.Requires.FirstOrDefault(r => !reads.Contains(r.Stream));
        if (header.Groups.FirstOrDefault(g => !reads.Contains(g.Stream)) is { } stray)
        {
            throw new RuleFileException(path, 1, $"group names {stray.Stream}, but the query does not read it");
        }

        return unread is null
            ? new RuleFile(path, header, sql, queryLine, hash, reads)
            : throw new RuleFileException(path, 1, $"requires {unread}, but the query does not read {unread.Stream}");
    }

    // Comments, string literals, quoted names, and qualified names, of which only the table part before the dot could be a stream (an alias at most).
    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'|""[^""]*""|\.\s*\w+")]
    private static partial Regex Noise();

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(record|history|asof|review|model|vault|ingest)\.\w+")]
    private static partial Regex Qualified();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
