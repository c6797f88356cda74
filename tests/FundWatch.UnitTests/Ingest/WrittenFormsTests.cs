using System.Globalization;
using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

/// <summary>The table of data-samples/mappings/README.md, cell by cell.</summary>
public sealed partial class WrittenFormsTests
{
    public static TheoryData<string, string, string> Forms()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var row in File.ReadLines(Page()).SkipWhile(l => l != "## What a cell may say").Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Split('|')).TakeWhile(r => r[1].Trim() != "file"))
        {
            foreach (Match written in Written().Matches(row[2]))
            {
                data.Add(row[1].Trim(), written.Groups[1].Value, row[3].Trim());
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void The_table_of_written_forms_is_true(string column, string written, string expected)
    {
        var (issue, kept) = Read(column, written);
        if (expected == "refused")
        {
            CellIssues.IsRefusal(issue).Should().BeTrue("{0} is refused, not {1}", written, kept);
            return;
        }

        issue.Should().Be(CellIssue.None);
        kept.Should().Be(decimal.TryParse(expected, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Number((long)(number * 10_000)) : expected);
    }

    private static (CellIssue Issue, string Kept) Read(string column, string written)
    {
        var cell = Cell.Of(written);
        switch (column)
        {
            case "money":
                return (NumberCell.Parse(cell, 2, 1, out var cents), Number(cents * 100));
            case "建设面积(亩)":
                return Quantity(cell, "亩");
            case "数量, row in 公斤":
                return Quantity(cell, "公斤");
            case "date":
                return (DateCell.Parse(cell, out var date), date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            case "timestamp":
                return (TimestampCell.Parse(cell, out var moment), new DateTime(2000, 1, 1).AddHours(8).AddTicks(moment * 10).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
            case "month":
                return (MonthCell.Parse(cell, out var month), month.ToString("yyyy-MM", CultureInfo.InvariantCulture));
            case "count":
                return (CountCell.Parse(cell, out var count), Number(count * 10_000L));
            default:
                throw new ArgumentOutOfRangeException(nameof(column), column, "No such kind of column.");
        }
    }

    private static (CellIssue Issue, string Kept) Quantity(ReadOnlySpan<byte> cell, string unit) =>
        NumberCell.Parse(cell, 4, 1, out var scaled) == CellIssue.None ? (CellIssue.None, Number(scaled)) : (Measure.Parse(cell, unit, 4, out scaled), Number(scaled));

    private static string Number(long scaled) => (scaled / 10_000m).ToString("0.####", CultureInfo.InvariantCulture);

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent!;
        }

        return Path.Combine(folder.FullName, "data-samples", "mappings", "README.md");
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Written();
}
