using FundWatch.Data.Names;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>The registered names behind those that rows of one stream give without a code (decision 22).</summary>
internal sealed class LinkedNames
{
    private readonly IReadOnlyList<NamedColumn> _columns;
    private readonly Dictionary<(string Kind, int Source, string Name, string? Region), LinkedName> _links = [];

    private LinkedNames(IReadOnlyList<NamedColumn> columns) => _columns = columns;

    public static async Task<LinkedNames> OfAsync(NpgsqlConnection connection, string stream, IEnumerable<(int Source, List<EvidenceCell> Cells)> rows, CancellationToken ct)
    {
        var linked = new LinkedNames([.. NamedColumn.All.Where(c => c.Stream == stream)]);
        var names = rows.SelectMany(r => linked._columns.Select(c => Written(r.Cells, c))).OfType<string>().Distinct().ToArray();
        if (names.Length == 0)
        {
            return linked;
        }

        await using var command = new NpgsqlCommand("select kind, source_id, written_name, region_code, registered_name, code, method from fw.linked_name where written_name = any($1)", connection);
        command.Parameters.Add(new() { Value = names });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            linked._links[(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.IsDBNull(3) ? null : reader.GetString(3))] =
                new LinkedName(reader.GetString(4), reader.GetString(5), reader.GetString(6));
        }

        return linked;
    }

    /// <summary>The cells of a row, each name that is linked with its link.</summary>
    public List<EvidenceCell> On(int source, List<EvidenceCell> cells)
    {
        foreach (var column in _columns)
        {
            if (Written(cells, column) is { } name && (Link(column.Kind, source, name, Value(cells, column.Region)) ?? Supposed(column, source, name, cells)) is { } link)
            {
                cells = [.. cells.Select(c => c.Column == column.Name ? c with { Linked = link } : c)];
            }
        }

        return cells;
    }

    private LinkedName? Link(string kind, int source, string name, string? region) => _links.GetValueOrDefault((kind, source, name, region));

    // The row does not say where the body is, and a person confirmed that it is one of the row's own place.
    private LinkedName? Supposed(NamedColumn column, int source, string name, List<EvidenceCell> cells) =>
        column.RowRegion is not null && Value(cells, column.Region) is null && Value(cells, column.RowRegion) is { } own && Link(column.Kind, source, name, own) is { Method: "own_place" } link ? link : null;

    // A name beside its code needs no link; a natural person has none.
    private static string? Written(List<EvidenceCell> cells, NamedColumn column) =>
        cells.Find(c => c.Column == column.Name) is { IsPersonal: false } cell && Value(cells, column.Code) is null ? cell.Value : null;

    private static string? Value(List<EvidenceCell> cells, string? column) => column is null ? null : cells.Find(c => c.Column == column)?.Value;
}
