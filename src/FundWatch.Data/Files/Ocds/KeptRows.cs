using System.Text;

namespace FundWatch.Data.Files.Ocds;

/// <summary>Rows of one stream in a file without a name, one after another: written once, read by whoever comes, from the beginning.</summary>
/// <param name="names">Of the stream's columns.</param>
internal sealed class KeptRows(IReadOnlyList<string> names) : IDisposable
{
    private readonly FileStream _file = OcdsBuckets.CreateFile();
    private BinaryWriter? _writer;

    public long Count { get; private set; }

    public void Add(in OcdsRow row)
    {
        _writer ??= new BinaryWriter(_file, Encoding.UTF8);
        _writer.Write(row.Line);
        _writer.Write((byte)row.Issue);
        _writer.Write(row.WholeOf ?? "");
        foreach (var name in names)
        {
            _writer.Write(row.Cells.GetValueOrDefault(name) ?? "");
        }

        Count++;
    }

    /// <summary>To be called behind the last one.</summary>
    public void Finish() => _file.Flush();

    /// <summary>All rows as <see cref="Add"/> wrote them: line, issue, whole, and the cells, each text behind its length in bytes.</summary>
    public BinaryReader Read() => new(new BufferedStream(new FileSlice(_file.SafeFileHandle, 0, _file.Length), 128 * 1024), Encoding.UTF8);

    public void Dispose() => _file.Dispose();
}
