using System.Text;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Rows of one stream in a file without a name, one after another: written once, read by whoever comes, from the beginning.</summary>
/// <param name="names">Of the stream's columns.</param>
internal sealed class KeptRows(IReadOnlyList<string> names) : IDisposable
{
    private FileStream? _file;
    private BinaryWriter? _writer;
    private int _readers;
    private bool _isLetGo;

    public long Count { get; private set; }

    /// <exception cref="FileRefused">There is no room for it.</exception>
    public void Add(in OcdsRow row)
    {
        try
        {
            _writer ??= new BinaryWriter(_file = UnnamedFile.Create(), Encoding.UTF8);
            _writer.Write(row.Line);
            _writer.Write((byte)row.Issue);
            foreach (var name in names)
            {
                _writer.Write(row.Cells.GetValueOrDefault(name) ?? "");
            }
        }
        catch (IOException e)
        {
            throw OcdsDamage.NoRoom(e);
        }

        Count++;
    }

    /// <summary>To be called behind the last one.</summary>
    public void Finish()
    {
        try
        {
            _file?.Flush();
        }
        catch (IOException e)
        {
            throw OcdsDamage.NoRoom(e);
        }
    }

    /// <summary>All rows as <see cref="Add"/> wrote them: line, issue, and the cells, each text behind its length in bytes. Ended with <see cref="Return"/>.</summary>
    public BinaryReader Read()
    {
        _readers++;
        return new(_file is null ? Stream.Null : new BufferedStream(new FileSlice(_file.SafeFileHandle, 0, _file.Length), 128 * 1024), Encoding.UTF8);
    }

    public void Return()
    {
        if (--_readers == 0 && _isLetGo)
        {
            _file?.Dispose();
        }
    }

    /// <summary>Nobody else will come for it; who reads may read on.</summary>
    public void Dispose()
    {
        _isLetGo = true;
        if (_readers == 0)
        {
            _file?.Dispose();
        }
    }
}
