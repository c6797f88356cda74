using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Mappings;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>How a file is to be read: its layout, the sheet, and the mapping behind it, if any.</summary>
/// <param name="IsRemembered">True where nobody named the mapping: an earlier file of the source with the same headers was read through it.</param>
internal sealed record FoundLayout(Layout Layout, string? Sheet, string? Mapping = null, bool IsRemembered = false);

/// <summary>Finds a file's layout: by the mapping that is named, else from its header, else by the mapping its source used for the same headers before.</summary>
internal sealed class LayoutFinder(MappingStore mappings, string source)
{
    /// <exception cref="FileRefused">The file fits nothing that is known.</exception>
    public async Task<FoundLayout> FindAsync(SourceFile file, NamedMapping? named, RecordStream? only, string? sheet, CancellationToken ct)
    {
        try
        {
            file = file.With(named?.Mapping.Dialect);
            using var reader = file.OpenRows(sheet);
            return named is null ? new FoundLayout(Judged(HeaderRecognition.Recognise(reader, only, file.Path), reader, file, sheet), sheet)
                : new FoundLayout(Judged(named.Mapping.Apply(reader, file.Path), reader, file, sheet), sheet, named.Name);
        }
        catch (FileRefused refused) when (named is null && refused.Code is "unknown_layout" or "missing_column")
        {
            return await RecallAsync(file, only, sheet, ct) ?? throw new FileRefused(refused.Code, refused.Zh, refused.En, refused);
        }
    }

    private async Task<FoundLayout?> RecallAsync(SourceFile file, RecordStream? only, string? sheet, CancellationToken ct)
    {
        foreach (var group in (await mappings.RememberedAsync(source, ct)).Where(r => only is null || r.Mapping.Mapping.Stream == only.Name).GroupBy(r => (Sheet: r.Mapping.Mapping.Sheet ?? sheet, r.Mapping.Mapping.Dialect)))
        {
            var headers = Fingerprints(file.With(group.Key.Dialect), group.Key.Sheet);
            if (group.FirstOrDefault(r => headers.Contains(r.Fingerprint)) is { Mapping: { } remembered })
            {
                file = file.With(remembered.Mapping.Dialect);
                using var reader = file.OpenRows(group.Key.Sheet);
                return new FoundLayout(Judged(remembered.Mapping.Apply(reader, file.Path), reader, file, group.Key.Sheet), group.Key.Sheet, remembered.Name, IsRemembered: true);
            }
        }

        return null;
    }

    private static Layout Judged(Layout layout, RowReader opened, SourceFile file, string? sheet)
    {
        layout = HeaderUnits.Named(ReadingRevision.With(layout, opened), opened.Sheet, Path.GetFileName(file.Path));
        if (!layout.MayHaveShortRows)
        {
            return layout;
        }

        using var reader = file.OpenRows(sheet);
        return RowWidths.Judge(layout, reader);
    }

    private static HashSet<string> Fingerprints(SourceFile file, string? sheet)
    {
        try
        {
            using var reader = file.OpenRows(sheet);
            var rows = HeaderRecognition.FirstRows(reader).ToList();
            return [.. rows.Select(r => r.Headers).Concat(TwoLineHeader.Pairs(rows).Select(p => p.Headers)).Select(MappingStore.Fingerprint)];
        }
        catch (FileRefused)
        {
            return []; // no such sheet: not that file
        }
    }
}
