using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Xlsx;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.Data.Ingest;

/// <summary>A part of a file and what is to become of it.</summary>
/// <param name="Found">How it is read; null where it is not.</param>
/// <param name="Refused">Why it is not read.</param>
/// <param name="IsIgnored">True for a sheet that is no table of ours beside one that is: said, but no failure.</param>
/// <param name="LeavesRows">True where such a sheet holds rows that somebody may miss, and is no cover or note.</param>
internal sealed record RecognisedPart(string? Name, string? Stream, FoundLayout? Found, FileRefused? Refused = null, bool IsIgnored = false, bool LeavesRows = false);

/// <summary>Looks at the parts of a file before any row is taken: which stream each holds, and which hold none.</summary>
internal sealed class FileParts(LayoutFinder finder)
{
    private const int RowsOfTable = 20, SheetsNamed = 12;

    /// <exception cref="FileRefused">No part can be read.</exception>
    public async Task<IReadOnlyList<RecognisedPart>> RecogniseAsync(SourceFile file, IngestRequest request, NamedMapping? mapping, RecordStream? only, CancellationToken ct)
    {
        var parts = file.Parts(ct);
        if (parts.All(p => p.Stream is null) && (mapping?.Mapping.Sheet ?? request.Sheet) is { } chosen)
        {
            return [await LookAsync(file, new FilePart(chosen), mapping, only, ct)];
        }

        var found = new List<RecognisedPart>();
        foreach (var part in parts.Where(p => !p.IsHidden).Where(p => p.Stream is null || only is null || p.Stream == only.Name))
        {
            var looked = await LookAsync(file, part, part.Stream is null || mapping?.Mapping.Stream == part.Stream ? mapping : null, part.Stream is null ? only : RecordStreams.Get(part.Stream), ct, isAlone: part.Stream is not null && only is not null);
            // A remembered mapping may name a sheet of its own, which must not load once for every sheet that is unknown.
            var isAgain = looked.Found is { } layout && found.Any(f => f.Found?.Sheet == layout.Sheet && f.Stream == looked.Stream);
            if (!isAgain && !(looked.Found is null && part is { Name: not null, Stream: null } && IsOther(looked.Refused, true) && IsEmpty(file, part.Name)))
            {
                found.Add(looked);
            }
        }

        var hidden = await HiddenAsync(file, [.. parts.Where(p => p.IsHidden)], mapping, only, ct);
        if (found.Count == 0 && hidden.Count > 0)
        {
            throw hidden[0].Refused!;
        }

        if (found.Count == 0)
        {
            throw new FileRefused("empty_file", $"{file.Path} 里没有数据行。请重新导出。", $"{file.Path} holds no rows. Export it again.");
        }

        if (found.Count > 1 && found.All(p => p.Found is null))
        {
            // One message for the file: of the sheet that comes nearest to a table.
            var nearest = found.OrderBy(p => p.Refused!.Code == "unknown_layout").ThenByDescending(p => p.Name is not null && IsTable(file, p.Name)).First();
            return [nearest with { Refused = WithOthers(file, nearest.Refused!, [.. found.Where(p => p != nearest).Select(p => p.Name).OfType<string>()]) }];
        }

        var isOneOfMany = found.Any(p => p.Found is not null);
        found = [.. found.Select(p => p with { IsIgnored = isOneOfMany && IsOther(p.Refused, only is not null || mapping is not null) })];
        // Whoever named a stream has chosen among the tables.
        return [.. found.Select(p => p with { LeavesRows = p.IsIgnored && only is null && p.Name is not null && IsTable(file, p.Name) }), .. hidden];
    }

    // What is to be done stands at the end of a message, and stays there.
    private static FileRefused WithOthers(SourceFile file, FileRefused refused, string[] parts)
    {
        var (names, more) = (parts.Take(SheetsNamed), parts.Length > SheetsNamed ? "…" : "");
        var (zh, en) = file.Format is XlsxFormat ? ("工作表", "sheets") : ("部分", "parts");
        return parts.Length == 0 ? refused : new FileRefused(refused.Code, $"同一文件的其他{zh}也没有读取：{string.Join("、", names)}{more}。{refused.Zh}",
            $"The other {en} of the file were not read either: {string.Join(", ", names)}{more}. {refused.En}", refused);
    }

    // Of hidden sheets only those are spoken of that are tables of ours: most are lists behind drop-downs.
    private async Task<List<RecognisedPart>> HiddenAsync(SourceFile file, List<FilePart> parts, NamedMapping? mapping, RecordStream? only, CancellationToken ct)
    {
        var hidden = new List<RecognisedPart>();
        foreach (var part in parts)
        {
            if (await LookAsync(file, part, mapping, only, ct) is { Found.IsRemembered: false } looked)
            {
                hidden.Add(looked with
                {
                    Found = null, IsIgnored = true, LeavesRows = true,
                    Refused = new FileRefused("hidden_sheet", $"工作表“{part.Name}”在工作簿中是隐藏的，没有读取；如确要导入，请取消隐藏，或用 --sheet 指明。", $"The sheet '{part.Name}' is hidden in its workbook and was not read; show it, or name it with --sheet, to take it in."),
                });
            }
        }

        return hidden;
    }

    private async Task<RecognisedPart> LookAsync(SourceFile file, FilePart part, NamedMapping? mapping, RecordStream? only, CancellationToken ct, bool isAlone = false)
    {
        try
        {
            var found = await finder.FindAsync(file, mapping, only, part.Name, ct);
            return new RecognisedPart(found.Sheet, found.Layout.Stream.Name, found with { Layout = found.Layout with { IsAlone = isAlone } });
        }
        catch (FileRefused refused)
        {
            return new RecognisedPart(part.Name, only?.Name, null, refused);
        }
    }

    private static bool IsTable(SourceFile file, string sheet)
    {
        try
        {
            return SampleTable.Read(file, sheet, RowsOfTable).LooksLikeTable;
        }
        catch (FileRefused)
        {
            return true; // damaged further down: whatever it is, nobody has read it
        }
    }

    private static bool IsEmpty(SourceFile file, string sheet)
    {
        using var reader = file.OpenRows(sheet);
        return !reader.Read();
    }

    // Where the stream was named, a sheet that lacks its columns is another table.
    private static bool IsOther(FileRefused? refused, bool streamIsNamed) => refused?.Code == "unknown_layout" || (streamIsNamed && refused?.Code == "missing_column");
}
