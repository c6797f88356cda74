using System.Globalization;
using System.Net.Sockets;
using FundWatch.Host.Pages;
using FundWatch.Host.Texts;
using Npgsql;

namespace FundWatch.UnitTests.Web;

public sealed class FailureWordsTests
{
    public static TheoryData<Exception, string, string> Failures => new()
    {
        { new NpgsqlException("x", new TimeoutException()), "数据库没有按时响应：可能过载，或网络中断。请稍后重试；仍不行请告知系统管理员。", "The database did not answer in time: it is overloaded, or the network broke. Try again later; if it stays so, tell the system administrator." },
        { new NpgsqlException("x", new SocketException(111)), "数据库连不上。", "The database cannot be reached. " },
        { Server("57014"), "查询超过时限被取消。请稍后重试，或缩小范围。", "A query ran over its time limit and was cancelled. Try again later or narrow it." },
        { Server("53300"), "数据库连接数已满，", "The database has no connection left," },
        { Server("28P01"), "数据库拒绝登录：says。请告知系统管理员。", "The database refused the login: says. Tell the system administrator." },
        { Server("3D000"), "数据库不存在：says。请告知系统管理员。", "No such database: says. Tell the system administrator." },
        { Server("42501"), "数据库报错 42501：says。请告知系统管理员。", "The database reported 42501: says. Tell the system administrator." },
        { Server("53100"), "磁盘已满。", "The disk is full." },
        { new UnauthorizedAccessException("Access to the path '/srv/fw/inbox' is denied."), "服务器读写文件失败", "The server could not read or write a file" },
        { new AggregateException(new UnauthorizedAccessException("Access to the path '/srv/fw/inbox' is denied.")), "服务器读写文件失败", "The server could not read or write a file" },
        { new FileNotFoundException("Could not find file '/srv/fw/a'."), "服务器读写文件失败", "The server could not read or write a file" },
        { new InvalidOperationException("odd"), "程序出错：odd（InvalidOperationException）。请告知系统管理员。", "The program failed: odd (InvalidOperationException). Tell the system administrator." },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void A_page_sends_nobody_to_a_command_or_a_folder_of_the_server(Exception failure, string chinese, string english)
    {
        foreach (var (language, begins) in new[] { (Words.Chinese, chinese), (Words.English, english) })
        {
            var said = In(language, () => new Words().Failure(failure));
            said.Should().StartWith(begins).And.NotContainAny("--", "`", "/srv", "max_connections");
        }
    }

    private static PostgresException Server(string state) => new("says", "ERROR", "ERROR", state);

    private static string In(string language, Func<string> say)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        try
        {
            return say();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
