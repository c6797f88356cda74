using System.Text;
using FundWatch.Data.Files.Columnar;

namespace FundWatch.UnitTests.Files;

public sealed class RepeatedTextsTests
{
    [Fact]
    public void A_text_that_was_here_before_is_the_entry_it_became_and_no_other()
    {
        var texts = new RepeatedTexts();
        var random = new Random(7);
        var entries = 0;
        for (var i = 0; i < 60_000; i++)
        {
            // More texts than places, of no bytes to some hundreds.
            var text = Encoding.UTF8.GetBytes(new string((char)('甲' + random.Next(3)), random.Next(0, 100)) + (i % 5 == 0 ? "" : random.Next(40)));
            var entry = texts.EntryOf(text);
            texts.Entries.Get(entry).SequenceEqual(text).Should().BeTrue();
            entries = Math.Max(entries, entry + 1);
        }

        texts.Entries.Count.Should().Be(entries).And.BeLessThan(50_000);
    }

    [Fact]
    public void Texts_that_do_not_repeat_are_soon_no_longer_looked_up()
    {
        var texts = new RepeatedTexts();
        var tried = 0;
        for (; texts.Pays && tried < 10_000; tried++)
        {
            texts.EntryOf(Encoding.UTF8.GetBytes($"PAY{tried}"));
        }

        tried.Should().BeLessThan(5_000);
    }

    [Fact]
    public void Texts_that_repeat_at_first_and_then_no_more_are_found_out_when_the_dictionary_is_full()
    {
        var texts = new RepeatedTexts();
        var tried = 0;
        for (; texts.Pays && tried < 100_000; tried++)
        {
            texts.Begin();
            texts.EntryOf(tried < 5_000 ? "大白菜"u8 : tried % 2 == 0 ? [] : Encoding.UTF8.GetBytes($"第{tried}所中心小学校本部"));
        }

        tried.Should().BeInRange(5_000, 60_000, "empty texts are no reason to go on");
    }

    [Fact]
    public void A_dictionary_that_is_full_is_left_for_another()
    {
        var texts = new RepeatedTexts();
        var before = texts.Entries;
        for (var i = 0; i < 2_000; i++)
        {
            texts.EntryOf(Encoding.UTF8.GetBytes($"{i:0000}{new string('x', 900)}"));
        }

        before.Should().BeSameAs(texts.Entries, "a batch of rows has one dictionary");
        texts.Begin();
        before.Should().NotBeSameAs(texts.Entries);
        texts.EntryOf("甲"u8).Should().Be(0);
        texts.EntryOf("乙"u8).Should().Be(1);
        texts.EntryOf("甲"u8).Should().Be(0);
    }

    [Fact]
    public void Texts_of_a_plain_column_that_repeat_are_numbers_of_entries_and_what_is_no_text_is_marked_all_the_same()
    {
        var column = new CellColumn(4);
        column.ExpectRepeats();
        var bytes = "甲甲x"u8.ToArray().Concat(new byte[] { 0xFF }).Concat("\uFFFD"u8.ToArray()).ToArray();
        (int Start, int Length)[] places = [(0, 3), (3, 3), (7, 1), (8, 3)];
        column.Begin(new CellType(ValueKind.Text), bytes);
        foreach (var (start, length) in places)
        {
            column.Add(start, length);
        }

        column.LieTogether(..bytes.Length, areApart: false);
        column.LookAtTexts(4);
        column.Entry(0).Should().Be(column.Entry(1));
        column.Text(1).SequenceEqual("甲"u8).Should().BeTrue();
        Enumerable.Range(0, 4).Select(column.IsBad).Should().Equal(false, false, true, true);

        // One too long for a dictionary: the batch stays as it is.
        var tall = Encoding.UTF8.GetBytes("甲" + new string('y', RepeatedTexts.Longest));
        column.Begin(new CellType(ValueKind.Text), tall);
        column.Add(0, 3);
        column.Add(0, tall.Length);
        column.LookAtTexts(2);
        column.Dictionary.Should().BeNull();
        column.HasBad.Should().BeFalse();
        column.Text(0).SequenceEqual("甲"u8).Should().BeTrue();
    }
}
