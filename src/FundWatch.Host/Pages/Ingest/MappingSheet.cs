using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Host.Texts;

namespace FundWatch.Host.Pages.Ingest;

/// <summary>A drafted mapping as a table to correct: one row for each column of the file.</summary>
public sealed class MappingSheet
{
    /// <summary>Usual ways to write a date that are not recognised by themselves, or that could be read in two ways.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["dd/MM/yyyy", "MM/dd/yyyy", "d MMM yyyy", "dd-MM-yyyy", "dd/MM/yyyy HH:mm"];

    private readonly Mapping _draft;
    private readonly string? _currency; // as the kept mapping or the file says it
    private readonly Dictionary<string, MappedColumn> _kept = [];
    private readonly Dictionary<string, MappedColumn> _unseen = []; // of these, what no row shows: it stays as it is
    private readonly HashSet<(string Column, string Header)> _elsewhere = []; // read by a kept column, while the header's row shows another
    private readonly List<(Column Column, string Header)> _absent = [];

    /// <param name="kept">What is to be corrected, where it is for the draft's stream: it says where columns go, and the draft what they look like.</param>
    public MappingSheet(MappingDraft draft, Mapping? kept = null)
    {
        _draft = kept?.Stream == draft.Mapping.Stream ? kept : draft.Mapping;
        Stream = RecordStreams.Get(draft.Mapping.Stream);
        _currency = (kept?.Stream == draft.Mapping.Stream ? kept.Currency : null) ?? draft.Mapping.Currency;
        Currency = _currency ?? Layout.Yuan;
        Currencies = [.. ForeignMoney.Codes.Append(Currency).Where(c => c != Layout.Yuan).Distinct().Order(StringComparer.Ordinal).Prepend(Layout.Yuan)];
        Rows =
        [
            .. draft.Columns.Where(c => c.Header is not null).Select(c => new SheetRow(c.Header!, c.Values, c.Confidence, c.Unit, c.IsUnitGuessed, c.Column.Name)),
            .. draft.Unused.Select(u => new SheetRow(u.Header, u.Values, 0, u.Unit, u.IsUnitGuessed)),
        ];
        Learn();
        if (kept?.Stream == Stream.Name)
        {
            Take(kept);
            Learn();
            foreach (var column in Stream.Columns.Where(c => c.IsPersonal))
            {
                var template = kept.Columns.GetValueOrDefault(column.Name)?.Template;
                foreach (var row in Rows.Where(r => template?.Contains($"{{{r.Header}}}", StringComparison.Ordinal) == true))
                {
                    row.Learn(column);
                }
            }
        }
    }

    public RecordStream Stream { get; }

    public IReadOnlyList<SheetRow> Rows { get; }

    /// <summary>In which all amounts are (ISO 4217).</summary>
    public string Currency { get; set; }

    /// <summary>Currencies to choose from, yuan first; that of the mapping among them.</summary>
    public IReadOnlyList<string> Currencies { get; }

    /// <summary>The same value in every row, by canonical column.</summary>
    public Dictionary<string, string> Constants { get; } = [];

    /// <summary>Required columns that no column of the file goes to.</summary>
    public IReadOnlyList<Column> WithoutSource => [.. Stream.Columns.Where(c => c.IsRequired && Rows.All(r => r.Column != c.Name) && !_unseen.ContainsKey(c.Name))];

    /// <summary>What the mapping to be corrected reads and this file does not have: a mapping that names such a header cannot read the file, so it is kept without them.</summary>
    public IReadOnlyList<(Column Column, string Header)> Absent => _absent;

    /// <summary>Required columns with neither source nor fixed value: with these open, no row can be taken in.</summary>
    public IReadOnlyList<Column> Open => [.. WithoutSource.Where(c => string.IsNullOrWhiteSpace(Constants.GetValueOrDefault(c.Name)))];

    /// <summary>Values of a row's cells, as they may be seen where it goes now.</summary>
    public IReadOnlyList<string> SamplesOf(SheetRow row) => row.Samples(ColumnOf(row));

    public Column? ColumnOf(SheetRow row) => Stream.Columns.FirstOrDefault(c => c.Name == row.Column);

    /// <summary>A unit of money for people: 万元, or 万元 (10,000 yuan); 万USD where amounts are in dollars.</summary>
    public string UnitLabel(string unit)
    {
        var (times, currency) = (Units.Factor(unit) ?? 1, Currency == Layout.Yuan ? null : Currency);
        var name = currency is null ? unit : Units.Name(times, currency);
        return Words.Pick(name, times > 1 ? $"{name} ({Show.Count(times)} {currency ?? "yuan"})" : currency ?? $"{unit} (yuan)");
    }

    /// <summary>Columns of the file that go to the same column of ours are joined: as they were, then those that have come to them, in their order.</summary>
    public Mapping ToMapping(string name)
    {
        // What a person wrote that has no place on the page (codes, words to take out) stays with its column.
        var columns = Rows.Where(r => r.Column.Length > 0).GroupBy(r => r.Column).ToDictionary(g => g.Key, g => Corrected(g.Key, [.. g]));
        foreach (var column in WithoutSource.Where(c => !Open.Contains(c)))
        {
            columns[column.Name] = new MappedColumn { Constant = Constants[column.Name].Trim() };
        }

        foreach (var (column, kept) in _unseen)
        {
            columns.TryAdd(column, kept);
        }

        // Yuan is said only where a person chose it: what the file says of its amounts is heard otherwise.
        return _draft with { Name = name, Currency = Currency == (_currency ?? Layout.Yuan) ? _currency : Currency, Columns = columns };
    }

    private MappedColumn Corrected(string column, SheetRow[] rows)
    {
        var kept = _kept.GetValueOrDefault(column) ?? new MappedColumn();
        var before = kept.From?.Names.ToList() ?? [];
        var names = rows.Select(r => r.Spelt ?? r.Header).Concat(before.Where(n => _elsewhere.Contains((column, n)) && Array.Exists(rows, r => r.TakenFor == column)))
            .OrderBy(n => before.IndexOf(n) is >= 0 and var at ? at : before.Count).ToArray(); // a key is another key with its parts in another order
        var (first, type) = (rows[0], ColumnOf(rows[0])?.Type);
        return From(kept, names) with
        {
            Constant = null, Template = null,
            Unit = type == ColumnType.Money && !(first.TakenFor == column && first.Unit == (kept.Unit ?? first.Own)) ? first.UnitToSay : kept.Unit,
            Formats = type is ColumnType.Date or ColumnType.Timestamp ? FormatsOf(first.Format.Trim(), kept.Formats) : null,
        };
    }

    private static MappedColumn From(MappedColumn kept, string[] names) =>
        kept with { From = new SourceNames(names), MayBeEmpty = kept.MayBeEmpty?.Intersect(names).ToArray() is { Length: > 0 } some && some.Length < names.Length ? some : null };

    private void Take(Mapping kept)
    {
        foreach (var row in Rows)
        {
            (row.Column, row.Unit) = ("", row.Own);
        }

        foreach (var (name, column) in kept.Columns)
        {
            _kept[name] = column;
            if (column.Constant is { } constant)
            {
                Constants[name] = constant;
            }

            TakeHeaders(Stream.Columns.Single(c => c.Name == name), column);
        }
    }

    // By what tells a header apart, as a file is read.
    private void TakeHeaders(Column column, MappedColumn kept)
    {
        foreach (var header in kept.From?.Names ?? [])
        {
            var alike = Rows.Where(r => HeaderName.Of(r.Header).Key == HeaderName.Of(header).Key).OrderBy(r => r.Header != header).ToList();
            if (alike.Find(r => r.Column.Length == 0) is { } row)
            {
                (row.Column, row.TakenFor, row.Spelt, row.Unit, row.Format) = (column.Name, column.Name, header, kept.Unit ?? row.Own, kept.Formats?.FirstOrDefault() ?? "");
            }
            else if (alike.Count > 0)
            {
                _elsewhere.Add((column.Name, header));
                alike.ForEach(r => r.Learn(column));
            }
            else
            {
                _absent.Add((column, header));
            }
        }

        // A fixed value of a required column has a place on the page.
        var elsewhere = kept.From?.Names.Where(n => _elsewhere.Contains((column.Name, n))).ToArray() ?? [];
        if (Rows.All(r => r.Column != column.Name) && (kept.Template is not null || (kept.Constant is not null && !column.IsRequired) || elsewhere.Length > 0))
        {
            _unseen[column.Name] = kept.From is null ? kept : From(kept, elsewhere);
        }
    }

    private void Learn()
    {
        foreach (var row in Rows)
        {
            row.Learn(ColumnOf(row));
        }
    }

    // The page shows the first of several.
    private static string[]? FormatsOf(string format, string[]? kept) => format.Length == 0 ? null : format == kept?.FirstOrDefault() ? kept : [format];
}

/// <summary>A column of the file.</summary>
/// <param name="values">What its cells hold, as it stands there.</param>
/// <param name="unit">Of money, as the draft would read the column; null: as the header itself says, else yuan.</param>
/// <param name="proposed">The column of ours that the draft gives it to.</param>
public sealed class SheetRow(string header, IReadOnlyList<string> values, double confidence, string? unit = null, bool isUnitGuessed = false, string proposed = "")
{
    private readonly string _first = unit ?? OwnUnit(header);
    private readonly string _proposed = proposed;
    private readonly HashSet<Column> _learnt = [];

    public string Header => header;

    /// <summary>0 to 1, of the draft; null while the row goes elsewhere than the draft proposed, of which it says nothing.</summary>
    public double? Confidence => Column.Length > 0 && Column == _proposed ? confidence : null;

    /// <summary>Ours, by canonical name; empty: not used.</summary>
    public string Column { get; set; } = proposed;

    /// <summary>The unit in which the column is read where a mapping says none; empty where the header names one that nobody knows, and the file is refused for it.</summary>
    public string Own { get; } = OwnUnit(header);

    /// <summary>The unit in which the column is read.</summary>
    public string Unit { get; set; } = unit ?? OwnUnit(header);

    /// <summary>True while that is what the draft guessed, and no mapping that was kept before.</summary>
    public bool IsUnitGuessed => isUnitGuessed && Unit == _first && TakenFor.Length == 0;

    public string Format { get; set; } = "";

    /// <summary>The header as the mapping that is corrected spells it: what it says of its headers goes by that.</summary>
    internal string? Spelt { get; set; }

    /// <summary>The column that it goes to in that mapping.</summary>
    internal string TakenFor { get; set; } = "";

    /// <summary>The draft or a kept mapping gives the row to this column. What they took for persons is one whatever is chosen afterwards, and what nobody but the person at the page chose is still unknown.</summary>
    internal void Learn(Column? column)
    {
        if (column is not null)
        {
            _learnt.Add(column);
        }
    }

    /// <summary>Some values, as they may be seen while the row goes to <paramref name="column"/>.</summary>
    internal IReadOnlyList<string> Samples(Column? column) => SampleText.Shown(values,
        column?.IsPersonal == true || _learnt.Any(c => c.IsPersonal) ? SampleUse.Personal : column is not null && _learnt.Contains(column) ? SampleUse.Known : SampleText.UseOf(header));

    // Said only where it is not what the header says or where a person chose it: a later file may call the same column by another unit.
    internal string? UnitToSay => Unit.Length == 0 || (Unit == Own && _first == Own) ? null : Unit;

    private static string OwnUnit(string header) => HeaderName.Of(header).Stated is not { } unit ? Units.Name(1) : unit.Factor is { } factor ? Units.Name(factor) : "";
}
