using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Query;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>Finds the header row among the first rows of a file, and the stream whose columns it names.</summary>
public static class HeaderRecognition
{
    /// <summary>Title rows above a header are at most so many.</summary>
    public const int RowsSearched = 20;

    private const int WidestHeader = 16_384; // columns of the widest sheet that a workbook can have

    private sealed record Candidate(RecordStream Stream, int Row, string[] Headers, ColumnSource[] Columns, IReadOnlyList<TakenTwice> Repeated, int Matched, int RequiredMatched)
    {
        public int RequiredCount => Stream.Columns.Count(c => c.IsRequired);
        public bool IsComplete => RequiredMatched == RequiredCount;

        /// <summary>First line of the header.</summary>
        public int FirstRow { get; init; } = Row;

        /// <summary>Prices for what does not become the contract's unit of weight.</summary>
        public IReadOnlyList<(Column Column, string Header)> OtherPrices { get; init; } = [];
    }

    /// <summary>Recognises the layout; the reader is used up and must be opened again.</summary>
    /// <param name="only">The stream the caller says it is, or null.</param>
    /// <exception cref="FileRefused"><c>unknown_layout</c>, <c>missing_column</c> or <c>ambiguous_stream</c>, with what to do.</exception>
    public static Layout Recognise(RowReader rows, RecordStream? only, string path)
    {
        var first = FirstRows(rows).Select(f => (f.Row, f.Headers, Line: rows.LineNumber)).ToList();
        CorrectionSheet.MustNotBe(first.Select(f => f.Headers), path);
        var candidates = Candidates(first, only is null ? RecordStreams.All : [only]);
        var best = Best(candidates);
        if (only is not null && best is not { IsComplete: true } && Best(Candidates(first, RecordStreams.All)) is { IsComplete: true } meant)
        {
            throw OtherStream(only, meant.Stream);
        }

        best = FullerThan(best, candidates) ?? best;
        if (best is null || (!best.IsComplete && only is null && (best.Matched < 3 || best.RequiredMatched * 2 < best.RequiredCount)))
        {
            throw rows.Encoding == "gb18030" && first.Any(f => f.Headers.Any(IsGarbled)) ? OtherEncoding(path) : Unknown(path, best, Nearest(candidates));
        }

        if (!best.IsComplete)
        {
            throw best.OtherPrices is [var (column, header), ..] && best.RequiredMatched + best.OtherPrices.Count == best.RequiredCount ? HeaderUnits.OtherPrice(column, header) : Missing(best, path);
        }

        best = TableAbove(best, candidates, first) ?? best;

        var rivals = candidates.Where(c => c.IsComplete && c.Stream != best.Stream && c.Row == best.Row && c.Matched == best.Matched
            && c.Stream.Columns.Count == best.Stream.Columns.Count).Select(c => c.Stream.Name).ToList();
        if (rivals.Count > 0)
        {
            var all = string.Join(", ", rivals.Prepend(best.Stream.Name));
            throw new FileRefused("ambiguous_stream", $"表头同时符合多个数据流（{all}）。请用 --stream 指明。", $"The header fits several streams ({all}). Say which with --stream.");
        }

        var plain = new Layout(best.Stream, best.Headers, best.Row, best.Columns) 
        {
            Unused = Unused(best), TakenTwice = Repeated(best), Beside = TableBeside.In(best.Stream, best.Headers, best.Columns),
            RowsAbove = RowsAbove.In(best.Columns, [.. first.Where(f => f.Row < best.FirstRow).Select(f => (f.Line, f.Headers))]),
        };
        var layout = HeaderUnits.Apply(plain, best.FirstRow, first, path);
        return RowWidths.Look(layout, rows.HasFixedWidth, [.. first.Where(f => f.Row > layout.HeaderRow).Select(f => f.Headers)]);
    }

    private static List<Candidate> Candidates(IReadOnlyList<(int Row, string[] Headers, long Line)> rows, IReadOnlyList<RecordStream> streams)
    {
        var candidates = new List<Candidate>();
        var names = new HeaderNames();
        string[] above = [];
        foreach (var (row, headers, _) in rows)
        {
            var lines = TwoLines.Of(above, headers);
            foreach (var stream in streams)
            {
                var match = Match(stream, headers, row, names);
                var carriesUnit = false;
                var together = lines?.Join(stream, names, out carriesUnit) is { } joined ? Match(stream, joined, row, names) with { FirstRow = row - 1 } : null;
                candidates.AddRange((carriesUnit ? [together, match] : new[] { match, together }).OfType<Candidate>().Where(c => c.Matched > 0)); // of two that match alike the first is taken
            }

            above = headers;
        }

        return candidates;
    }

    private static Candidate? Best(List<Candidate> candidates) =>
        candidates.OrderByDescending(c => c.IsComplete).ThenByDescending(c => c.Matched).ThenBy(c => c.Row).ThenBy(c => c.Stream.Columns.Count).FirstOrDefault();

    private static FileRefused OtherStream(RecordStream only, RecordStream meant) => new("unknown_layout",
        $"指定的数据流是“{only.ChineseName}”({only.Name})，而表头是“{meant.ChineseName}”({meant.Name}) 的。请去掉 --stream，或改为 --stream {meant.Name}；如确实是{only.ChineseName}，请用 --mapping 说明各列的含义。",
        $"The stream named is {only.Name}, and the header is one of {meant.Name}. Leave out --stream, or say --stream {meant.Name}; if these are {only.Name} after all, say with --mapping what its columns mean.");

    /// <summary>True of 金额 and 金额(人民币), but not of 金额(元); nor of 接待标准, which the contract itself gives in yuan a head.</summary>
    internal static bool TakesUnit(Column column, string header) => column.Type == ColumnType.Money
        && HeaderName.Of(column.ChineseHeader).Unit is null && HeaderName.Of(header).Stated is null or { IsYuanAlone: true };

    /// <summary>The same, and true of a price whose header does not say what it is for: the unit of a group or of a line of units may.</summary>
    internal static bool TakesStated(Column column, string header) => TakesUnit(column, header) || (Measure.IsPrice(column) && HeaderName.Of(header).Unit is null);

    // A reception file that lacks its date holds all that an organisation needs, and must not load as one: a stream that explains far more of
    // the same header is what the file is, whatever it lacks.
    private static Candidate? FullerThan(Candidate? best, List<Candidate> candidates) => best is { IsComplete: true }
        ? candidates.Where(c => c.Row == best.Row && c.Matched * 2 > best.Matched * 3 && c.RequiredMatched * 2 >= c.RequiredCount)
            .OrderByDescending(c => c.Matched).FirstOrDefault()
        : null;

    // A table with rows of its own above the header that fits best. Of the same stream it is the one that is read, and what stands below it is refused row by row; which of two streams
    // the file is meant for, nobody guesses. Either way no row above a header is lost as a title.
    private static Candidate? TableAbove(Candidate best, List<Candidate> candidates, IReadOnlyList<(int Row, string[] Headers, long Line)> first)
    {
        var above = candidates.Where(c => c.IsComplete && c.Row < best.FirstRow && first.Any(f => f.Row > c.Row && f.Row < best.FirstRow && RowsAbove.IsRecord(c.Stream, c.Columns, f.Headers)))
            .OrderBy(c => c.Row).ThenByDescending(c => c.Matched).ThenByDescending(c => c.Stream == best.Stream).FirstOrDefault();
        return above is null || above.Stream == best.Stream ? above : throw new FileRefused("two_tables",
            $"上下有两张不同的表：第 {Line(above)} 行是“{above.Stream.ChineseName}”({above.Stream.Name}) 的表头，第 {Line(best)} 行是“{best.Stream.ChineseName}”({best.Stream.Name}) 的表头。没有导入任何一行；请把两张表分开存放（每张工作表或每个文件一张）再导入；如上面的几行只是封面、说明而不是记录，请用 --stream {best.Stream.Name} 指明只读下面的表。",
            $"two tables stand one below the other: line {Line(above)} is a header of {above.Stream.Name}, line {Line(best)} one of {best.Stream.Name}. Nothing was taken in: keep one table to a sheet or file; if what stands above is a cover and no records, --stream {best.Stream.Name} reads the table below it alone.");

        long Line(Candidate c) => first.First(f => f.Row == c.Row).Line;
    }

    /// <summary>The first rows of a file with their numbers from 1, or the one row of names that the format carries.</summary>
    internal static IEnumerable<(int Row, string[] Headers)> FirstRows(RowReader rows)
    {
        if (rows.Names is { } names)
        {
            yield return (0, [.. names.Select(WithoutNul)]);
            yield break;
        }

        for (var row = 1; row <= RowsSearched && rows.Read(); row++)
        {
            var headers = new string[rows.Count <= WidestHeader ? rows.Count : 0]; // a wider row names nothing: looking for names in it took a minute and more
            for (var i = 0; i < headers.Length; i++)
            {
                headers[i] = WithoutNul(Encoding.UTF8.GetString(rows[i])).Trim();
            }

            yield return (row, headers);
        }
    }

    // PostgreSQL keeps no such character, and layouts are kept.
    private static string WithoutNul(string name) => name.Replace("\0", "", StringComparison.Ordinal);

    private static Candidate Match(RecordStream stream, string[] headers, int row, HeaderNames names)
    {
        var columns = stream.Columns.Select(c => new ColumnSource(c, [])).ToArray();
        var (repeated, others) = (new List<TakenTwice>(), new List<(Column, string)>());
        int matched = 0, required = 0;
        for (var cell = 0; cell < headers.Length; cell++)
        {
            if (names.Find(stream, headers[cell]) is not { } found)
            {
                continue;
            }

            var column = stream.Columns[found.Index];
            if (column.Type == ColumnType.Money && Measure.CountsOther(column, headers[cell]))
            {
                continue; // 金额(%): shares of an amount, and none
            }

            if (columns[found.Index].Cells is [var first])
            {
                repeated.Add(new TakenTwice(column.Name, first, headers[first], cell, headers[cell]));
                continue;
            }

            if (Measure.PriceTimes(column, Measure.PerOf(headers[cell])) is not { } price)
            {
                others.Add((column, headers[cell])); // 元/盒 for 元/公斤
                continue;
            }

            columns[found.Index] = new ColumnSource(column, [cell], Factor: column.Type == ColumnType.Money ? found.Factor : 1) { PriceTimes = price, Measure = Measure.Other(column, Measure.InBrackets(headers[cell])) };
            matched++;
            required += column.IsRequired ? 1 : 0;
        }

        return new Candidate(stream, row, headers, columns, repeated, matched, required) { OtherPrices = others };
    }

    /// <summary>Where a row of headers names columns of a stream, in the order of the row; null where it lacks one that the stream needs.</summary>
    internal static IReadOnlyList<int>? CellsOf(RecordStream stream, string[] headers) =>
        Match(stream, headers, 0, new HeaderNames()) is { IsComplete: true } match ? [.. match.Columns.SelectMany(c => c.Cells).Order()] : null;

    /// <inheritdoc cref="HeaderNames.Find"/>
    internal static (int Index, long Factor)? Find(RecordStream stream, string header) => new HeaderNames().Find(stream, header);

    // A key twice, and more beside it, is two tables side by side, of which all rows of the second would be lost. One old number beside the new one is none.
    private static IReadOnlyList<TakenTwice> Repeated(Candidate best) => best.Repeated.Count > 1 && best.Repeated.FirstOrDefault(r => best.Stream.Key.Any(k => k.Name == r.Column)) is { } key ? throw TwoTables(key) : best.Repeated;

    internal static FileRefused TwoTables(TakenTwice key) => new("repeated_key",
        $"表头中有两列都是主键列：{key.Zh}，像是并排的两张表；只读其中一列会丢掉另一列的记录。请把两张表上下接成一张，或分成两个文件再导入；如其中一列多余，请删去或改名。",
        $"two columns of the header are the key: {key.En}. They look like two tables side by side, and the rows of one would be lost. Put one below the other or into files of their own; if one column is not needed, delete it or give it another name.");

    private static List<string> Unused(Candidate best)
    {
        var used = best.Columns.SelectMany(c => c.Cells).ToHashSet();
        return best.Headers.Where((h, i) => h.Length > 0 && !used.Contains(i)).ToList();
    }

    // What Big5 comes to when it is read as GB18030: characters of private use, and Japanese ones in a Chinese table.
    private static bool IsGarbled(string cell) => cell.AsSpan().IndexOfAnyInRange('\uE000', '\uF8FF') >= 0 || cell.AsSpan().IndexOfAnyInRange('\u3041', '\u30FA') >= 0;

    private static FileRefused OtherEncoding(string path) => new("unknown_encoding",
        $"{path} 不是 UTF-8，按 GB18030 读取时前 {RowsSearched} 行中出现乱码（私用区字符或日文假名），找不到表头：文件可能是 Big5（繁体）或其他编码。请在原软件中另存为 UTF-8（或 .xlsx）后再导入。",
        $"{path} is not UTF-8, and read as GB18030 its first {RowsSearched} rows hold what no Chinese table does (characters of private use, or Japanese ones), and no header: it may be Big5 or another encoding. Save it as UTF-8 (or .xlsx) where it came from and take that in.");

    private static FileRefused Unknown(string path, Candidate? best, Candidate? nearest)
    {
        var seen = best is null ? "" : Seen(best.Headers, 8); // a file without a header begins with a row
        var (near, nearEn) = ("", "");
        if (nearest is not null)
        {
            var (zh, en) = Lacking(nearest);
            near = $"最接近“{nearest.Stream.ChineseName}”({nearest.Stream.Name})，但缺少必填列：{zh}；每次导入都须给出整行，不能只有编号和变动的列。";
            nearEn = $" It is nearest to {nearest.Stream.Name} but lacks required columns: {en}; a file states whole rows, not the key and what has changed.";
        }

        return new FileRefused("unknown_layout",
            $"无法从表头判断这是哪种数据（前 {RowsSearched} 行内未找到已知表头{(seen.Length > 0 ? $"；最接近的一行：{seen}" : "")}）。{near}{Advice(path).Zh}",
            $"The header names no known stream (first {RowsSearched} rows searched{(seen.Length > 0 ? $"; the nearest: {seen}" : "")}).{nearEn} If its columns have other names: {Advice(path).En}");
    }

    /// <summary>The first names of a header, for a person to know it by: empty cells name nothing, and a record taken for a header may name people.</summary>
    internal static string Seen(string[] headers, int most) => PersonalNumbers.Mask(string.Join(", ", headers.Where(h => h.Length > 0).Take(most)));

    // One name alone (备注, 金额) says nothing. Among streams that share as many, the one whose key the file has.
    private static Candidate? Nearest(List<Candidate> candidates) => candidates.Where(c => c.Matched > 1)
        .OrderByDescending(HasKey).ThenByDescending(c => c.Matched).ThenByDescending(c => c.RequiredMatched).ThenBy(c => c.Row).ThenBy(c => c.RequiredCount).FirstOrDefault();

    private static bool HasKey(Candidate candidate) => candidate.Stream.Key.All(k => candidate.Columns.Any(c => c.Column == k && c.Cells.Length > 0));

    private static (string Zh, string En) Lacking(Candidate candidate)
    {
        var missing = candidate.Columns.Where(c => c.Column.IsRequired && c.Cells.Length == 0).Select(c => c.Column).ToList();
        return (string.Join("、", missing.Select(c => c.ChineseHeader)), string.Join(", ", missing.Select(c => c.Name)));
    }

    private static FileRefused Missing(Candidate best, string path)
    {
        var (zh, en) = Lacking(best);
        return new FileRefused("missing_column",
            $"按“{best.Stream.ChineseName}”({best.Stream.Name}) 识别，缺少必填列：{zh}。请在导出时加上这些列；若列名不同：{Advice(path).Zh}",
            $"Read as {best.Stream.Name}, the file lacks required columns: {en}. Export them too; if they have other names: {Advice(path).En}");
    }

    // A query is no file that a draft could be made of, and needs none: it names its columns itself.
    internal static (string Zh, string En) Advice(string path) => path.StartsWith(QuerySource.Scheme, StringComparison.Ordinal)
        ? ("请在查询里给列起约定的列名，如 select till as canteen_code；或用 --mapping。",
            "give the columns their names in the query, such as select till as canteen_code, or use --mapping.")
        : ($"请运行 fundwatch ingest --suggest-mapping \"{path}\" 生成映射草稿，核对后用 --mapping 导入。",
            $"run `fundwatch ingest --suggest-mapping \"{path}\"` for a draft, check it and take the file in with --mapping.");
}
