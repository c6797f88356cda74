using System.Globalization;
using System.Net.Sockets;
using FundWatch.Core;
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
