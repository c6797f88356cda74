using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

public sealed class ReadAheadTests
{
    [Fact]
    public void Rows_are_those_of_the_reader_with_their_lines_and_issues()
    {
        var text = string.Concat(Enumerable.Range(0, 30_000).Select(i => i % 7_000 == 3 ? $"r{i},\"two\nlines\",{new string('x', i % 50)}\n" : $"r{i},,{new string('y', i % 90)}\n")) + "last,\"open";
        Rows(new ReadAhead(Csv(text))).Should().Equal(Rows(Csv(text)));
        Rows(Csv(text))[^1].Issue.Should().Be(CellIssue.UnclosedQuote);
    }

    [Fact]
    public void A_row_larger_than_a_batch_comes_whole()
    {
        var text = $"a,{new string('z', 3_000_000)}\nb,c\n";
        Rows(new ReadAhead(Csv(text))).Should().Equal(Rows(Csv(text)));
    }

    [Fact]
    public void Where_the_file_breaks_off_the_rows_before_it_come_first()
    {
        using var reader = new ReadAhead(new BreakingReader(rows: 10_000));
        var read = 0;
        var all = () =>
        {
            while (reader.Read())
            {
                read++;
            }
        };
        all.Should().Throw<FileRefused>().Where(e => e.Code == "broken");
        read.Should().Be(10_000);
    }

    [Fact]
    public void One_that_is_not_read_to_the_end_stops()
    {
        var inner = new BreakingReader(rows: int.MaxValue);
        using (var reader = new ReadAhead(inner))
        {
            reader.Read().Should().BeTrue();
        }

        inner.IsDisposed.Should().BeTrue();
    }

    private static DelimitedReader Csv(string text) => new(new MemoryStream(Encoding.UTF8.GetBytes(text)), Dialect.Detect("a,b\n"u8));

    private static List<(string Cells, long Line, CellIssue Issue)> Rows(RowReader opened)
    {
        using var reader = opened;
        var rows = new List<(string, long, CellIssue)>();
        while (reader.Read())
        {
            var cells = new List<string>();
            for (var i = 0; i < reader.Count; i++)
            {
                cells.Add(Encoding.UTF8.GetString(reader[i]));
            }

            rows.Add((string.Join('|', cells), reader.LineNumber, reader.RowIssue));
        }

        return rows;
    }

    private sealed class BreakingReader(int rows) : RowReader
    {
        public bool IsDisposed { get; private set; }
        public override bool HasFixedWidth => true;
        public override string Format => "csv";

        public override bool Read()
        {
            Begin();
            var start = Used;
            Put("cell"u8);
            Add(start, Used);
            return LineNumber++ < rows ? true : throw new FileRefused("broken", "断", "broken");
        }

        public override void Dispose() => IsDisposed = true;
    }
}
