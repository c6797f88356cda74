using System.IO.Hashing;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Json;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading.Repeats;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// The cells of one row after the other, judged, parsed and encoded as fields of PostgreSQL's binary COPY format in the order of the layout's columns. One
/// for all rows of a file. What a load adds to them, and where rows go, is <see cref="RowEncoder"/>'s.
/// </summary>
internal sealed class RowCells
{
    // 计量单位, in which the row's quantity is given.
    private const string UnitColumn = "unit";

    private readonly Layout _layout;
    private readonly CellEncoder[] _cells;
    private readonly int[] _keys, _keysInOrder, _textKeys, _personal;
    private readonly int _partition, _named, _most, _usual;
    private readonly (int Start, int End)[] _fields;
    private readonly List<VaultEntry> _forgotten = [];
    private RowReader? _reader;
    private RowsAhead? _ahead;
    private byte[] _key = new byte[256];

    /// <param name="checkUtf8">False where the reader vouches for its text.</param>
    public RowCells(Layout layout, Tokens tokens, bool checkUtf8)
    {
        (_layout, Foot) = (layout, new TableFoot(layout));
        _named = layout.NamedWidth;
        _most = layout.HasNamelessValues ? layout.Headers.Count : _named;
        _usual = Math.Max(_named, layout.UsualWidth);
        Context = new RowContext(tokens, checkUtf8);
        _cells = layout.WithAmountsIn(layout.Currency).Columns.Select(source => new CellEncoder(layout.Stream, source)).ToArray();
        _keys = layout.Stream.Key.Select(k => IndexOf(layout, k.Name)).ToArray();
        _keysInOrder = [.. _keys.Order()];
        _textKeys = [.. _keys.Where(k => layout.Columns[k].Column.Type == ColumnType.Text)];
        _personal = [.. layout.Columns.Where(c => c.Column.IsPersonal && c.IsPlain).Select(c => c.Cells[0])];
        _partition = layout.Stream.PartitionColumn is { } p ? IndexOf(layout, p.Name) : -1;
        _fields = new (int, int)[_cells.Length];
        if (Array.Find(_cells, c => c.Source.Column.Name == UnitColumn) is { } unit)
        {
            Context.Unit = () => unit.Text(_reader!, Context);
        }
    }

    /// <summary>The present row's fields; whoever adds more begins behind them.</summary>
    public PgBlock Row { get; } = new();

    /// <summary>Reasons and warnings of the present row.</summary>
    public RowContext Context { get; }

    /// <summary>Is told of the rows by whoever knows what becomes of them.</summary>
    public TableFoot Foot { get; }

    /// <summary>Where each field lies in <see cref="Row"/>, its length in front of it.</summary>
    public ReadOnlySpan<(int Start, int End)> Fields => _fields;

    /// <summary>First day of the row's month; the default where the stream has no partitions.</summary>
    public DateOnly Month => _partition >= 0 ? Context.Month : default;

    /// <summary>True of a row that the mapping says is no record.</summary>
    public bool IsSkipped(RowReader reader)
    {
        foreach (var (cell, values) in _layout.SkipRows)
        {
            var text = Encoding.UTF8.GetString(CellText.Trim(reader[cell]));
            if (Array.Exists(values, v => SkipRule.Matches(v, text)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is wrong with the row as a whole.</summary>
    public (CellIssue Issue, string Found, string Expected) WholeIssue(RowReader reader)
    {
        if (reader.RowIssue == CellIssue.UnknownField)
        {
            return (reader.RowIssue, UnknownFields.Names(reader[reader.Count - 1]), "");
        }

        if (reader.RowIssue is not (CellIssue.None or CellIssue.RowWidth))
        {
            return (reader.RowIssue, Encoding.UTF8.GetString(reader[0][..Math.Min(reader[0].Length, CellIssues.BytesShown)]), reader.RowIssue == CellIssue.SeveralCurrencies ? _layout.Currency ?? Layout.Yuan : "");
        }

        // More separators than the header has may follow, values may not; fewer cells than the header names is how a cut-off line looks, and one more than other rows have how 4,300.00 without quotes does.
        return reader.RowIssue == CellIssue.RowWidth || (reader.Count > _named && HasValueBehind(reader, reader.HasFixedWidth ? _most : _layout.Headers.Count))
            || (reader.HasFixedWidth && reader.Count > _usual && SplitNumber.Of(reader)) || (reader.HasFixedWidth && reader.Count < _named && reader.Count != _layout.ShortRows)
            ? (CellIssue.RowWidth, reader.Count == RowReader.WidestRow + 1 ? $">{RowReader.WidestRow}" : $"{reader.Count}", $"{_named}") : default;
    }

    private static bool HasValueBehind(RowReader reader, int width)
    {
        for (var i = width; i < reader.Count; i++)
        {
            if (CellText.Trim(reader[i]).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads every cell of the row.</summary>
    /// <param name="persons">Where persons met for the first time are kept.</param>
    /// <param name="more">Fields that will follow the cells'.</param>
    /// <param name="seen">Is told the key as soon as it is known.</param>
    public void Encode(RowReader reader, List<VaultEntry> persons, int more, SeenKeys? seen)
    {
        if (!ReferenceEquals(reader, _reader))
        {
            _reader = reader;
            _ahead = RowsAhead.Of(reader, _cells, _partition, Context);
        }

        Row.Clear();
        Row.FieldCount(_cells.Length + more);
        Context.Begin(persons);
        Context.Look(reader.Stretch(out _));
        foreach (var cell in _personal)
        {
            Context.Tokens.Expect(CellText.Trim(reader[cell]));
        }

        var key = _keysInOrder[^1];
        for (var i = 0; i < _cells.Length;)
        {
            if (_ahead?.Write(reader, Row, _fields, i, i <= key ? key + 1 : _cells.Length, Context) is > 0 and var written)
            {
                i += written;
            }
            else
            {
                var start = Row.Length;
                _cells[i].Encode(reader, Row, Context);
                _fields[i++] = (start, Row.Length);
            }

            if (i == key + 1)
            {
                seen?.Expect(_ahead is not null && _keys.Length == 1 && _ahead.Later(reader, key) is { Length: > 0 } later ? later : Key());
            }
        }

        RefuseTotals();
    }

    // A row of totals with all its cells filled would load as a record.
    private void RefuseTotals()
    {
        foreach (var k in _textKeys)
        {
            var (start, end) = _fields[k];
            if (end - start > 4 && Foot.IsTotalsKey(Row.Span(start + 4, end)))
            {
                Context.Refusals.Add((k, CellIssue.TotalsRow, Encoding.UTF8.GetString(Row.Span(start + 4, end)), ""));
            }
        }
    }

    /// <summary>Reads the cells of the key alone.</summary>
    public ReadOnlySpan<byte> KeyAlone(RowReader reader)
    {
        Row.Clear();
        _forgotten.Clear();
        Context.Begin(_forgotten);
        Context.Look(default);
        foreach (var k in _keys)
        {
            var start = Row.Length;
            _cells[k].Encode(reader, Row, Context);
            _fields[k] = (start, Row.Length);
        }

        return Key();
    }

    /// <summary>
    /// The hash of a row that holds the contract's columns and nothing behind them yet: XXH128 over the encoded values, behind the count of fields. SHA-256 would take half of all
    /// the time spent on a row. It tells versions apart; it guards nothing.
    /// </summary>
    /// <param name="hash">Takes 16 bytes.</param>
    public void Hash(Span<byte> hash) => XxHash128.Hash(Row.Span(2, Row.Length), hash);

    /// <summary>The fields of the key, behind each other.</summary>
    public ReadOnlySpan<byte> Key()
    {
        if (_keys.Length == 1)
        {
            return Row.Span(_fields[_keys[0]].Start, _fields[_keys[0]].End);
        }

        var length = 0;
        foreach (var k in _keys)
        {
            var field = Row.Span(_fields[k].Start, _fields[k].End);
            if (length + field.Length > _key.Length)
            {
                Array.Resize(ref _key, (length + field.Length) * 2);
            }

            field.CopyTo(_key.AsSpan(length));
            length += field.Length;
        }

        return _key.AsSpan(0, length);
    }

    /// <summary>A hash of what the row says without its key.</summary>
    public ulong Content()
    {
        ulong hash = 0;
        var start = _fields[0].Start;
        foreach (var k in _keysInOrder)
        {
            hash = XxHash3.HashToUInt64(Row.Span(start, _fields[k].Start), (long)hash);
            start = _fields[k].End;
        }

        return XxHash3.HashToUInt64(Row.Span(start, _fields[^1].End), (long)hash);
    }

    /// <summary>The row with the reason of each cell that could not be read.</summary>
    /// <param name="raw">Its cells as they were, encrypted.</param>
    public RefusedRow Refusal(long line, byte[] raw)
    {
        var words = Context.Refusals.Select(r =>
        {
            var (zh, en) = _cells[r.Column].Label(_layout.Headers, r.Issue);
            return new CellReason(_cells[r.Column].Source.Column.Name, CellIssues.Code(r.Issue),
                CellIssues.Describe(r.Issue, zh, r.Found, r.More).Chinese, CellIssues.Describe(r.Issue, en, r.Found, r.More).English);
        }).ToList();
        var first = Context.Refusals[0];
        return new RefusedRow(line, _cells[first.Column].Source.Column.Name, CellIssues.Code(first.Issue),
            string.Join("；", words.Select(w => w.Zh)), string.Join("; ", words.Select(w => w.En)), raw, words);
    }

    /// <summary>The key's cells for a person to read.</summary>
    public string KeyText(RowReader reader) => string.Join(" / ", _keys.Select(k => _cells[k].Source).Select(s =>
        s.Column.IsPersonal ? PersonalValue.Mask(CellText.Trim(reader[s.Cells.FirstOrDefault(-1) is >= 0 and var c ? c : int.MaxValue]))
        : string.Join(s.Separator, s.Cells.Select(c => Encoding.UTF8.GetString(CellText.Trim(reader[c]))))));

    private static int IndexOf(Layout layout, string column)
    {
        for (var i = 0; i < layout.Columns.Count; i++)
        {
            if (layout.Columns[i].Column.Name == column)
            {
                return i;
            }
        }

        throw new ArgumentException($"The layout has no column {column}.", nameof(column));
    }
}
