using System.Diagnostics;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Testing;

namespace FundWatch.UnitTests.Files;

/// <summary>The process that reads a workbook: one for all its sheets, and none that is left behind.</summary>
public sealed class SheetProcessTests
{
    [Fact]
    public void One_process_reads_all_sheets_of_a_workbook_that_is_held()
    {
        using var book = Book(30, rows: 3);
        var file = book.Probe();
        var processes = new HashSet<int>();
        using (file.Hold())
        {
            foreach (var part in file.Parts())
            {
                using var reader = (SheetProcessReader)file.OpenRows(part.Name);
                processes.Add(reader.ProcessId);
                TableFile.Lines(reader).Should().Equal(Enumerable.Range(0, 3).Select(i => $"{part.Name}|{i}"));
                IsRunning(reader.ProcessId).Should().BeTrue();
            }
        }

        processes.Should().ContainSingle();
        IsRunning(processes.Single()).Should().BeFalse();
    }

    [Fact]
    public void A_look_at_the_first_rows_leaves_the_process_ready_for_another_sheet()
    {
        using var book = Book(2, rows: 60_000);
        var file = book.Probe();
        using var held = file.Hold();
        int first;
        using (var look = (SheetProcessReader)file.OpenRows("s1"))
        {
            look.Read().Should().BeTrue();
            first = look.ProcessId;
        }

        using var whole = (SheetProcessReader)file.OpenRows("s0");
        whole.ProcessId.Should().Be(first);
        TableFile.Lines(whole).Should().HaveCount(60_000).And.EndWith("s0|59999");
    }

    [Fact]
    public void Two_readers_at_once_have_a_process_each_and_outlive_the_hold()
    {
        using var book = Book(2, rows: 20_000);
        var file = book.Probe();
        SheetProcessReader one, two;
        using (file.Hold())
        {
            one = (SheetProcessReader)file.OpenRows("s0");
            two = (SheetProcessReader)file.OpenRows("s1");
        }

        int[] processes = [one.ProcessId, two.ProcessId];
        processes.Should().OnlyHaveUniqueItems();
        TableFile.Lines(one).Should().EndWith("s0|19999");
        TableFile.Lines(two).Should().EndWith("s1|19999");
        one.Dispose();
        two.Dispose();
        processes.Should().NotContain(p => IsRunning(p));
    }

    [Fact]
    public void A_process_that_dies_takes_one_sheet_with_it_and_not_the_next()
    {
        using var book = Book(2, rows: 60_000);
        var file = book.Probe();
        using var held = file.Hold();
        using (var reader = (SheetProcessReader)file.OpenRows("s0"))
        {
            reader.Read().Should().BeTrue();
            Process.GetProcessById(reader.ProcessId).Kill();
            var act = () => TableFile.Lines(reader);
            act.Should().Throw<FileRefused>().Which.Code.Should().Be("unreadable_spreadsheet");
        }

        using var next = file.OpenRows("s1");
        TableFile.Lines(next).Should().HaveCount(60_000);
    }

    [Fact]
    public void A_damaged_sheet_is_refused_and_the_next_is_read()
    {
        using var book = new TableFile("a.xlsx", XlsxFile.MakeSheets([("一", "<row><c t=\"s\"><v>99</v></c></row>"), ("二", "<row><c><v>2</v></c></row>")]));
        var file = book.Probe();
        using var held = file.Hold();
        using (var damaged = file.OpenRows("一"))
        {
            var act = () => TableFile.Lines(damaged);
            act.Should().Throw<FileRefused>().Which.Code.Should().Be("damaged_file");
        }

        var missing = () => file.OpenRows("三");
        missing.Should().Throw<FileRefused>().Which.Code.Should().Be("no_such_sheet");
        using var sound = file.OpenRows("二");
        TableFile.Lines(sound).Should().Equal("2");
    }

    private static TableFile Book(int sheets, int rows) => new("a.xlsx", XlsxFile.MakeSheets(
        [.. Enumerable.Range(0, sheets).Select(s => ($"s{s}", string.Concat(Enumerable.Range(0, rows).Select(r => $"<row><c t=\"str\"><v>s{s}</v></c><c><v>{r}</v></c></row>"))))]));

    private static bool IsRunning(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
