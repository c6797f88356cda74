using System.Globalization;
using System.Text.RegularExpressions;
using FundWatch.Host.Accounts;
using FundWatch.Host.Pages;
using FundWatch.Host.Texts;

namespace FundWatch.UnitTests.Texts;

public sealed partial class WordsTests
{
    private static readonly IReadOnlyDictionary<string, string> _chinese = Words.Of(Words.Chinese);
    private static readonly IReadOnlyDictionary<string, string> _english = Words.Of(Words.English);

    [Fact]
    public void Both_languages_have_the_same_texts() => _english.Keys.Should().BeEquivalentTo(_chinese.Keys);

    [Fact]
    public void Both_languages_take_the_same_values() =>
        _chinese.Where(t => !Holes(t.Value).SetEquals(Holes(_english[t.Key]))).Select(t => t.Key).Should().BeEmpty();

    [Fact]
    public void No_text_is_empty() => _chinese.Concat(_english).Where(t => string.IsNullOrWhiteSpace(t.Value)).Select(t => t.Key).Should().BeEmpty();

    [Fact]
    public void English_texts_hold_no_Chinese() => _english.Where(t => Han().IsMatch(t.Value)).Select(t => t.Key).Should().BeEmpty();

    // A lead is a question: these words belong to findings that a person has made.
    [Theory]
    [InlineData("骗取")]
    [InlineData("挪用")]
    [InlineData("虚报冒领")]
    [InlineData("贪污")]
    public void No_text_speaks_a_verdict(string word) => _chinese.Where(t => t.Value.Contains(word)).Select(t => t.Key).Should().BeEmpty();

    [Fact]
    public void Every_text_that_a_page_names_exists()
    {
        var named = Directory.EnumerateFiles(SourceOfHost(), "*.*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .SelectMany(f => Keys().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Distinct();
        named.Except(_chinese.Keys).Should().BeEmpty();
    }

    [Fact]
    public void Every_role_and_page_has_a_name() =>
        Role.All.Select(r => "role." + r).Concat(Menu.Entries.Select(e => e.Title)).Except(_chinese.Keys).Should().BeEmpty();

    [Theory]
    [InlineData("zh-CN", "登录")]
    [InlineData("en", "Sign in")]
    [InlineData("fr", "登录")]
    public void The_language_follows_the_request_and_is_Chinese_otherwise(string culture, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            new Words()["signin.title"].Should().Be(expected);
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("1", "1 row = 1 loaded")]
    [InlineData("0", "0 rows = 1 loaded")]
    [InlineData("1,201", "1,201 rows = 1 loaded")]
    public void A_noun_fits_its_number(string rows, string expected)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(Words.English);
        try
        {
            new Words()["batch.sum", rows, 1, 0, 0, 0].Should().StartWith(expected);
            new Words()["queue.summary", 1, "¥5"].Should().Be("1 lead, ¥5 at stake");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    // "{0} rows" would be wrong of one.
    [Fact]
    public void No_English_text_counts_a_plural_that_cannot_be_one() =>
        _english.Where(t => Plural().IsMatch(t.Value) && t.Key is not ("runs.updated" or "map.ours_label" or "runs.when.weekly")).Select(t => t.Key).Should().BeEmpty();

    private static HashSet<string> Holes(string text) => Hole().Matches(text).Select(m => m.Value).ToHashSet();

    private static string SourceOfHost()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FundWatch.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not run inside the repository.");
        }

        return Path.Combine(folder.FullName, "src", "FundWatch.Host");
    }

    // W["key"], W["key", …] and W.Find("key"); a key built from data ends in a dot and is left to the data's own test.
    [GeneratedRegex("""(?:\bW|_words|words)(?:\[|\.Find\()"([a-z_.]+[a-z_])"[\],)]""")]
    private static partial Regex Keys();

    [GeneratedRegex(@"\{\d\}")]
    private static partial Regex Hole();

    [GeneratedRegex(@"\{\d\} (?:rows|leads|subjects|rules|names|peers|minutes|points|files|records|columns)\b")]
    private static partial Regex Plural();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
