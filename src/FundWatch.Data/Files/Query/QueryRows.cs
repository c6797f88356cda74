using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Query;

/// <summary>The rows that a query gave.</summary>
internal sealed class QueryRows : FramedReader
{
    private readonly FileStream _file;
    private readonly string _path;
    private readonly string[] _names;

    public QueryRows(SourceFile file)
    {
        _path = file.Path;
        _file = SourceFile.OpenRead(file.Content);
        try
        {
            _file.Position = QuerySpool.Mark.Length;
            var frame = Next(out var kind);
            _names = kind == FrameKind.Names ? System.Text.Encoding.UTF8.GetString(frame).Split('\0')[1..] : throw BrokenOff();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public override string Format => "query";
    public override IReadOnlyList<string> Names => _names;
    public override double Progress => (double)_file.Position / _file.Length;

    public override void Dispose() => _file.Dispose();

    protected override int Fill(Span<byte> buffer) => _file.Read(buffer);

    protected override FileRefused BrokenOff() => new("damaged_file", $"{_path} 的查询结果没有取完整。请重新运行同一命令。", $"The rows of {_path} are not complete. Run the same command again.");
}
