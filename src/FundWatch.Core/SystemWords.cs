using System.Net.Sockets;

namespace FundWatch.Core;

/// <summary>Why the operating system or the network refused, in words of our own: what .NET says is English, and names its types and paths over again.</summary>
public static class SystemWords
{
    /// <summary>A clause without a full stop. What is not known here is quoted as the system says it.</summary>
    public static (string Zh, string En) Of(Exception cause) => cause switch
    {
        SocketException socket => Of(socket),
        { InnerException: SocketException or IOException or TimeoutException } outer => Of(outer.InnerException),
        TimeoutException => ("没有按时响应", "it did not answer in time"),
        FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException => ("它不存在", "it is not there"),
        UnauthorizedAccessException => ("没有权限", "permission denied"),
        PathTooLongException => ("路径太长", "the path is too long"),
        EndOfStreamException => ("连接或文件中途断开", "it broke off in the middle"),
        // On Unix .NET keeps the system's number in the low word.
        IOException => (cause.HResult & 0xFFFF) switch
        {
            5 => ("磁盘读写出错", "the disk failed to read or write"),
            11 or 16 or 26 => ("正被另一程序使用", "another program is using it"),
            20 => ("路径中有一段不是文件夹", "a part of the path is no folder"),
            21 => ("它是文件夹", "it is a folder"),
            24 => ("打开的文件太多", "too many files are open"),
            28 or 122 => ("磁盘已满", "the disk is full"),
            30 => ("所在的文件系统只读", "its file system is read-only"),
            40 => ("链接成环", "its links lead in a circle"),
            107 or 116 => ("网络盘已断开", "the network drive has gone"),
            _ => Quoted(cause),
        },
        _ => Quoted(cause),
    };

    private static (string Zh, string En) Of(SocketException socket) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => ("连接被拒绝，该地址和端口上没有服务", "connection refused, nothing listens at that address and port"),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => ("找不到这个主机名", "there is no host of that name"),
        SocketError.TimedOut => ("连接超时", "the connection timed out"),
        SocketError.NetworkUnreachable or SocketError.HostUnreachable or SocketError.NetworkDown or SocketError.HostDown => ("网络不通", "the network does not reach it"),
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => ("连接被断开", "the connection was closed"),
        SocketError.AddressAlreadyInUse => ("端口已被占用", "the port is taken"),
        SocketError.AddressNotAvailable => ("本机没有这个地址", "this machine has no such address"),
        SocketError.AccessDenied => ("没有权限", "permission denied"),
        _ => Quoted(socket),
    };

    private static (string Zh, string En) Quoted(Exception cause) => cause.Message.Trim().TrimEnd('.') is var words ? ($"系统提示“{words}”", words) : default;
}
