using FundWatch.Data.Files.Columnar;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Arrow;

/// <summary>
/// Arrow IPC, file or stream, read through windows over its buffers: memory does not depend on the size of the batches. The metadata is read by our own checked code, because
/// the library's FlatBuffers trust the offsets of the file, and a wrong one would end the program.
/// </summary>
internal sealed class ArrowReader : ColumnarReader
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly ArrowMessages _messages;
    private readonly IReadOnlyList<ArrowField> _fields;
    private readonly string[] _names;
    private readonly Dictionary<long, RenderedValues> _dictionaries = [];
    private ArrowColumn[] _columns = [];
    private long _leftInBatch;

    public ArrowReader(string path, string content)
    {
        _path = path;
        _file = File.OpenHandle(content, options: FileOptions.RandomAccess);
        _messages = new ArrowMessages(_file);
        try
        {
            _fields = Guarded(() =>
            {
                _messages.Begin();
                return ArrowField.ReadSchema(_messages.Schema(), path);
            });
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _names = [.. _fields.Select(f => f.Name)];
        Begin(_fields.Count);
    }

    public override string Format => "arrow";
    public override IReadOnlyList<string> Names => _names;
    public override double Progress => _messages.Progress;

    public override void Dispose()
    {
        Release();
        _file.Dispose();
    }

    protected override int ReadBatch(CellColumn[] columns)
    {
        while (_leftInBatch == 0)
        {
            if (!Guarded(BeginBatch))
            {
                return 0;
            }
        }

        var i = 0;
        try
        {
            var rows = (int)Math.Min(BatchRows, _leftInBatch);
            for (; i < _columns.Length; i++)
            {
                rows = _columns[i].Ready(rows);
            }

            for (i = 0; i < _columns.Length; i++)
            {
                _columns[i].Take(columns[i], rows);
                columns[i].LookAtTexts(rows);
            }

            _leftInBatch -= rows;
            return rows;
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e, _fields[i].Name);
        }
    }

    private bool BeginBatch()
    {
        if (_messages.Next() is not { } message)
        {
            return false;
        }

        if (message.Kind == 2)
        {
            ReadDictionary(message);
        }
        else if (message.Kind == 3)
        {
            Release();
            _columns = ArrowBatch.Open(message.Header, _fields, true, _dictionaries, _file, message.Body, message.BodyLength, _path);
            _leftInBatch = Math.Max(0, message.Header.Long(0));
            if (_fields.All(f => f.Layout == ArrowLayout.Nothing))
            {
                PassBlank(_leftInBatch);
                _leftInBatch = 0;
            }
        }

        return true;
    }

    // A delta adds to the dictionary, any other takes its place.
    private void ReadDictionary(ArrowMessage message)
    {
        var id = message.Header.Long(0);
        var field = _fields.FirstOrDefault(f => f.Dictionary == id) ?? throw new FileDamage(DamageKind.WrongStructure, $"没有列使用编号为 {id} 的字典", $"no column has the dictionary {id}");
        if (message.Header.Byte(2) == 0 || !_dictionaries.TryGetValue(id, out var values))
        {
            _dictionaries[id] = values = new RenderedValues();
        }

        var batch = message.Header.Table(1);
        var columns = ArrowBatch.Open(batch, [field], false, _dictionaries, _file, message.Body, message.BodyLength, _path);
        using var column = columns[0];
        column.Render(values, batch.Long(0));
        if (_dictionaries.Values.Sum(d => d.Bytes) > RenderedValues.MostBytes)
        {
            throw new FileRefused("too_large", $"{_path} 的字典合计过大，超出内存上限。请改为普通文本列后重新写出。",
                $"The dictionaries of {_path} are together larger than memory allows. Write the columns as plain text.");
        }
    }

    private void Release()
    {
        foreach (var column in _columns)
        {
            column.Dispose();
        }

        _columns = [];
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    private static bool IsDamage(Exception e) => e is FileDamage or IndexOutOfRangeException or ArgumentException or OverflowException or EndOfStreamException;

    private FileRefused Damaged(Exception cause, string? column = null)
    {
        var (zh, en) = FileDamage.Of(cause).Words;
        var (placeZh, placeEn) = (LineNumber, column) switch
        {
            (_, not null) => ($"（列“{column}”，第 {LineNumber + 1:N0} 行附近）", $" (column '{column}', near row {LineNumber + 1:N0})"),
            (0, null) => ("", ""),
            _ => ($"（第 {LineNumber + 1:N0} 行附近）", $" (near row {LineNumber + 1:N0})"),
        };
        return new("damaged_file", $"Arrow 文件 {_path} 已损坏或不完整{placeZh}：{zh}。请重新导出或重新复制后再试。", $"The Arrow file {_path} is damaged or incomplete{placeEn}: {en}. Export or copy it again.", cause);
    }
}
