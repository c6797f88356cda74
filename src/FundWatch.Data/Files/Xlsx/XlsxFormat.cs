using System.Collections.Concurrent;
using FundWatch.Data.Files.Zip;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>An .xlsx workbook: each sheet is a part.</summary>
internal sealed class XlsxFormat : FileFormat
{
    private readonly ConcurrentDictionary<SourceFile, SheetProcesses> _held = new();

    public override string Name => "xlsx";

    // The list of its parts says what an archive is. One that breaks off has none: then the name and the first part have to do, for a message that fits.
    public override bool Recognises(ReadOnlySpan<byte> start, string path)
    {
        if (!ZipFormat.IsZip(start))
        {
            return false;
        }

        var names = ZipDirectory.Names(path);
        return names.Count > 0 ? names.Any(n => n.Equals("xl/workbook.xml", StringComparison.OrdinalIgnoreCase))
            : path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase)
                || start[..Math.Min(start.Length, 4096)].IndexOf("[Content_Types].xml"u8) >= 0;
    }

    public override IReadOnlyList<FilePart> Parts(SourceFile file, CancellationToken ct) =>
        SheetProcess.IsAvailable ? SheetProcessReader.Sheets(file, _held.GetValueOrDefault(file)) : XlsxReader.Sheets(file.Path, file.Content);

    public override RowReader Open(SourceFile file, string? part) =>
        SheetProcess.IsAvailable ? new SheetProcessReader(file, part, _held.GetValueOrDefault(file)) : new XlsxReader(file.Path, file.Content, part);

    public override IDisposable? Hold(SourceFile file)
    {
        var processes = new SheetProcesses(file, f => _held.TryRemove(f, out _));
        return _held.TryAdd(file, processes) ? processes : null;
    }
}
