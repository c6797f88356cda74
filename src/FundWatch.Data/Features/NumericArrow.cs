using Apache.Arrow;
using Apache.Arrow.Ipc;

namespace FundWatch.Data.Features;

/// <summary>Reads the numeric columns of an Arrow IPC file or stream.</summary>
internal static class NumericArrow
{
    public static async Task<NumericTable> ReadAsync(string path, CancellationToken ct)
    {
        await using var file = File.OpenRead(path);
        var magic = new byte[6];
        var isFile = await file.ReadAtLeastAsync(magic, 6, throwOnEndOfStream: false, ct) == 6 && magic.AsSpan().SequenceEqual("ARROW1"u8);
        file.Position = 0;
        using var reader = isFile ? new ArrowFileReader(file) : new ArrowStreamReader(file);
        List<string> names = [], skipped = [];
        List<List<float>> columns = [];
        while (await reader.ReadNextRecordBatchAsync(ct) is { } batch)
        {
            using (batch)
            {
                if (names.Count == 0)
                {
                    (names, skipped) = Split(batch);
                    columns = names.ConvertAll(_ => new List<float>());
                }

                for (var j = 0; j < names.Count; j++)
                {
                    Append(batch.Column(names[j]), columns[j]);
                }
            }
        }

        return new NumericTable(names, columns.ConvertAll(c => c.ToArray()), skipped);
    }

    private static (List<string> Numeric, List<string> Skipped) Split(RecordBatch batch)
    {
        var parts = Enumerable.Range(0, batch.ColumnCount)
            .ToLookup(i => Number(batch.Column(i)) is not null, i => batch.Schema.GetFieldByIndex(i).Name);
        return ([.. parts[true]], [.. parts[false]]);
    }

    private static void Append(IArrowArray array, List<float> values)
    {
        var number = Number(array)!;
        for (var i = 0; i < array.Length; i++)
        {
            values.Add(number(i));
        }
    }

    private static Func<int, float>? Number(IArrowArray array) => array switch
    {
        FloatArray a => i => a.GetValue(i) ?? float.NaN,
        DoubleArray a => i => (float?)a.GetValue(i) ?? float.NaN,
        Int8Array a => i => a.GetValue(i) ?? float.NaN,
        Int16Array a => i => a.GetValue(i) ?? float.NaN,
        Int32Array a => i => a.GetValue(i) ?? float.NaN,
        Int64Array a => i => a.GetValue(i) ?? float.NaN,
        UInt8Array a => i => a.GetValue(i) ?? float.NaN,
        UInt16Array a => i => a.GetValue(i) ?? float.NaN,
        UInt32Array a => i => a.GetValue(i) ?? float.NaN,
        UInt64Array a => i => a.GetValue(i) ?? float.NaN,
        BooleanArray a => i => a.GetValue(i) is { } flag ? flag ? 1 : 0 : float.NaN,
        _ => null,
    };
}
