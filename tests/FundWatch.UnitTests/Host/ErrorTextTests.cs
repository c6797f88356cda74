using System.Globalization;
using System.Net.Sockets;
using FundWatch.Core;
using FundWatch.Data.Files;
using FundWatch.Host.Cli;
using Npgsql;

namespace FundWatch.UnitTests.Host;

public class ErrorTextTests
{
    [Fact]
    public void A_problem_is_printed_as_it_says_and_ends_with_1() =>
        Report(new ProblemException("磁盘在哪里", "where is the disk")).Should().Be((ExitCode.Failed, "where is the disk"));

    [Fact]
    public void Wrong_usage_ends_with_2() => Report(new UsageException("用法不对", "wrong usage")).Should().Be((ExitCode.Usage, "wrong usage"));

    [Fact]
    public void A_full_disk_names_the_disk_of_the_data_directory()
    {
        Report(new IOException("No space left on device", 28)).Text.Should().Contain("The disk is full").And.Contain("data directory");
        Report(new PostgresException("could not extend file", "ERROR", "ERROR", PostgresErrorCodes.DiskFull)).Text.Should().Contain("The disk is full");
    }

    [Fact]
    public void A_database_that_is_down_names_the_option_and_the_doctor() =>
        Report(new NpgsqlException("x", new SocketException(111))).Text.Should().Contain("--connection").And.Contain("doctor");

    [Fact]
    public void Being_cancelled_is_not_a_failure_of_the_program() =>
        Report(new OperationCanceledException()).Code.Should().Be(ExitCode.Cancelled);

    [Fact]
    public void Whoever_stops_a_run_is_told_that_the_same_command_carries_on() =>
        Report(new OperationCanceledException()).Text.Should().Contain("Run the same command again to carry on");

    [Fact]
    public void A_folder_that_is_not_there_is_named_without_the_words_of_dotnet()
    {
        var failure = Record.Exception(() => File.WriteAllText("/no/such/folder/leads.csv", ""));

        ErrorText.Describe(failure!).Zh.Should().Be("文件夹不存在：/no/such/folder。请先建立，或更正路径。");
        ErrorText.Describe(failure!).En.Should().Contain("The folder /no/such/folder does not exist").And.NotContain("Could not find");
        ErrorText.Describe(new FileNotFoundException("Could not find file '/x.csv'.")).Zh.Should().Be("找不到文件 /x.csv。请检查路径。");
        ErrorText.Describe(new UnauthorizedAccessException("Access to the path '/root/x' is denied.")).Zh.Should().Contain("/root/x").And.NotContain("Access");
    }

    [Fact]
    public void What_the_system_refused_is_said_without_its_English_in_the_Chinese()
    {
        ErrorText.Describe(new NpgsqlException("Failed to connect to 10.0.0.5:5432", new SocketException((int)SocketError.ConnectionRefused))).Zh.Should().Contain("连接被拒绝").And.NotContain("Failed");
        ErrorText.Describe(new IOException("Input/output error : '/data/a.csv'", 5)).Zh.Should().Be("读写失败（/data/a.csv）：磁盘读写出错。请检查该文件和磁盘后重试。");
        ErrorText.Describe(new IOException("No space left on device : '/data/a.csv'", 28)).Zh.Should().StartWith("磁盘已满（/data/a.csv）").And.NotContain("device");
        SystemWords.Of(new IOException("Something new.", 9999)).Should().Be(("系统提示“Something new”", "Something new"));
    }

    [Theory]
    [InlineData("/no/such/place/a.csv", "没有文件 /no/such/place/a.csv。请检查路径。", "There is no file /no/such/place/a.csv")]
    [InlineData("/", "/ 是文件夹，这里需要一个文件。", "/ is a folder")]
    public void A_file_that_is_not_there_is_said_to_be_absent_and_not_damaged(string path, string zh, string en)
    {
        var refused = FluentActions.Invoking(() => SourceFile.Probe(path)).Should().Throw<FileRefused>().Which;
        refused.Zh.Should().Be(zh);
        refused.En.Should().StartWith(en).And.NotContain("complete");
    }

    [Fact]
    public void A_link_to_nothing_names_what_it_leads_to()
    {
        var link = Path.Combine(Path.GetTempPath(), $"fundwatch-{Guid.NewGuid():N}.csv");
        File.CreateSymbolicLink(link, "/nowhere/at/all.csv");
        var refused = FluentActions.Invoking(() => SourceFile.Probe(link)).Should().Throw<FileRefused>().Which;
        File.Delete(link);
        refused.Zh.Should().Contain("所指的 /nowhere/at/all.csv 不存在");
        refused.En.Should().Contain("is a link to /nowhere/at/all.csv, which is not there");
    }

    [Fact]
    public void A_database_that_does_not_answer_is_told_from_one_that_refuses()
    {
        ErrorText.IsUnreachable(new InvalidOperationException("page", new NpgsqlException("x", new SocketException(111)))).Should().BeTrue();
        ErrorText.IsUnreachable(new NpgsqlException("x", new EndOfStreamException())).Should().BeTrue();
        ErrorText.IsUnreachable(new PostgresException("x", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown)).Should().BeTrue();
        ErrorText.IsUnreachable(new PostgresException("x", "ERROR", "ERROR", PostgresErrorCodes.UniqueViolation)).Should().BeFalse();
        ErrorText.IsUnreachable(new IOException("x")).Should().BeFalse();
    }

    [Fact]
    public void A_defect_is_one_line_without_its_trace_unless_asked()
    {
        Report(new InvalidOperationException("odd")).Text.Should().NotContain("   at ").And.Contain("--verbose");
        var error = new StringWriter();
        ErrorText.Report(new InvalidOperationException("odd"), verbose: true, error);
        error.ToString().Should().Contain("System.InvalidOperationException");
    }

    private static (int Code, string Text) Report(Exception failure)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        var error = new StringWriter();
        var code = ErrorText.Report(failure, verbose: false, error);
        return (code, error.ToString().Replace("error: ", "").TrimEnd());
    }
}
