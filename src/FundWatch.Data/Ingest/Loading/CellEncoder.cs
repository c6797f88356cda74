using System.Runtime.InteropServices;
using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Reads the cell of one column and writes its field: the value, null, or (with a reason in the context) nothing of use.</summary>
internal sealed class CellEncoder
{
    private readonly CellKind _kind;
    private readonly FieldWriter _field;
    private readonly int _index, _cell;
    private readonly byte[]? _constant;
    private readonly CodeList? _codes;
    private readonly MappedCell? _mapped;
    private readonly bool _isPersonal;
    private readonly Dictionary<CellIssue, string> _warnings = [];
    private CellMemo? _memo;

    public CellEncoder(RecordStream stream, ColumnSource source)
    {
        Source = source;
        _kind = CellKinds.Of(stream, source.Column);
        _codes = CodeList.Of(source.Column);
        _index = stream.Columns.ToList().IndexOf(source.Column);
        _cell = source.IsPlain ? source.Cells[0] : -1;
        _constant = source.Cells.Length == 0 ? Encoding.UTF8.GetBytes(source.Constant ?? "") : null;
        _mapped = source.IsPlain || _constant is not null ? null : new MappedCell(source, stream.Key.Contains(source.Column));
        _field = new FieldWriter(stream, source, _kind, _codes);
        _isPersonal = _kind is CellKind.Personal or CellKind.CodeOrPersonal or CellKind.CodeOrPersonalList;
        _memo = _cell >= 0 && stream.PartitionColumn != source.Column && _kind is CellKind.Text or CellKind.CodeText or CellKind.List or CellKind.CreditCode or CellKind.Region or CellKind.RegionPrefix
            ? new CellMemo() : null;
    }

    public ColumnSource Source { get; }

    /// <summary>The column in words of its file: where only parts of a joined key are missing, those parts.</summary>
    public (string Zh, string En) Label(IReadOnlyList<string> headers, CellIssue issue) =>
        issue == CellIssue.MissingValue && _mapped is { Missing.Length: > 0 } joined ? ColumnLabel.OfParts(Source, joined.Missing, headers) : ColumnLabel.Of(Source, headers);

    public void Encode(RowReader reader, PgBlock row, RowContext context)
    {
        if (reader.HasCellIssues && IssueOf(reader) is not CellIssue.None and var known)
        {
            Refuse(context, known, _cell >= 0 ? CellText.Trim(reader[_cell]) : default);
            row.Null();
            return;
        }

        EncodeText(reader, row, context);
    }

    /// <summary>Encodes the cells of a batch of rows ahead, where the reader has them in a column; null where they must be read one by one.</summary>
    public FieldsAhead? Ahead(RowReader reader, RowContext context) =>
        _cell >= 0 && !_isPersonal && reader.Column(_cell) is { } column ? new FieldsAhead(column, this, _kind, _field, context.ForTrial()) : null;

    private void EncodeText(RowReader reader, PgBlock row, RowContext context)
    {
        if (_memo is null)
        {
            EncodeCell(_cell >= 0 ? reader[_cell] : _constant is not null ? _constant : _mapped!.Read(reader, context), row, context);
            return;
        }

        var raw = reader[_cell];
        if (_memo.TryWrite(raw, row))
        {
            return;
        }

        var (start, refusals, warnings) = (row.Length, context.Refusals.Count, context.Warnings.Count);
        EncodeCell(raw, row, context);
        if (!_memo.Pays)
        {
            _memo = null;
        }
        else if (context.Refusals.Count == refusals && context.Warnings.Count == warnings)
        {
            _memo.Keep(raw, row.Span(start, row.Length));
        }
    }

    /// <summary>The cell's text, for another cell to be read by.</summary>
    internal string Text(RowReader reader, RowContext context)
    {
        var cell = CellText.Trim(_cell >= 0 ? reader[_cell] : _constant is not null ? _constant : _mapped!.Read(reader, context));
        return Encoding.UTF8.GetString(CellText.Fold(cell, new byte[cell.Length]));
    }

    /// <summary>Writes the field of a cell's text.</summary>
    internal void EncodeCell(ReadOnlySpan<byte> raw, PgBlock row, RowContext context)
    {
        var cell = CellText.Trim(raw);
        if (cell.Length > 0 && cell[0] is (byte)'#' or (byte)'=' or (byte)'\'' && SheetLeftovers.Of(ref cell, _kind) is var leftover and not CellIssue.None)
        {
            Refuse(context, leftover, cell);
            return;
        }

        if (CellText.IsEmpty(cell) || _mapped?.IsEmpty(cell) == true)
        {
            if (Source.Column.IsRequired || _mapped?.Missing.Length > 0)
            {
                Refuse(context, CellIssue.MissingValue, cell);
            }

            row.Null();
            return;
        }

        if (context.ChecksUtf8 && !TextEncoding.IsSound(cell))
        {
            Refuse(context, CellIssue.BadEncoding, cell);
            return;
        }

        var issue = _field.Write(cell, row, context);
        if (issue == CellIssue.None)
        {
            return;
        }

        if (CellIssues.IsWarning(issue))
        {
            // The code that was replaced stays with the row.
            context.Warnings.Add(issue is CellIssue.RegionMapped ? $"{Warning(issue)}:{Encoding.UTF8.GetString(cell)}" : Warning(issue));
        }
        else
        {
            Refuse(context, issue, cell);
        }
    }

    // As the store keeps it. In many files each row has one.
    private string Warning(CellIssue issue)
    {
        ref var warning = ref CollectionsMarshal.GetValueRefOrAddDefault(_warnings, issue, out _);
        return warning ??= $"{CellIssues.Code(issue)}:{Source.Column.Name}";
    }

    private CellIssue IssueOf(RowReader reader)
    {
        foreach (var cell in Source.Cells)
        {
            if (reader.IssueOf(cell) is not CellIssue.None and var issue)
            {
                return issue;
            }
        }

        return CellIssue.None;
    }

    private void Refuse(RowContext context, CellIssue issue, ReadOnlySpan<byte> cell)
    {
        var start = cell[..Math.Min(cell.Length, CellIssues.BytesShown)];
        var found = Source.Column.IsPersonal && start.Length > 0 ? PersonalValue.Mask(start) : Encoding.UTF8.GetString(start);
        context.Refusals.Add((_index, issue, found, issue switch
        {
            CellIssue.OtherUnit => context.ExpectedUnit,
            CellIssue.YuanAmongOthers => Source.Currency!,
            CellIssue.BadDate or CellIssue.BadTimestamp => string.Join(' ', Source.Formats ?? []),
            _ => _codes is null ? $"{cell.Length}" : string.Join(' ', _codes.Codes),
        }));
    }
}
