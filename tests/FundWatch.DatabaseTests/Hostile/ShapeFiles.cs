using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Quotes that are never closed, cells of ten megabytes, rows of other widths, every kind of line break.</summary>
internal static class ShapeFiles
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    public static IEnumerable<HostileFile> All()
    {
        yield return Text("quote-opens-last-row.csv", Table("q1") + "\"" + Line("q1", 90) + "\n", Rows, 1, "unclosed_quote");
        yield return Text("quote-opens-first-row.csv", Header + "\n\"" + Line("q2", 90) + "\n" + Lines("q2"), Rows, 1, "unclosed_quote");
        yield return Text("quote-opens-header.csv", "\"" + Table("q3"), null, null);
        yield return Text("quote-at-end-of-file.csv", Table("q4") + "q4-x,\"", Rows, 1, "unclosed_quote");
        yield return Text("only-a-quote.csv", "\"", 0, 0, "unknown_layout");
        yield return Text("only-quotes.csv", new string('"', 99_999), 0, 0);
        yield return Text("quotes-each-line.csv", Table("q5") + string.Concat(Enumerable.Repeat("\"\n", 1_000)), null, null);
        yield return Text("odd-quotes-each-line.csv", Table("q6") + string.Concat(Enumerable.Repeat("\"\"\"\n", 1_001)), null, null);
        yield return Text("quote-over-five-megabytes.csv", Header + "\nq7-x,\"" + string.Concat(Enumerable.Repeat(new string('x', 1_000) + ",y\n", 5_200)) + Lines("q7"), null, null);
        yield return Text("text-behind-quote.csv", With("q8", Line("q8", 90, ("payer_org_name", "\"县\"财政局"))), Rows + 1, 0);
        yield return Text("quote-within-cell.csv", With("q9", Line("q9", 90, ("payer_org_name", "县\"财政\"局"))), Rows + 1, 0);
        yield return Text("doubled-quotes.csv", With("q10", Line("q10", 90, ("payer_org_name", "\"县\"\"财政\"\"局\""))), Rows + 1, 0);
        yield return Text("line-break-in-quotes.csv", With("q11", Line("q11", 90, ("payer_org_name", "\"县\n财政\r\n局\""))), Rows + 1, 0);
        yield return Text("header-in-quotes.csv", string.Join(',', Headers.Select(h => $"\"{h}\"")) + "\n" + Lines("q12"), Rows, 0);
        yield return Text("all-in-quotes.csv", Table("q13").Replace(",", "\",\"").Replace("\n", "\"\n\"").TrimEnd('"').Insert(0, "\""), Rows, 0);
        yield return Text("single-quotes.csv", With("q14", Line("q14", 90, ("payer_org_name", "'县财政局'"))), Rows + 1, 0);
        yield return Text("curly-quotes.csv", With("q15", Line("q15", 90, ("payer_org_name", "“县财政局”"))), Rows + 1, 0);
        yield return Text("backslash-quotes.csv", With("q16", Line("q16", 90, ("payer_org_name", "\"县\\\"财政局\""))), null, null);

        yield return Text("ten-megabytes-plain.csv", Table("big1") + Line("big1", 90, ("payer_org_name", new string('x', TenMegabytes))) + "\n" + Lines("big1", 5, 20), null, null);
        yield return Text("ten-megabytes-quoted.csv", Table("big2") + Line("big2", 90, ("payer_org_name", "\"" + new string('x', TenMegabytes) + "\"")) + "\n" + Lines("big2", 5, 20), null, null);
        yield return Text("three-megabytes.csv", With("big3", Line("big3", 90, ("payer_org_name", new string('县', 1024 * 1024)))), Rows, 1, "text_too_long");
        yield return Text("three-megabytes-amount.csv", With("big4", Line("big4", 90, ("amount", new string('9', 3 * 1024 * 1024)))), Rows, 1);
        yield return Text("a-thousand-digits.csv", With("big5", Line("big5", 90, ("amount", new string('9', 1_000)))), Rows, 1);
        yield return Text("long-key.csv", With("big6", Line("big6", 90, ("payment_id", new string('k', 501)))), Rows, 1, "text_too_long");
        yield return Text("key-of-500.csv", With("big7", Line("big7", 90, ("payment_id", new string('k', 500)))), Rows + 1, 0);
        yield return Text("one-line-of-ten-megabytes.csv", new string('x', TenMegabytes), 0, 0);
        yield return Text("ten-megabytes-of-commas.csv", Table("big8") + new string(',', TenMegabytes) + "\n", null, null);
        yield return Text("commas-in-front.csv", new string(',', 100_000) + "\n" + Table("big9"), null, null);
        yield return Text("a-million-empty-lines.csv", Table("big10") + new string('\n', 1_000_000) + Line("big10", 90), Rows + 1, 0);

        yield return Text("wider.csv", With("w1", Line("w1", 90) + ",多了一格"), Rows, 1, "row_width");
        yield return Text("wider-and-empty.csv", With("w2", Line("w2", 90) + ",,,,"), null, null);
        yield return Text("comma-behind-header.csv", Table("w10").Replace(Header, Header + ","), Rows, 0);
        yield return Text("remarks-behind-header.csv", Table("w11").Replace(Header, Header + ",备注"), Rows, 0);
        yield return Text("remarks-in-one-row.csv", Table("w12").Replace(Header, Header + ",备注") + Line("w12", 90) + ",加班\n", 1, Rows, "row_width");
        yield return Text("commas-behind-all.csv", Table("w13").Replace("\n", ",\n") + Line("w13", 90, ("payer_org_name", "县,财政局")) + ",\n", Rows, 1, "row_width");
        yield return Text("narrower.csv", With("w3", "w3-90,C1,330102"), Rows, 1, "row_width");
        yield return Text("one-cell.csv", With("w4", "w4-90"), Rows, 1, "row_width");
        yield return Text("every-width.csv", Table("w5") + string.Concat(Enumerable.Range(1, 9).Select(n => string.Join(',', Cells("w5", 90 + n)[..n]) + "\n")), Rows, 9, "row_width");
        yield return Text("ten-thousand-cells.csv", With("w6", Line("w6", 90) + new string(',', 10_000) + "x"), Rows, 1, "row_width");
        yield return Text("cut-off-row.csv", Table("w7")[..^30], Rows - 1, 1, "row_width");
        yield return Text("other-delimiter-midway.csv", With("w8", Line("w8", 90).Replace(',', ';')), Rows, 1, "row_width");
        yield return Text("tabs-midway.csv", With("w9", Line("w9", 90).Replace(',', '\t')), Rows, 1, "row_width");

        yield return Text("cr-only.csv", Table("l1").Replace('\n', '\r'), Rows, 0);
        yield return Text("crlf.csv", Table("l2").Replace("\n", "\r\n"), Rows, 0);
        yield return Text("crcrlf.csv", Table("l3").Replace("\n", "\r\r\n"), Rows, 0);
        yield return Text("lfcr.csv", Table("l4").Replace("\n", "\n\r"), Rows, 0);
        yield return Text("mixed-line-breaks.csv", string.Concat(Table("l5").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((l, i) => l + (i % 3 == 0 ? "\r\n" : i % 3 == 1 ? "\n" : "\r"))), Rows, 0);
        yield return Text("no-last-line-break.csv", Table("l6").TrimEnd('\n'), Rows, 0);
        yield return Text("vertical-tabs.csv", With("l7", Line("l7", 90, ("payer_org_name", "县\v财政\f局"))), Rows + 1, 0);
        foreach (var (name, delimiter) in new[] { ("semicolons", ';'), ("bars", '|'), ("carets", '^'), ("tabs", '\t') })
        {
            yield return Text(name + ".csv", Table(name).Replace(',', delimiter), Rows, 0);
        }

        yield return Text("sep-line.csv", "sep=;\n" + Table("sep").Replace(',', ';'), Rows, 0);
        yield return Text("unknown-delimiter.csv", Table("dlm").Replace(',', '，'), 0, 0, "unknown_layout");
        yield return Text("two-bars.txt", Table("dl2").Replace(",", "||"), Rows, 0);
        yield return Text("bars-and-at.txt", Table("dl3").Replace(",", "|@|"), Rows, 0);
        yield return Text("bars-and-at-with-a-bar.txt", With("dl4", Line("dl4", 90, ("payer_org_name", "县|局"))).Replace(",", "|@|"), Rows, 1, "row_width");
        yield return Text("blanks-between.txt", Table("dl5").Replace(" 12:", "T12:").Replace(",", "   "), 0, 0, "unknown_layout");
        yield return Text("tilde.txt", Table("tld").Replace(',', '~'), Rows, 0);
        yield return Text("start-of-heading.txt", Table("soh").Replace(',', '\u0001'), Rows, 0);
        yield return Text("unit-above.csv", "食堂支付明细表,,,,,,,,,单位：万元\n" + Table("unt"), Rows, 0);
        yield return Text("two-exports-in-one.csv", "\uFEFF" + Table("two") + "\uFEFF" + Table("twice"), Rows * 2, 0);
        yield return Text("line-separators.csv", Table("lsp").Replace('\n', '\u2028'), Rows, 0);
        yield return Text("paragraph-separators.csv", Table("psp").Replace('\n', '\u2029'), Rows, 0);
        yield return Text("next-lines.csv", Table("nel").Replace('\n', '\u0085'), Rows, 0);
        yield return Text("next-line-in-a-cell.csv", With("nel2", Line("nel2", 90, ("payer_org_name", "县\u0085局"))), Rows + 1, 0);
    }
}
