using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FundWatch.Core.Leads;
using FundWatch.Core.Records;
using FundWatch.Data.Files;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>How a file's rows become records of a stream: recognised from its header, or said by a mapping.</summary>
/// <param name="Headers">The header as written, one per cell.</param>
/// <param name="HeaderRow">Rows to skip to stand behind the header; 0 where the format carries names with each row.</param>
/// <param name="Columns">One per column of the stream, in the contract's order.</param>
public sealed record Layout(RecordStream Stream, IReadOnlyList<string> Headers, int HeaderRow, IReadOnlyList<ColumnSource> Columns)
{
    /// <summary>Rows in which a cell holds one of these texts are no records ("Nil Return"): counted as skipped.</summary>
    public IReadOnlyList<(int Cell, string[] Values)> SkipRows { get; init; } = [];

    /// <summary>Headers that no column of the contract took.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>Headers that name a column which another one before them had named.</summary>
    public IReadOnlyList<TakenTwice> TakenTwice { get; init; } = [];

    /// <summary>Another table beside this one, of which nothing is read.</summary>
    public TableBeside? Beside { get; init; }

    /// <summary>Rows above the header that look like records; none is read.</summary>
    public RowsAbove? RowsAbove { get; init; }

    /// <summary>Rows around the header that state a unit of money in which no amount is read.</summary>
    public IReadOnlyList<UnitElsewhere> OtherUnits { get; init; } = [];

    /// <summary>True where the last row of the header is a line of units.</summary>
    internal bool HasUnitRow { get; init; }

    /// <summary>The unit stated above the header (单位：万元) or in the line right below it, in yuan, where amounts are read in it; else 1.</summary>
    public long UnitAbove { get; init; } = 1;

    /// <summary>Cells of every row, where all rows lack the same last columns of the header; null where rows are as wide as their header or are refused.</summary>
    public int? ShortRows { get; init; }

    /// <summary>True where most rows hold values behind the last header that has a name: a column without one, and no row that has moved.</summary>
    public bool HasNamelessValues { get; init; }

    /// <summary>Cells that most of the first rows have, empty ones behind the header among them; 0 where nobody has looked.</summary>
    internal int UsualWidth { get; init; }

    /// <summary>True where the first row is narrower than the header, so that the whole file must be looked at.</summary>
    internal bool MayHaveShortRows { get; init; }

    /// <summary>Cells up to the last header that has a name.</summary>
    public int NamedWidth { get; } = 1 + LastNamed(Headers);

    /// <summary>True where this is the only stream that is read of a file that speaks of several: what the others would say of it nobody hears.</summary>
    internal bool IsAlone { get; init; }

    /// <summary>How the cells of a text are parted, where a mapping says so.</summary>
    public WrittenDialect? Dialect { get; init; }

    /// <summary>In which currency amounts are (ISO 4217), where a mapping says so or the source is known to deliver in it; null: yuan.</summary>
    public string? Currency { get; init; }

    /// <summary>True where neither the file nor a mapping says that currency, but what its source delivered before.</summary>
    public bool IsCurrencyAssumed { get; init; }

    /// <summary>True where a mapping or a line above the header says that amounts are in yuan.</summary>
    internal bool SaysYuan { get; init; }

    /// <summary>The currency that the file's first rows or its mapping name (ISO 4217); null where they name none.</summary>
    internal string? StatedCurrency => Currency ?? Columns.Select(c => c.Currency).FirstOrDefault(c => c is not null)
        ?? (SaysYuan || HeaderUnits.NameYuan(this) ? Yuan : null);

    public const string Yuan = Currencies.Yuan;

    /// <summary>The same with that currency (ISO 4217) said of each amount, as a mapping says it; not to be kept, as it would be another layout.</summary>
    internal Layout WithAmountsIn(string? currency) => currency is null or Yuan ? this
        : this with { Columns = [.. Columns.Select(c => c.Column.Type == ColumnType.Money && c.Currency is null ? c with { Currency = currency } : c)] };

    internal bool HasAmounts => Columns.Any(c => c.Column.Type == ColumnType.Money && (c.Cells.Length > 0 || c.Constant is not null));

    /// <summary>The currency in which amounts are (ISO 4217), yuan too; null where the layout has none.</summary>
    internal string? CurrencyOfAmounts => HasAmounts ? Currency ?? Yuan : null;

    /// <summary>Counts up where what a reader gives for such a file has changed since files of the kind were loaded; 0 where it never has.</summary>
    internal int Revision { get; init; }

    /// <summary>Cells that hold days as the file writes them: a mapping's own formats say by themselves which calendar they mean.</summary>
    internal IReadOnlyList<int> DayCells => [.. Columns.Where(c => c.Column.Type is ColumnType.Date or ColumnType.Timestamp or ColumnType.Month && c is { Cells.Length: 1, Template: null, Formats: null }).Select(c => c.Cells[0]).Distinct()];

    /// <summary>Identifies how the file was read: the same file under another mapping is another batch.</summary>
    public string Sha256 => Hash(this);

    /// <summary>Headers as JSON, kept with the batch so that its refused rows can be shown, corrected and read again.</summary>
    public string HeadersJson => JsonSerializer.Serialize(Headers);

    /// <summary>Reads a file that was just opened up to its header, that included.</summary>
    internal void PassHeader(RowReader rows)
    {
        for (var i = 0; i < HeaderRow && rows.Read(); i++)
        {
        }

        rows.DayCells = DayCells;
    }

    private static int LastNamed(IReadOnlyList<string> headers)
    {
        for (var i = headers.Count - 1; i >= 0; i--)
        {
            if (!string.IsNullOrWhiteSpace(headers[i]))
            {
                return i;
            }
        }

        return headers.Count - 1;
    }

    private static string Hash(Layout layout)
    {
        var text = new StringBuilder().Append(layout.Stream.Name).Append('\n').Append(layout.HeaderRow).Append('\n').AppendJoin('\u001f', layout.Headers);
        text.Append('\n').AppendJoin('|', layout.SkipRows.Select(s => $"{s.Cell}:{string.Join(',', s.Values)}"));
        text.Append(layout.ShortRows is { } width ? $"\n{width}" : "").Append(layout.HasNamelessValues ? "\n+" : "");
        text.Append(layout.Revision > 0 ? $"\nrevision {layout.Revision}" : "");
        text.Append(layout.Dialect is { } dialect ? $"\n{dialect} {dialect.Quote}" : "");
        foreach (var c in layout.Columns)
        {
            text.Append(c.Template is null ? "" : "\n" + c.Template);
            text.Append('\n').Append(c.Column.Name).Append('=').AppendJoin(',', c.Cells).Append('|').Append(c.Constant).Append('|').Append(c.Factor * (long)Math.Max(1, c.PriceTimes))
                .Append('|').Append(c.Separator).Append('|').AppendJoin(',', c.Formats ?? []).Append('|').AppendJoin(',', c.Empty).Append('|').AppendJoin(',', c.Remove)
                .Append('|').AppendJoin(',', c.Codes.Select(p => p.Key + ">" + p.Value));
            text.Append(c.PriceTimes == Math.Truncate(c.PriceTimes) ? "" : "|×" + c.PriceTimes.ToString("0.#########", CultureInfo.InvariantCulture));
            text.Append(c.Measure is null ? "" : "|" + c.Measure).Append(c.Currency is null ? "" : "|¤" + c.Currency);
            text.Append(c.MayBeEmpty.Length == 0 ? "" : "|?" + string.Join(',', c.MayBeEmpty));
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
