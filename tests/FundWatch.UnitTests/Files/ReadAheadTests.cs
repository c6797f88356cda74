using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Fuzz.Rows;

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

    [Theory]
    [InlineData("a,b\r\nc,,\n,d\ne\rf,g\n")]
    [InlineData("a,b\n  ,\n\u3000,\n\u200B\n\n姓名,金额\n,,x\n\u4E00\n")]
    [InlineData("a\"b,c\n\"d\",e\nf,\"g,\n\nh\"\ni,j")]
    [InlineData("a,b\r")]
    [InlineData("a\r\n\r\nb\n\rc\n")]
    public void Rows_that_are_left_whole_have_the_same_cells(string text)
    {
        Rows(new ReadAhead(Csv(text))).Should().Equal(Rows(Csv(text)));
        Rows(Whole(Csv(text))).Should().Equal(Rows(Csv(text)));
    }

    [Fact]
    public void Cells_of_a_row_that_was_left_whole_may_be_asked_for_in_any_order()
    {
        using var reader = Whole(Csv("a,,ccc,d\nnext\n"));
        reader.Read();
        reader.IsWhole.Should().BeTrue();
        Encoding.UTF8.GetString(reader[2]).Should().Be("ccc");
        reader[1].Length.Should().Be(0);
        reader.IsWhole.Should().BeTrue("nobody has asked for the last cell yet");
        reader[4].Length.Should().Be(0);
        Encoding.UTF8.GetString(reader[3]).Should().Be("d");
        reader.Count.Should().Be(4);
        reader.Read();
        reader[1].Length.Should().Be(0);
        reader.Count.Should().Be(1);
    }

    [Fact]
    public void Places_of_more_cells_than_there_was_room_for_are_those_of_all_cells()
    {
        using var reader = Whole(Csv(string.Join(',', Enumerable.Range(100, 900)) + "\n"));
        reader.Read();
        reader.CellStarts.Length.Should().Be(900);
        using var again = Whole(Csv(string.Join(',', Enumerable.Range(100, 900)) + "\n"));
        again.Read();
        again.CellEnds[899].Should().Be(900 * 4 - 1);
    }

    [Theory]
    [InlineData(',', '"')]
    [InlineData('\t', '\'')]
    [InlineData('~', '"')]
    [InlineData(',', '\u00FF')]
    public void However_rows_are_read_they_are_the_same(char delimiter, char quote)
    {
        var dialect = new Dialect((byte)delimiter, (byte)quote);
        byte[][] pieces = [[(byte)delimiter], [(byte)delimiter], [(byte)quote], [(byte)quote, (byte)quote], "\n"u8.ToArray(), "\r\n"u8.ToArray(), "\r"u8.ToArray(), "a"u8.ToArray(), "bc"u8.ToArray(),
            " "u8.ToArray(), "\0"u8.ToArray(), "\u3000"u8.ToArray(), "\uFEFF"u8.ToArray(), "\uFFFD"u8.ToArray(), "一"u8.ToArray(), [0xE4], [0xB8], [0x7F], "é"u8.ToArray()];
        var random = new Random(delimiter * 256 + quote);
        for (var round = 0; round < 400; round++)
        {
            byte[] text = [.. Enumerable.Range(0, random.Next(60)).SelectMany(_ => pieces[random.Next(pieces.Length)])];
            var plain = Cells(new DelimitedReader(new MemoryStream(text), dialect) { HashesRows = true });
            foreach (var size in new[] { 8, 13, 512 })
            {
                var why = $"of {Convert.ToHexString(text)} through {size} bytes";
                Cells(Whole(new DelimitedReader(new MemoryStream(text), dialect, bufferSize: size) { HashesRows = true })).SequenceEqual(plain).Should().BeTrue(why);
                Cells(Whole(new DelimitedReader(new DribblingStream(text), dialect, bufferSize: size) { HashesRows = true })).SequenceEqual(plain).Should().BeTrue(why);
            }

            SoundRowsHaveSoundCells(new DelimitedReader(new MemoryStream(text), dialect));
            Cells(new ReadAhead(new DelimitedReader(new MemoryStream(text), dialect) { HashesRows = true })).Should().Equal(plain, "of {0} ahead", Convert.ToHexString(text));
        }
    }

    [Theory]
    [InlineData("22782222794EB8")]     // x""yNB8 as Latin text: sound ASCII before a stray byte
    [InlineData("2278222279E4B822")]   // a cell that ends within a character, whose last byte a doubled quote leaves behind
    [InlineData("22222261E4B822")]
    public void A_row_with_a_cell_that_is_not_sound_is_not_sound(string hex)
    {
        using var reader = new DelimitedReader(new MemoryStream([.. "a,"u8, .. Convert.FromHexString(hex), .. ",c\n"u8]), new Dialect((byte)','));
        while (reader.Read())
        {
            var row = TextEncoding.IsSound(reader.Stretch(out _));
            var cells = Enumerable.Range(0, reader.Count).All(i => TextEncoding.IsSound(reader[i]));
            cells.Should().BeFalse();
            row.Should().BeFalse();
        }
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

    private static DelimitedReader Whole(DelimitedReader reader)
    {
        reader.LeavesRowsWhole = true;
        return reader;
    }

    private static void SoundRowsHaveSoundCells(RowReader opened)
    {
        using var reader = opened;
        while (reader.Read())
        {
            for (var i = 0; i < reader.Count && TextEncoding.IsSound(reader.Stretch(out _)); i++)
            {
                TextEncoding.IsSound(reader[i]).Should().BeTrue();
            }
        }
    }

    // All that a load sees of rows.
    private static List<string> Cells(RowReader opened)
    {
        using var reader = opened;
        var rows = new List<string>();
        while (reader.Read())
        {
            var line = $"{reader.LineNumber} {reader.RowIssue} {reader.RowHash} {reader.HasCellIssues}:";
            for (var i = reader.Count - 1; i >= 0; i--)
            {
                line += Convert.ToHexString(reader[i]) + "|";
            }

            rows.Add(line);
        }

        return rows;
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
