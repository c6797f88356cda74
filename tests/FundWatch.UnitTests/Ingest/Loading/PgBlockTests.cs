using System.Buffers.Binary;
using System.Globalization;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.UnitTests.Ingest.Loading;

public sealed class PgBlockTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void A_number_has_the_digits_that_PostgreSQL_writes_itself(int scale)
    {
        var random = new Random(7);
        long[] borders = [0, 1, 99, 100, 9_999, 10_000, 999_999, 1_000_000, 99_999_999, 100_000_000, 9_999_999_999, 10_000_000_000, 999_999_999_999, 1_000_000_000_000, 999_999_999_999_999_999];
        var values = borders.Concat(borders.Select(b => b * 10 / 7)).Concat(Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(1L << random.Next(1, 60))));
        foreach (var value in values.SelectMany(v => new[] { v, -v }))
        {
            var block = new PgBlock();
            block.Bytes("before"u8);
            block.Numeric(value, scale);
            block.Bytes("behind"u8);
            byte[] expected = [0, 0, 0, 6, .. "before"u8, .. Field(value, scale), 0, 0, 0, 6, .. "behind"u8];
            block.Span(0, block.Length).SequenceEqual(expected).Should().BeTrue($"{value} of scale {scale}");
        }
    }

    [Fact]
    public void A_row_takes_the_fields_of_all_columns_up_to_the_first_that_is_not_there()
    {
        var random = new Random(20251127);
        for (var run = 0; run < 500; run++)
        {
            // Columns whose blocks are short and long, fields on both sides of what is copied at once.
            var blocks = Enumerable.Range(0, 6).Select(_ => new PgBlock()).ToArray();
            var texts = blocks.Select(_ => Enumerable.Range(0, 20).Select(_ => new string('x', random.Next(random.Next(2) == 0 ? 40 : 30_000))).ToArray()).ToArray();
            var columns = blocks.Select((block, c) => new PlacedFields(block, [.. texts[c].Select(t =>
            {
                var start = block.Length;
                block.Bytes(System.Text.Encoding.UTF8.GetBytes(t));
                return random.Next(30) == 0 ? default : new FieldPlace(start, block.Length - start);
            })])).ToArray();
            var row = new PgBlock();
            var places = new (int Start, int End)[6];
            for (var r = 0; r < 20; r++)
            {
                row.Clear();
                row.FieldCount(6);
                var there = columns.TakeWhile(c => c.Places[r].Length > 0).Count();
                row.Raw(columns, r, places).Should().Be(there);
                var end = 2;
                for (var c = 0; c < there; c++)
                {
                    places[c].Should().Be((end, end + 4 + texts[c][r].Length));
                    row.Span(places[c].Start + 4, places[c].End).SequenceEqual(System.Text.Encoding.UTF8.GetBytes(texts[c][r])).Should().BeTrue();
                    end = places[c].End;
                }

                row.Length.Should().Be(end);
            }
        }
    }

    // From the number's text: digits of base 10,000 around the decimal point, none leading or trailing that is zero.
    private static byte[] Field(long value, int scale)
    {
        var text = Math.Abs((decimal)value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var (whole, fraction) = (text[..^scale], text[^scale..].PadRight(4, '0'));
        whole = whole.PadLeft((whole.Length + 3) / 4 * 4, '0');
        var digits = (whole + fraction).Chunk(4).Select(d => ushort.Parse(d, CultureInfo.InvariantCulture)).ToList();
        var weight = whole.Length / 4 - 1;
        while (digits.Count > 0 && digits[0] == 0)
        {
            digits.RemoveAt(0);
            weight--;
        }

        while (digits.Count > 0 && digits[^1] == 0)
        {
            digits.RemoveAt(digits.Count - 1);
        }

        var field = new byte[12 + 2 * digits.Count];
        BinaryPrimitives.WriteInt32BigEndian(field, field.Length - 4);
        BinaryPrimitives.WriteInt16BigEndian(field.AsSpan(4), (short)digits.Count);
        BinaryPrimitives.WriteInt16BigEndian(field.AsSpan(6), (short)(digits.Count == 0 ? 0 : weight));
        BinaryPrimitives.WriteInt16BigEndian(field.AsSpan(8), (short)(value < 0 ? 0x4000 : 0));
        BinaryPrimitives.WriteInt16BigEndian(field.AsSpan(10), (short)scale);
        for (var i = 0; i < digits.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field.AsSpan(12 + 2 * i), digits[i]);
        }

        return field;
    }
}
