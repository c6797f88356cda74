namespace FundWatch.Data.Files.Query;

/// <summary>Rows of a query, laid down by <see cref="QuerySpool"/>.</summary>
internal sealed class QueryFormat : FileFormat
{
    public override string Name => "query";

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => start.StartsWith(QuerySpool.Mark);

    public override RowReader Open(SourceFile file, string? part) => new QueryRows(file);
}
