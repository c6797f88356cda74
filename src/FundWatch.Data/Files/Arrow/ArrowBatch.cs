using FundWatch.Data.Files.Columnar;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Arrow;

/// <summary>The columns of a record batch over its buffers.</summary>
internal static class ArrowBatch
{
    private const int LittlePadding = 8;

    /// <param name="batch">Arrow's RecordBatch table.</param>
    /// <param name="body">Where the message's body begins in the file.</param>
    /// <exception cref="FileDamage">The batch does not fit its schema or lies outside its body.</exception>
    public static ArrowColumn[] Open(FlatTable batch, IReadOnlyList<ArrowField> fields, bool asIndices, IReadOnlyDictionary<long, RenderedValues> dictionaries,
        SafeFileHandle file, long body, long bodyLength, string path)
    {
        var codec = batch.Has(3) ? batch.Table(3).Byte(0) : -1;
        if (codec is not (-1 or 0 or 1))
        {
            throw new FileRefused("unsupported_compression", $"{path} 使用未知的压缩方式（#{codec}）。请用 lz4、zstd 或不压缩重新写出。",
                $"{path} uses compression #{codec}, which is not read. Write it with lz4, zstd or without compression.");
        }

        var rows = batch.Long(0);
        var columns = new ArrowColumn[fields.Count];
        int node = 0, buffer = 0, views = 0;
        for (var i = 0; i < columns.Length; i++)
        {
            var field = fields[i];
            var isIndex = asIndices && field.Dictionary is not null;
            var layout = isIndex ? ArrowLayout.Fixed : field.Layout;
            if (node >= batch.Count(1))
            {
                throw new FileDamage(DamageKind.CountsDiffer, $"批次只有 {node:N0} 列，表结构却有 {fields.Count:N0} 列", $"a batch of {node:N0} columns under a schema of {fields.Count:N0}");
            }

            var (length, nulls) = batch.Pair(1, node++);
            if (length != rows || nulls < 0)
            {
                throw new FileDamage(DamageKind.CountsDiffer, $"列“{field.Name}”有 {length:N0} 行（其中空值 {nulls:N0}），所在批次却有 {rows:N0} 行", $"column '{field.Name}' has {length:N0} rows ({nulls:N0} of them null), its batch {rows:N0}");
            }

            if (layout == ArrowLayout.Nothing)
            {
                columns[i] = new ArrowColumn(layout, field.Type, null, null, null, null);
                continue;
            }

            var validity = Buffer(batch, buffer++, nulls > 0);
            var values = Buffer(batch, buffer++, rows > 0);
            if (layout == ArrowLayout.Views)
            {
                if (views >= batch.Count(4) || batch.LongItem(4, views++) is var count && (count < 0 || count > batch.Count(2) - buffer))
                {
                    throw new FileDamage(DamageKind.CountsDiffer, $"列“{field.Name}”的缓冲区数目与批次不符", $"column '{field.Name}' speaks of another number of buffers than its batch has");
                }

                var data = Enumerable.Range(buffer, (int)count).Select(b => Place(batch, b)).ToList();
                buffer += data.Count;
                columns[i] = new ArrowColumn(layout, field.Type, validity, values, null, null, new ViewTexts(file, data, codec));
                continue;
            }

            var texts = layout is ArrowLayout.Texts or ArrowLayout.LargeTexts ? Buffer(batch, buffer++, rows > 0) : null;
            var dictionary = isIndex ? dictionaries.GetValueOrDefault(field.Dictionary!.Value) ?? throw new FileDamage(DamageKind.PartMissing, $"列“{field.Name}”没有字典", $"column '{field.Name}' has no dictionary") : null;
            columns[i] = new ArrowColumn(layout, isIndex ? field.Index : field.Type, validity, values, texts, dictionary);
        }

        return columns;

        (long Offset, long Length) Place(FlatTable from, int index)
        {
            if (index >= from.Count(2))
            {
                throw new FileDamage(DamageKind.CountsDiffer, $"批次只有 {from.Count(2):N0} 个缓冲区，需要更多", $"a batch of {from.Count(2):N0} buffers that needs more");
            }

            var (offset, length) = from.Pair(2, index);
            if (offset < 0 || length < 0 || offset > bodyLength + LittlePadding || length > bodyLength - Math.Min(offset, bodyLength))
            {
                throw new FileDamage(DamageKind.WrongPlace, $"缓冲区 {index:N0} 写在批次的第 {offset:N0} 字节起 {length:N0} 字节，批次只有 {bodyLength:N0} 字节（从文件第 {body:N0} 字节起）",
                    $"buffer {index:N0} of {length:N0} bytes from byte {offset:N0} on in a batch of {bodyLength:N0} bytes (at byte {body:N0} of the file)");
            }

            return (body + offset, length);
        }

        BufferWindow? Buffer(FlatTable from, int index, bool isNeeded)
        {
            var (offset, length) = Place(from, index);
            return isNeeded ? new BufferWindow(file, offset, length, codec) : null;
        }
    }
}
