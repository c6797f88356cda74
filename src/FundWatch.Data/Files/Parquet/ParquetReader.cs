using System.Buffers.Binary;
using FundWatch.Data.Files.Columnar;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Parquet;

/// <summary>
/// A Parquet file of flat columns, row group by row group and page by page; values go from the page to the row's text without strings. Written from the format's
/// specification in managed code: a damaged file ends in a refusal, whatever its bytes say.
/// </summary>
internal sealed class ParquetReader : ColumnarReader
{
    private const int LargestFooter = 64 * 1024 * 1024;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<ParquetField> _fields;
    private readonly IReadOnlyList<RowGroup> _groups;
    private readonly long _rows;
    private readonly PageCodec _codec = new();
    private readonly PageMemory _memory = new();
    private readonly string[] _names;
    private ParquetColumn[] _columns = [];
    private int _nextGroup;
    private long _leftInGroup;

    public ParquetReader(string path, string content)
    {
        _path = path;
        _file = File.OpenHandle(content, options: FileOptions.RandomAccess);
        try
        {
            var footer = ReadFooter(out var at);
            var metadata = ParquetMetadata.Read(footer, at);
            _fields = ParquetField.Read(metadata.Schema, path);
            _groups = metadata.Groups;
            _rows = _groups.Sum(g => g.Rows);
            _names = [.. _fields.Select(f => f.Name)];
            Check();
            Begin(_fields.Count);
        }
        catch (Exception e) when (e is FileDamage or EndOfStreamException or ArgumentException or OverflowException)
        {
            _file.Dispose();
            throw Damaged(e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override string Format => "parquet";
    public override IReadOnlyList<string> Names => _names;
    public override double Progress => _rows == 0 ? 1 : (double)LineNumber / _rows;

    public override void Dispose()
    {
        _codec.Dispose();
        _file.Dispose();
    }

    protected override int ReadBatch(CellColumn[] columns)
    {
        while (_leftInGroup == 0)
        {
            if (_nextGroup == _groups.Count)
            {
                return 0;
            }

            BeginGroup(_groups[_nextGroup++]);
        }

        var i = 0;
        try
        {
            // The pages of the columns end at different rows: a batch ends where the first of them does.
            var rows = (int)Math.Min(BatchRows, _leftInGroup);
            for (; i < _columns.Length; i++)
            {
                rows = _columns[i].Ready(rows);
            }

            for (i = 0; i < _columns.Length; i++)
            {
                _columns[i].Take(columns[i], rows);
                columns[i].LookAtTexts(rows);
            }

            _leftInGroup -= rows;
            return rows;
        }
        catch (Exception e) when (e is FileDamage or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw Damaged(e, _fields[i].Name, _columns[i].Page);
        }
    }

    private void BeginGroup(RowGroup group)
    {
        foreach (var column in _columns)
        {
            column.Release();
        }

        _leftInGroup = group.Rows;
        _columns = [.. group.Columns.Select((chunk, i) => new ParquetColumn(_file, chunk, _fields[i], _codec, _memory))];
    }

    private byte[] ReadFooter(out long at)
    {
        var length = RandomAccess.GetLength(_file);
        Span<byte> tail = stackalloc byte[8];
        if (length < 12)
        {
            throw new FileDamage(DamageKind.CutShort, $"全部只有 {length} 字节", $"it has {length} bytes in all");
        }

        if (RandomAccess.Read(_file, tail, length - 8) < 8 || !tail[4..].SequenceEqual("PAR1"u8))
        {
            throw tail[4..].SequenceEqual("PARE"u8) ? Encrypted() : FileDamage.AtEnd(tail[4..], "PAR1"u8);
        }

        var size = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (size <= 0 || size > LargestFooter || size > length - 12)
        {
            throw new FileDamage(DamageKind.WrongPlace, $"元数据长度写的是 {size:N0} 字节，文件共 {length:N0} 字节", $"metadata of {size:N0} bytes in a file of {length:N0}");
        }

        var footer = new byte[size];
        at = length - 8 - size;
        return RandomAccess.Read(_file, footer, at) == size ? footer : throw new FileDamage(DamageKind.CutShort, "", "");
    }

    // All that the metadata says of where things lie, before the first row is taken.
    private void Check()
    {
        var length = RandomAccess.GetLength(_file);
        foreach (var group in _groups)
        {
            if (group.Rows < 0 || group.Columns.Count != _fields.Count)
            {
                throw group.Rows < 0 ? new FileDamage(DamageKind.WrongStructure, $"有一个行组写有 {group.Rows:N0} 行", $"a row group of {group.Rows:N0} rows")
                    : new FileDamage(DamageKind.CountsDiffer, $"有一个行组有 {group.Columns.Count:N0} 列，表结构却有 {_fields.Count:N0} 列", $"a row group of {group.Columns.Count:N0} columns under a schema of {_fields.Count:N0}");
            }

            for (var i = 0; i < group.Columns.Count; i++)
            {
                var chunk = group.Columns[i];
                if (chunk.IsEncrypted)
                {
                    throw Encrypted();
                }

                if (PageCodec.NameIfUnknown(chunk.Codec) is { } codec)
                {
                    throw new FileRefused("unsupported_compression",
                        $"{_path} 的列“{_fields[i].Name}”用 {codec} 压缩，无法读取。请改用 snappy、zstd、gzip、brotli、lz4_raw 或不压缩后重新写出。",
                        $"Column '{_fields[i].Name}' of {_path} is compressed with {codec}, which is not read. Write it with snappy, zstd, gzip, brotli, lz4_raw or without compression.");
                }

                if (WrongIn(chunk, length, group.Rows) is { } wrong)
                {
                    throw Damaged(wrong, _fields[i].Name);
                }
            }
        }
    }

    private FileRefused Encrypted() => new("encrypted_file", $"{_path} 是加密的 Parquet 文件，无法读取。请导出未加密的文件。", $"{_path} is an encrypted Parquet file. Export it without encryption.");

    private static FileDamage? WrongIn(ColumnChunk chunk, long length, long rows) =>
        chunk.IsElsewhere ? new(DamageKind.PartMissing, "该列的数据在另一个文件中", "its data lie in another file")
        : chunk.Start < 4 || chunk.Length < 0 || chunk.Start > length || chunk.Length > length - chunk.Start
            ? new(DamageKind.WrongPlace, $"该列写在第 {chunk.Start:N0} 字节起的 {chunk.Length:N0} 字节，文件共 {length:N0} 字节", $"a column of {chunk.Length:N0} bytes from byte {chunk.Start:N0} on in a file of {length:N0}")
        : chunk.Values != rows ? new(DamageKind.CountsDiffer, $"该列有 {chunk.Values:N0} 个值，行组却有 {rows:N0} 行", $"the column has {chunk.Values:N0} values, its row group {rows:N0} rows")
        : null;

    private FileRefused Damaged(Exception cause, string? column = null, long? page = null)
    {
        var (zh, en) = FileDamage.Of(cause).Words;
        var (placeZh, placeEn) = column is null ? ("", "")
            : page is null ? ($"（列“{column}”）", $" (column '{column}')")
            : ($"（列“{column}”，第 {LineNumber + 1:N0} 行附近，文件第 {page:N0} 字节起的页）", $" (column '{column}', near row {LineNumber + 1:N0}, in the page at byte {page:N0})");
        return new("damaged_file", $"Parquet 文件 {_path} 已损坏或不完整{placeZh}：{zh}。请重新导出或重新复制后再试。", $"The Parquet file {_path} is damaged or incomplete{placeEn}: {en}. Export or copy it again.", cause);
    }
}
