namespace FundWatch.Core.Records;

/// <summary>A kind of record that FundWatch takes in: one table, one layout (数据流).</summary>
/// <param name="Name">Canonical name, also the table's name.</param>
/// <param name="Key">Columns of the natural key; with the source they are a row's identity.</param>
/// <param name="PartitionColumn">The column whose month decides the partition, or null for an unpartitioned table.</param>
/// <param name="IsReference">True for the streams that describe the world (companies, standards, holidays) instead of events.</param>
public sealed record RecordStream(
    string Name, string ChineseName, string EnglishName, bool IsReference,
    IReadOnlyList<Column> Columns, IReadOnlyList<Column> Key, Column? PartitionColumn)
{
    public Column Column(string name) =>
        Columns.FirstOrDefault(c => c.Name == name) ?? throw new ArgumentException($"Stream {Name} has no column {name}.", nameof(name));
}
