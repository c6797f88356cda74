using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

public sealed class FileDamageTests
{
    [Theory]
    [InlineData(typeof(EndOfStreamException), DamageKind.CutShort), InlineData(typeof(InvalidDataException), DamageKind.NotUnpacked), InlineData(typeof(IndexOutOfRangeException), DamageKind.WrongPlace)]
    [InlineData(typeof(ArgumentOutOfRangeException), DamageKind.WrongPlace), InlineData(typeof(OverflowException), DamageKind.WrongPlace), InlineData(typeof(FormatException), DamageKind.WrongStructure)]
    internal void What_others_have_noticed_is_told_by_its_type_and_not_by_its_words(Type type, DamageKind kind)
    {
        var damage = FileDamage.Of((Exception)Activator.CreateInstance(type)!);
        damage.Kind.Should().Be(kind);
        damage.Words.Zh.Should().StartWith(kind.Words().Zh);
        (damage.Words.Zh + damage.Words.En).Should().NotContainAny("Parameter", "Specified", "Arithmetic", "Index was", "Unable");
    }

    [Fact]
    public void Every_kind_has_words_of_its_own_in_both_languages()
    {
        var words = Enum.GetValues<DamageKind>().Select(k => k.Words()).ToList();
        words.Select(w => w.Zh).Should().OnlyHaveUniqueItems().And.OnlyContain(w => w.Any(c => c >= '\u4E00') && !w.EndsWith('。'));
        words.Select(w => w.En).Should().OnlyHaveUniqueItems().And.OnlyContain(w => w.All(char.IsAscii) && !w.EndsWith('.'));
    }

    [Fact]
    public void A_text_in_a_message_is_short_and_in_one_line() =>
        FileDamage.Shown("第一行\n第二行第三行第四行"u8).Should().Be("第一行 第二行第…");

    [Fact]
    public void A_place_is_the_same_however_the_text_is_cut_into_blocks()
    {
        var text = "a\n县b\n\nc"u8.ToArray();
        for (var cut = 0; cut <= text.Length; cut++)
        {
            var place = new TextPlace();
            place.Pass(text.AsSpan(0, cut));
            place.Pass(text.AsSpan(cut));
            (place.Line, place.Byte).Should().Be((4, 2));
        }
    }
}
