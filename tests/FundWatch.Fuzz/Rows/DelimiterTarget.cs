using FundWatch.Data.Files;

namespace FundWatch.Fuzz.Rows;

/// <summary>Delimiters of several bytes, runs of blanks and the line ends of Unicode: the same rows however the bytes come, and without quotes the same as if the text had been written with single bytes.</summary>
internal static class DelimiterTarget
{
    private const byte NoQuote = 0xFF;

    private static readonly WrittenDialect[] _dialects = [new("|@|", null), new("||", ""), new("，", null), new(" ", null), new(",", "'")];

    public static void Run(byte[] input)
    {
        // The first byte chooses what a mapping would say.
        var choice = input.Length == 0 ? 0 : input[0] % (_dialects.Length + 1);
        var text = input.Length == 0 ? input : input[1..];
        var dialect = choice < _dialects.Length ? _dialects[choice] : null;
        var whole = ReadRows.Of(() => Open(new MemoryStream(text), text, dialect, 512 * 1024));
        whole.MustBe(ReadRows.Of(() => Open(new DribblingStream(text), text, dialect, 61)), "dribbling");
        if (dialect is not null && dialect.For(text).Quote == NoQuote)
        {
            new ReadRows(new PlainCsv(Replaced(text, dialect.Delimiter!), 0x1F, NoQuote).Rows(), null).MustBe(whole, "with a single byte between the cells");
        }
    }

    private static DelimitedReader Open(Stream utf8, byte[] text, WrittenDialect? dialect, int buffer) => dialect is null
        ? new DelimitedReader(new SeparatorStream(utf8, SeparatorStream.LineEnds, (byte)'"'), new Dialect((byte)','), bufferSize: buffer)
        : new DelimitedReader(dialect.Over(utf8), dialect.For(text), bufferSize: buffer);

    private static byte[] Replaced(byte[] text, string delimiter)
    {
        var sign = System.Text.Encoding.UTF8.GetBytes(delimiter);
        var made = new List<byte>();
        for (var i = 0; i < text.Length;)
        {
            var parts = text.AsSpan(i).StartsWith(sign);
            made.Add(parts ? (byte)0x1F : text[i] == 0x1F ? (byte)' ' : text[i]);
            i += parts ? sign.Length : 1;
        }

        return [.. made];
    }
}
