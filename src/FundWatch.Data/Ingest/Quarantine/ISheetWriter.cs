using System.Text;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Quarantine;

/// <summary>A cell of a correction sheet.</summary>
internal sealed record SheetCell(string Text, bool IsHead = false, bool IsWrong = false, bool IsReason = false);

/// <summary>Writes a correction sheet row by row, so that one of any length needs no memory.</summary>
internal interface ISheetWriter : IAsyncDisposable
{
    Task WriteAsync(IReadOnlyList<SheetCell> row, CancellationToken ct);
}

/// <summary>CSV with a byte-order mark, or Excel takes UTF-8 for the local code page. What would run as a formula has an apostrophe in front, which <see cref="CorrectionSheet"/> takes away again.</summary>
internal sealed class CsvSheet(Stream to) : ISheetWriter
{
    private readonly StreamWriter _writer = new(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true) { NewLine = "\r\n" };

    public Task WriteAsync(IReadOnlyList<SheetCell> row, CancellationToken ct) => _writer.WriteLineAsync(RawRow.Csv(row.Select(c => SafeText.OfCell(c.Text))).AsMemory(), ct);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();
}
