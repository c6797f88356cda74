using FundWatch.Data.Features;

namespace FundWatch.UnitTests.Models;

/// <summary>A model is bound to what its figures follow from, and to nothing else of the file.</summary>
public sealed class FeatureHashTests
{
    private const string File = """
        -- feature_set: a-set
        -- version: 1
        -- stream: reception
        -- subject_kind: organisation
        -- title_zh: 单位
        -- title_en: Bureaus
        -- feature: spend | zh 支出 | en Spend | unit 元 | direction high
        -- What it costs.
        select org_code as subject_code, 'a -- b' as sector, /* all of it */ sum(total_amount) as spend
        from reception group by 1
        """;

    [Theory]
    [InlineData("-- What it costs.", "-- What all of it costs.")]
    [InlineData("-- What it costs.\n", "")]
    [InlineData("/* all of it */", "/* all /* really */ of it */")]
    [InlineData("as spend\n", "as spend -- in yuan\n\n")]
    [InlineData("group by 1", "group by 1  \n\n-- the end")]
    [InlineData("title_en: Bureaus", "title_en: All bureaus")]
    [InlineData("unit 元", "unit yuan")]
    public void What_it_says_to_people_does_not_count(string was, string now)
    {
        Changed(was, now).Sha256.Should().Be(Parse(File).Sha256);
        Changed(was, now).FileSha256.Should().NotBe(Parse(File).FileSha256);
    }

    [Theory]
    [InlineData("sum(", "max(")]
    [InlineData("'a -- b'", "'a -- c'")] // in quotes it is no comment
    [InlineData("'a -- b'", "'a -- b '")]
    [InlineData("direction high", "direction low")]
    [InlineData("subject_kind: organisation", "subject_kind: company")]
    [InlineData("/* all of it */", "/* all of it */ -- */")] // the rest of the line is gone
    public void What_it_says_to_the_server_does(string was, string now) => Changed(was, now).Sha256.Should().NotBe(Parse(File).Sha256);

    [Theory]
    [InlineData("select 'it''s -- not' -- but this", "select 'it''s -- not'\n")]
    [InlineData("select E'\\' -- not', 'a\\' -- but this", "select E'\\' -- not', 'a\\'\n")]
    [InlineData("select \"a--b\", $t$ -- not $t$, $1 -- this $1", "select \"a--b\", $t$ -- not $t$, $1\n")]
    [InlineData("select 1/*a*/+2\n\n \n;", "select 1 +2\n;\n")]
    [InlineData("select 'open -- for ever", "select 'open -- for ever\n")]
    [InlineData("select 1 /* open", "select 1\n")]
    public void Quotes_keep_what_looks_like_a_comment(string sql, string said) => SqlText.WithoutComments(sql).Should().Be(said);

    private static FeatureSet Changed(string was, string now)
    {
        File.Should().Contain(was);
        return Parse(File.Replace(was, now, StringComparison.Ordinal));
    }

    private static FeatureSet Parse(string text) => FeatureFile.Parse("a-set.sql", text);
}
