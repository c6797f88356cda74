using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>Of a file, or a part of it, without a record of its stream: one line stands for a table of nothing but zeros.</summary>
public static class EmptyFile
{
    /// <returns>Null where there are records.</returns>
    public static (string Zh, string En)? Words(QualityReport report)
    {
        var stream = RecordStreams.Get(report.Batch.Stream);
        return report.Load.Rows > 0 ? null : ($"文件中没有“{stream.ChineseName}”的记录。", $"The file holds no records of the stream {stream.Name} ({stream.EnglishName}).");
    }
}
