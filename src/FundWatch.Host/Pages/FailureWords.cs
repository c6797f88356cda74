using FundWatch.Data.Ingest.Sent;
using FundWatch.Host.Cli;
using FundWatch.Host.Texts;
using Npgsql;

namespace FundWatch.Host.Pages;

/// <summary>What a dialog or a part of a page says of a step that failed, where the page's own message would take away what is open or typed.</summary>
public static class FailureWords
{
    public static string Failure(this Words words, Exception failure)
    {
        if (failure is AggregateException { InnerExceptions: [var one] })
        {
            return words.Failure(one);
        }

        if (ErrorText.IsUnreachable(failure))
        {
            return $"{words["nodatabase.title"]}{Words.Pick("。", ". ")}{words["nodatabase.text"]}";
        }

        // Folders and settings of the server are the business of those who keep it.
        if (failure is PostgresException { SqlState: PostgresErrorCodes.TooManyConnections })
        {
            return words["failure.busy"];
        }

        if (failure is UnauthorizedAccessException or IOException)
        {
            return words["failure.files"];
        }

        var (zh, en) = ErrorText.Describe(failure);
        return SenderWords.Of(Words.Pick(zh, en));
    }
}
