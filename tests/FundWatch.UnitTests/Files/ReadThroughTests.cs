using System.Security.Cryptography;
using System.Text.Unicode;
using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

/// <summary>A file's hash and whether it is UTF-8, however its bytes come and wherever a block cuts a character.</summary>
public sealed class ReadThroughTests
{
    private const int Block = 1024 * 1024;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(int.MaxValue)]
    public void Blocks_of_any_size_say_the_same_of_any_bytes(int most)
    {
        byte[][] pieces = ["a"u8.ToArray(), "é"u8.ToArray(), "一"u8.ToArray(), "😀"u8.ToArray(), "\uFFFD"u8.ToArray(), [0xE4], [0x80], [0xF0, 0x9F], [0xFF]];
        var random = new Random(most);
        for (var round = 0; round < 500; round++)
        {
            var kinds = round % 3 == 0 ? pieces.Length : 4 + round % 2; // most without what is damaged
            Same([.. Enumerable.Range(0, random.Next(14)).SelectMany(_ => pieces[random.Next(kinds)])], most);
        }
    }

    [Theory]
    [InlineData("é")]
    [InlineData("一")]
    [InlineData("😀")]
    [InlineData("\uFFFD")]
    public void A_character_may_lie_across_the_end_of_any_block(string character)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(character);
        for (var before = 0; before <= bytes.Length; before++)
        {
            foreach (var blocks in new[] { 1, 2, 3 })
            {
                byte[] text = [.. Enumerable.Repeat((byte)'x', blocks * Block - before), .. bytes, .. "yz"u8];
                Same(text, int.MaxValue);
                Same(text[..(blocks * Block)], int.MaxValue); // the end cuts it off
            }
        }
    }

    [Theory]
    [InlineData("a.csv", "a,b\n1,2\n", true)]
    [InlineData("a.jsonl", "{\"a\": 1}\n", true)]
    [InlineData("a.parquet", "PAR1", true)]
    [InlineData("a.arrow", "ARROW1", true)]
    [InlineData("a.xlsx", "PK\u0003\u0004", false)] // looked through first, and read by a process of its own
    public void Rows_of_large_files_are_read_beside_the_hash_where_nothing_else_needs_all_of_the_file(string name, string start, bool isBeside)
    {
        using var table = new TableFile(name, System.Text.Encoding.Latin1.GetBytes(start + new string(' ', 2 * Block)));
        var size = new FileInfo(table.Path).Length;
        var file = SourceFile.Probe(table.Path, largeFile: size);
        (file.WrittenAt is not null).Should().Be(isBeside);
        SourceFile.Probe(table.Path, largeFile: size + 1).WrittenAt.Should().BeNull("it is small");
        file.Sha256.Should().Be(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(table.Path))));
    }

    private static void Same(byte[] bytes, int most)
    {
        using var hash = new HashAside();
        var seen = new MemoryStream();
        var isText = SourceFile.ReadThrough(new Pieces(bytes, most), default, block =>
        {
            hash.Append(block);
            seen.Write(block.Span);
            return true;
        });
        seen.ToArray().AsSpan().SequenceEqual(bytes).Should().BeTrue();
        hash.ToHex().Should().Be(Convert.ToHexStringLower(SHA256.HashData(bytes)));
        isText.Should().Be(Utf8.IsValid(bytes) && bytes.AsSpan().IndexOf("\uFFFD"u8) < 0, Convert.ToHexString(bytes.AsSpan(0, Math.Min(bytes.Length, 60))));
    }

    private sealed class Pieces(byte[] bytes, int most) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, most));
    }
}
