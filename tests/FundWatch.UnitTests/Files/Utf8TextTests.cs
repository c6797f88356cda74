using System.Text;
using System.Text.Unicode;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>Our check says what the runtime's says.</summary>
public sealed class Utf8TextTests
{
    // Characters of every length, and at the borders of what is allowed.
    private static readonly string[] _characters = ["a", "\0", "\u007F", "\u0080", "é", "\u07FF", "\u0800", "县", "\uD7FF", "\uE000", "\uFFFD", "\uFFFF", "\U00010000", "😀", "\U0010FFFF"];

    // What is wrong by its bytes: too short, too long, longer than need be, half of a pair, beyond the last character.
    private static readonly byte[][] _wrong =
    [
        [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE5, 0x8E], [0xE5], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
        [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ];

    [Fact]
    public void Texts_are_texts_at_every_length_and_wherever_they_begin()
    {
        var random = new Random(7);
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(_ => _characters[random.Next(_characters.Length)])));
        for (var start = 0; start < 40; start++)
        {
            for (var length = 0; length < 300; length++)
            {
                var part = bytes.AsSpan(start, length);
                Utf8Text.IsValid(part).Should().Be(Utf8.IsValid(part), $"from {start}, {length} bytes");
            }
        }
    }

    [Fact]
    public void Whatever_is_wrong_is_found_in_every_place()
    {
        foreach (var wrong in _wrong)
        {
            foreach (var around in new[] { "a", "县" })
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(around, 300)));
                for (var before = 120; before < 220; before++)
                {
                    var place = before / Encoding.UTF8.GetByteCount(around) * Encoding.UTF8.GetByteCount(around);
                    foreach (var behind in new[] { 0, 3, 60 })
                    {
                        byte[] bytes = [.. text[..place], .. wrong, .. text[..behind]];
                        Utf8.IsValid(bytes).Should().BeFalse();
                        Utf8Text.IsValid(bytes).Should().BeFalse($"{Convert.ToHexString(wrong)} stands behind {place} bytes and before {behind}");
                    }
                }
            }
        }
    }

    [Fact]
    public void Bytes_by_chance_are_judged_alike()
    {
        var random = new Random(20251127);
        var valid = 0;
        for (var i = 0; i < 60_000; i++)
        {
            var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(45, 120)).Select(_ => _characters[random.Next(_characters.Length)])));
            for (var change = random.Next(3); change > 0; change--)
            {
                text[random.Next(text.Length)] = (byte)random.Next(256);
            }

            var isValid = Utf8.IsValid(text);
            valid += isValid ? 1 : 0;
            (Utf8Text.IsValid(text) == isValid).Should().BeTrue(Convert.ToHexString(text));
        }

        valid.Should().BeInRange(15_000, 45_000);
    }
}
