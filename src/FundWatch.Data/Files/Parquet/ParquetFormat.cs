namespace FundWatch.Data.Files.Parquet;

/// <summary>Parquet: columns are named, one table a file.</summary>
internal sealed class ParquetFormat : FileFormat
{
    public override string Name => "parquet";

    public override bool IsReadBesideItsHash => true;

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => start.StartsWith("PAR1"u8) || start.StartsWith("PARE"u8);

    public override RowReader Open(SourceFile file, string? part) => new ParquetReader(file.Path, file.Content);
}
