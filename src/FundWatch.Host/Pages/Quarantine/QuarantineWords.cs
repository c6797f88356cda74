using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Quarantine;

/// <summary>Names of columns and reasons in the reader's language.</summary>
public static class QuarantineWords
{
    public static string Column(string stream, string? column) => column is null ? Show.Nothing
        : RecordStreams.Find(stream)?.Columns.FirstOrDefault(c => c.Name == column) is { } known ? Words.Pick(known.ChineseHeader, known.Name) : column;

    /// <summary>Why a cell was refused, in a few words.</summary>
    public static string Reason(string code)
    {
        var (zh, en) = CellIssueNames.Of(code);
        return Words.Pick(zh, en);
    }
}
