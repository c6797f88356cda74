using FundWatch.Data.Files;

namespace FundWatch.UnitTests.Files;

public sealed class DamageWordsTests
{
    public static TheoryData<Exception, string, string> Causes => new()
    {
        { new FormatException("the end of the file is missing"), "文件不完整", "breaks off" },
        { new EndOfStreamException(), "文件不完整", "breaks off" },
        { new FormatException("there is no type 15"), "内部结构有误（技术细节：there is no type 15）", "(detail: there is no type 15)" },
        { new ArgumentOutOfRangeException("start"), "超出范围", "out of range" },
        { new OverflowException(), "超出范围", "out of range" },
    };

    [Theory]
    [MemberData(nameof(Causes))]
    public void People_read_what_is_wrong_and_never_the_words_of_the_runtime(Exception cause, string zh, string en)
    {
        var words = DamageWords.Of(cause);
        words.Zh.Should().Contain(zh);
        words.En.Should().Contain(en);
        (words.Zh + words.En).Should().NotContainAny("Parameter", "Specified", "Arithmetic", "Unable");
    }
}
