using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>Rows that a <see cref="SheetProcess"/> reads for us.</summary>
internal sealed class SheetProcessReader : FramedReader
{
    /// <summary>Behind the name of a sheet whose days are counted from 1904.</summary>
    internal const string Calendar1904 = "1904";

    /// <summary>Behind that, where <see cref="RowReader.HasShownNumbers"/>.</summary>
    internal const string Shown = "+";

    private readonly SheetProcess _process;
    private readonly SheetProcesses? _processes;

    /// <param name="processes">Where the process comes from and goes; null for one of its own.</param>
    public SheetProcessReader(SourceFile file, string? sheet, SheetProcesses? processes = null)
        : this(file, processes, SheetVerb.Rows, sheet)
    {
        try
        {
            var frame = Next(out var kind);
            var words = kind == FrameKind.Sheet ? System.Text.Encoding.UTF8.GetString(frame).Split('\0') : throw _process.Death();
            (Sheet, Is1904, HasShownNumbers) = (words[0], words[1].StartsWith(Calendar1904, StringComparison.Ordinal), words[1].EndsWith(Shown, StringComparison.Ordinal));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private SheetProcessReader(SourceFile file, SheetProcesses? processes, SheetVerb verb, string? sheet)
    {
        _processes = processes;
        _process = processes?.Take() ?? new SheetProcess(file);
        _process.Ask(verb, sheet);
    }

    public override string Format => "xlsx";
    public override string? Sheet { get; }
    public override bool Is1904 { get; }
    public override bool HasShownNumbers { get; }

    /// <summary>Of the other process.</summary>
    internal int ProcessId => _process.Id;

    /// <summary>The sheets, and which of them a person does not see.</summary>
    public static IReadOnlyList<FilePart> Sheets(SourceFile file, SheetProcesses? processes = null)
    {
        using var names = new SheetProcessReader(file, processes, SheetVerb.Sheets, null);
        var sheets = new List<FilePart>();
        while (names.Next(out var kind) is var frame && kind is FrameKind.Sheet or FrameKind.HiddenSheet)
        {
            sheets.Add(new FilePart(System.Text.Encoding.UTF8.GetString(frame)) { IsHidden = kind == FrameKind.HiddenSheet });
        }

        return sheets;
    }

    public override void Dispose()
    {
        if (_processes is not null && (IsOver || EndsSoon()))
        {
            _processes.GiveBack(_process);
        }
        else
        {
            _process.Dispose();
        }
    }

    protected override int Fill(Span<byte> buffer) => _process.Read(buffer);

    protected override void TakeMore() => _process.Ask(SheetVerb.More);

    protected override FileRefused BrokenOff() => _process.Death();

    // Whoever only looks at the first rows leaves the others unread: those on their way are passed over, and the process is ready for the next sheet.
    private bool EndsSoon()
    {
        try
        {
            _process.IsHurried = true;
            _process.Ask(SheetVerb.Enough);
            while (!IsOver)
            {
                Next(out _);
            }

            _process.IsHurried = false;
            return true;
        }
        catch (FileRefused)
        {
            _process.IsHurried = false;
            return IsOver;
        }
    }
}
