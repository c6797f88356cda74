using System.Text;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.UnitTests.Ingest.Loading;

public sealed class TextMemoTests
{
    [Fact]
    public void A_text_that_was_here_before_gives_the_field_it_became_and_no_other()
    {
        var fields = new PgBlock();
        var memo = new TextMemo(fields);
        var random = new Random(7);
        var found = 0;
        for (var i = 0; i < 60_000; i++)
        {
            // More texts than places; some become themselves, some another text, and lengths lie on both sides of every limit.
            var text = Encoding.UTF8.GetBytes(new string((char)('甲' + random.Next(3)), random.Next(0, 100)) + random.Next(40));
            var field = text.Length % 3 == 0 ? [.. text, 1] : text.Length % 3 == 1 ? text : (byte[])[.. text.AsSpan(1)];
            if (memo.TryFind(text, out var place))
            {
                fields.Span(place.Start + 4, place.Start + place.Length).SequenceEqual(field).Should().BeTrue();
                found++;
                continue;
            }

            place.Length.Should().Be(0);
            var start = fields.Length;
            fields.Bytes(field);
            memo.Keep(text, new FieldPlace(start, fields.Length - start));
        }

        found.Should().BeGreaterThan(10_000);
        memo.Clear();
        memo.TryFind("甲"u8, out _).Should().BeFalse();
        memo.TryFind(default, out _).Should().BeFalse();
    }

    [Fact]
    public void Texts_that_do_not_repeat_are_soon_no_longer_looked_up()
    {
        var memo = new TextMemo(new PgBlock());
        for (var i = 0; memo.Pays && i < 10_000; i++)
        {
            memo.TryFind(Encoding.UTF8.GetBytes($"PAY{i}"), out _).Should().BeFalse();
        }

        memo.Pays.Should().BeFalse();
    }
}
