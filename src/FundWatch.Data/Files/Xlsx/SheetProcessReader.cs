using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>Rows that a <see cref="SheetProcess"/> reads for us.</summary>
internal sealed class SheetProcessReader : FramedReader
{
    private readonly SheetProcess _process;

    public SheetProcessReader(SourceFile file, string? sheet)
    {
        _process = new SheetProcess(file, SheetProgram.ReadRows, sheet);
        try
        {
            var frame = Next(out var kind);
            Sheet = kind == FrameKind.Sheet ? System.Text.Encoding.UTF8.GetString(frame) : throw _process.Death();
        }
        catch
        {
            _process.Dispose();
            throw;
        }
    }

    private SheetProcessReader(SourceFile file) => _process = new SheetProcess(file, SheetProgram.ListSheets, null);

    public override string Format => "xlsx";
    public override string? Sheet { get; }

    /// <summary>Of the other process.</summary>
    internal int ProcessId => _process.Id;

    /// <summary>Names of the sheets that a person sees.</summary>
    public static IReadOnlyList<string> Sheets(SourceFile file)
    {
        using var names = new SheetProcessReader(file);
        var sheets = new List<string>();
        while (names.Next(out var kind) is var frame && kind == FrameKind.Sheet)
        {
            sheets.Add(System.Text.Encoding.UTF8.GetString(frame));
        }

        return sheets;
    }

    public override void Dispose() => _process.Dispose();

    protected override int Fill(Span<byte> buffer) => _process.Read(buffer);

    protected override FileRefused BrokenOff() => _process.Death();
}
