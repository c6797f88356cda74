using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Privacy;

namespace FundWatch.Data.Ingest.Loading.Repeats;

/// <summary>Goes through a file for the keys of its rows alone.</summary>
/// <param name="tokens">Of its own: the load's must hear of a person when that person's row loads.</param>
internal sealed class KeyPass(Func<RowReader> open, Layout layout, Tokens tokens, CancellationToken ct)
{
    /// <summary>One hash a row behind the header; zero where the key cannot be read.</summary>
    public IEnumerable<ulong> Hashes(KeyHash hash)
    {
        var cells = layout.Stream.Key.Select(k => new CellEncoder(layout.Stream, layout.Columns.Single(c => c.Column.Name == k.Name))).ToArray();
        using var reader = open();
        reader.LeavesRowsWhole = true;
        layout.PassHeader(reader);
        var context = new RowContext(tokens, checkUtf8: !reader.IsKnownValid);
        var key = new PgBlock();
        var persons = new List<VaultEntry>();
        for (long row = 0; reader.Read(); row++)
        {
            if ((row & 0xFFFF) == 0)
            {
                ct.ThrowIfCancellationRequested();
            }

            key.Clear();
            persons.Clear();
            context.Begin(persons);
            foreach (var cell in cells)
            {
                cell.Encode(reader, key, context);
            }

            yield return context.Refusals.Count > 0 ? 0 : hash.Of(key.Span(0, key.Length));
        }
    }
}
