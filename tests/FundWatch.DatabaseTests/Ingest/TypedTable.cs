using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>
/// The same values as CSV, Parquet and Arrow, each as the format writes them by itself. A column's values are all of one type (string, int, long, double, decimal with four
/// places, DateOnly, DateTime) or null.
/// </summary>
internal sealed record TypedTable(string[] Headers, IReadOnlyList<object?[]> Rows)
{
    private static readonly Decimal128Type _amount = new(18, 4);

    public byte[] Csv() => Encoding.UTF8.GetBytes(string.Join(',', Headers) + "\n" + string.Concat(Rows.Select(r => string.Join(',', r.Select(Text)) + "\n")));

    public async Task<byte[]> ParquetAsync(bool dictionaries, int groupSize)
    {
        DataField[] fields = [.. Headers.Select(DataField (name, c) => TypeOf(c) switch
        {
            { } t when t == typeof(DateOnly) => new DateTimeDataField(name, DateTimeFormat.Date, isNullable: true),
            { } t when t == typeof(DateTime) => new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros, isNullable: true),
            { } t when t == typeof(decimal) => new DecimalDataField(name, 18, 4, isNullable: true),
            { } t when t == typeof(int) => new DataField<int?>(name),
            { } t when t == typeof(long) => new DataField<long?>(name),
            { } t when t == typeof(double) => new DataField<double?>(name),
            _ => new DataField<string>(name),
        })];
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Snappy };
        foreach (var field in fields.Where(f => dictionaries && f is DataField<string>))
        {
            options.ColumnEncodingHints[field.Name] = EncodingHint.Dictionary;
        }

        using var to = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), to, options))
        {
            foreach (var part in Rows.Chunk(groupSize))
            {
                using var group = writer.CreateRowGroup();
                for (var c = 0; c < fields.Length; c++)
                {
                    var values = part.Select(r => r[c]);
                    await (TypeOf(c) switch
                    {
                        { } t when t == typeof(DateOnly) => group.WriteAsync<DateTime>(fields[c], values.Select(v => ((DateOnly?)v)?.ToDateTime(default)).ToArray()),
                        { } t when t == typeof(DateTime) => group.WriteAsync<DateTime>(fields[c], values.Select(v => (DateTime?)v).ToArray()),
                        { } t when t == typeof(decimal) => group.WriteAsync<decimal>(fields[c], values.Select(v => (decimal?)v).ToArray()),
                        { } t when t == typeof(int) => group.WriteAsync<int>(fields[c], values.Select(v => (int?)v).ToArray()),
                        { } t when t == typeof(long) => group.WriteAsync<long>(fields[c], values.Select(v => (long?)v).ToArray()),
                        { } t when t == typeof(double) => group.WriteAsync<double>(fields[c], values.Select(v => (double?)v).ToArray()),
                        _ => group.WriteAsync(fields[c], values.Select(v => (string?)v).ToArray()),
                    });
                }
            }
        }

        return to.ToArray();
    }

    public byte[] Arrow(bool isFile, int batchSize)
    {
        var schema = new Schema(Headers.Select((name, c) => new Apache.Arrow.Field(name, Column([], c).Data.DataType, true)), null);
        using var to = new MemoryStream();
        using (var writer = isFile ? new ArrowFileWriter(to, schema, leaveOpen: true) : new ArrowStreamWriter(to, schema, leaveOpen: true))
        {
            foreach (var part in Rows.Chunk(batchSize))
            {
                writer.WriteRecordBatch(new RecordBatch(schema, Headers.Select((_, c) => Column(part, c)), part.Length));
            }

            writer.WriteEnd();
        }

        return to.ToArray();
    }

    private IArrowArray Column(object?[][] rows, int c)
    {
        var values = rows.Select(r => r[c]);
        return TypeOf(c) switch
        {
            { } t when t == typeof(DateOnly) => values.Aggregate(new Date32Array.Builder(), (b, v) => v is DateOnly d ? b.Append(d) : b.AppendNull()).Build(),
            { } t when t == typeof(DateTime) => values.Aggregate(new TimestampArray.Builder(new TimestampType(TimeUnit.Microsecond, (string?)null)),
                (b, v) => v is DateTime d ? b.Append(new DateTimeOffset(d, TimeSpan.Zero)) : b.AppendNull()).Build(),
            { } t when t == typeof(decimal) => values.Aggregate(new Decimal128Array.Builder(_amount), (b, v) => v is decimal d ? b.Append(d) : b.AppendNull()).Build(),
            { } t when t == typeof(int) => values.Aggregate(new Int32Array.Builder(), (b, v) => b.Append((int?)v)).Build(),
            { } t when t == typeof(long) => values.Aggregate(new Int64Array.Builder(), (b, v) => b.Append((long?)v)).Build(),
            { } t when t == typeof(double) => values.Aggregate(new DoubleArray.Builder(), (b, v) => b.Append((double?)v)).Build(),
            _ => values.Aggregate(new StringArray.Builder(), (b, v) => v is string s ? b.Append(s) : b.AppendNull()).Build(),
        };
    }

    private Type TypeOf(int c) => Rows.Select(r => r[c]?.GetType()).FirstOrDefault(t => t is not null) ?? typeof(string);

    private static string Text(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture),
        string text when text.Contains(',') || text.Contains('"') || text.Contains('\n') => '"' + text.Replace("\"", "\"\"") + '"',
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
