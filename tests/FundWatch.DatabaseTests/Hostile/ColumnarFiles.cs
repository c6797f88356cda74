using Apache.Arrow;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet.Serialization;
using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Parquet and Arrow with nested types, without rows, with marks but nothing between them, with lengths that lie.</summary>
internal static class ColumnarFiles
{
    private sealed class Payment
    {
        public string? payment_id { get; set; }
        public string? canteen_code { get; set; }
        public string? paid_at { get; set; }
        public string? amount { get; set; }
    }

    private sealed class Nested
    {
        public string payment_id { get; set; } = "";
        public List<string> guests { get; set; } = [];
    }

    private sealed class DeeplyNested
    {
        public string payment_id { get; set; } = "";
        public List<Nested> tables { get; set; } = [];
    }

    private sealed class Binary
    {
        public byte[] payment_id { get; set; } = [];
        public string canteen_code { get; set; } = "C1";
        public string paid_at { get; set; } = "2025-01-02 12:00:00";
        public double amount { get; set; }
    }

    public static IEnumerable<HostileFile> All()
    {
        yield return Bytes("good.parquet", Parquet("c1", Rows), Rows, 0);
        yield return Bytes("no-rows.parquet", Parquet("c2", 0), 0, 0);
        yield return Bytes("bad-cells.parquet", Written([new Payment { payment_id = "c3", canteen_code = "C1", paid_at = "2025-02-30 12:00:00", amount = "5" }, new Payment { payment_id = null, canteen_code = "C1", paid_at = "2025-01-01", amount = "5" }]), 0, 2, "bad_timestamp", "missing_value");
        yield return Whole("nested.parquet", Written([new Nested { payment_id = "1", guests = ["a", "b"] }]), "nested_column");
        yield return Whole("deeply-nested.parquet", Written([new DeeplyNested { payment_id = "1", tables = [new Nested()] }]), "nested_column");
        yield return Damaged("binary-and-nan.parquet", Written([new Binary { payment_id = [0xFF, 0], amount = double.NaN }, new Binary { payment_id = "c4"u8.ToArray(), amount = double.PositiveInfinity }, new Binary { payment_id = "c5"u8.ToArray(), amount = 1e308 }, new Binary { payment_id = "c6"u8.ToArray(), amount = -0.0 }]));
        yield return Whole("marks-only.parquet", "PAR1PAR1"u8.ToArray());
        yield return Whole("one-mark.parquet", "PAR1"u8.ToArray());
        yield return Whole("encrypted.parquet", [.. "PARE"u8, .. new byte[40], .. "PARE"u8]);
        yield return Whole("footer-of-two-gigabytes.parquet", [.. Parquet("c7", Rows)[..^8], 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8]);
        yield return Whole("footer-of-nothing.parquet", [.. Parquet("c8", Rows)[..^8], 0, 0, 0, 0, .. "PAR1"u8]);
        yield return Whole("footer-of-noise.parquet", [.. "PAR1"u8, .. Enumerable.Repeat((byte)0xEE, 1_000), 0xE8, 3, 0, 0, .. "PAR1"u8]);
        yield return Bytes("good.arrow", Arrow("c9", Rows, isFile: true), Rows, 0);
        yield return Bytes("good.arrows", Arrow("c10", Rows, isFile: false), Rows, 0);
        yield return Bytes("no-rows.arrow", Arrow("c11", 0, isFile: true), 0, 0);
        yield return Whole("nested.arrow", NestedArrow(), "nested_column");
        yield return Whole("marks-only.arrow", "ARROW1\0\0ARROW1"u8.ToArray());
        yield return Whole("one-mark.arrow", "ARROW1\0\0"u8.ToArray());
        yield return Damaged("no-footer.arrow", Arrow("c12", Rows, isFile: true)[..^30]);
        yield return Damaged("message-of-two-gigabytes.arrows", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, .. Arrow("c13", Rows, isFile: false)[8..]]);
        yield return Damaged("end-missing.arrows", Arrow("c14", Rows, isFile: false)[..^8]);
    }

    public static byte[] Parquet(string key, int rows) => Written(Enumerable.Range(0, rows).Select(i => Cells(key, i)).Select(c => new Payment { payment_id = c[0], canteen_code = c[1], paid_at = c[3], amount = c[4] }));

    public static byte[] Arrow(string key, int rows, bool isFile)
    {
        var names = new[] { (0, "payment_id"), (1, "canteen_code"), (3, "paid_at"), (4, "amount") };
        var schema = new Schema(names.Select(n => new Field(n.Item2, StringType.Default, true)), null);
        var columns = names.Select(n => (IArrowArray)new StringArray.Builder().AppendRange(Enumerable.Range(0, rows).Select(i => Cells(key, i)[n.Item1])).Build()).ToArray();
        return Written(schema, new RecordBatch(schema, columns, rows), isFile);
    }

    private static byte[] NestedArrow()
    {
        var list = new ListArray.Builder(StringType.Default);
        list.Append();
        ((StringArray.Builder)list.ValueBuilder).Append("a");
        var array = list.Build();
        var schema = new Schema([new Field("guests", array.Data.DataType, true)], null);
        return Written(schema, new RecordBatch(schema, [array], 1), isFile: true);
    }

    private static byte[] Written(Schema schema, RecordBatch batch, bool isFile)
    {
        using var memory = new MemoryStream();
        using (var writer = isFile ? new ArrowFileWriter(memory, schema, leaveOpen: true) : new ArrowStreamWriter(memory, schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return memory.ToArray();
    }

    private static byte[] Written<T>(IEnumerable<T> rows)
    {
        using var memory = new MemoryStream();
        ParquetSerializer.SerializeAsync(rows, memory).GetAwaiter().GetResult();
        return memory.ToArray();
    }
}
