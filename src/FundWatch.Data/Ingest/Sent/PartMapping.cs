using FundWatch.Data.Files;
using FundWatch.Data.Files.Zip;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Ingest.Sent;

/// <summary>A mapping for one part of a sent file, a sheet or a member of an archive, beside parts that are read otherwise.</summary>
public sealed class PartMapping(FundWatchDatabase db, MappingStore mappings)
{
    /// <inheritdoc cref="MappingDraft.Of(string, string?, string?, Func{WorkFolder}?)"/>
    public MappingDraft Draft(string path, string? stream, string? sheet) => MappingDraft.Of(path, stream, sheet, Work);

    /// <summary>Has what this source delivers under the part's header read through a kept mapping from now on, without anybody naming it: the other parts of the file do not fit it.</summary>
    /// <exception cref="FileRefused">The mapping does not fit the part.</exception>
    public async Task RememberAsync(string source, string path, string? sheet, string name, CancellationToken ct)
    {
        var mapping = (await mappings.ResolveAsync(name, ct)).Mapping;
        var headers = ArchivedFile.Read(path, Work, file =>
        {
            using var rows = file.With(mapping.Dialect).OpenRows(sheet);
            return mapping.Apply(rows, path).Headers;
        });
        await mappings.RememberAsync(source, headers, name, ct);
    }

    private WorkFolder Work() => new(db.Directory.Work);
}
