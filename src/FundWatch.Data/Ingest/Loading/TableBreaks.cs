using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Headers below the header: the same again, as printed tables have it on each page, or that of another table. Asked where a row is refused anyway.</summary>
internal sealed class TableBreaks(Layout layout)
{
    private const int FewestNames = 3, LongestName = 180;

    private readonly ColumnSource[] _amounts = [.. layout.Columns.Where(c => c is { Column.Type: ColumnType.Money, Cells: [_] })];

    private readonly HeaderName[] _own = [.. layout.Headers.Select(HeaderName.Of)];

    /// <summary>True where the row says again what the header says, or names the same columns otherwise in the same places (流水号, and below it payment_id), and no other unit.</summary>
    public bool IsHeaderAgain(RowReader row) =>
        layout.HeaderRow > 0 && row.Count >= FewestNames && !HasDigit(row) && !NamesMore(row) && (IsSame(row) || NamesTheSame(row)) && !DropsUnit(row) && !HasOtherUnit(row);

    // Columns of the stream behind the last one that this table has: values below them would be left out.
    private bool NamesMore(RowReader row)
    {
        for (var i = layout.NamedWidth; i < row.Count; i++)
        {
            if (row[i].Length is > 0 and <= LongestName && HeaderRecognition.Find(layout.Stream, Encoding.UTF8.GetString(row[i])) is not null)
            {
                return true;
            }
        }

        return false;
    }

    // 金额 or 金额(人民币) where the header said 金额(万元): nobody knows in what unit the rows below it are. Right below the header it is a second line of the same (金额(万元), and below it amount).
    private bool DropsUnit(RowReader row) => !layout.HasUnitRow && row.LineNumber > layout.HeaderRow + 1 && Array.Exists(_amounts, c => _own[c.Cells[0]].StatedFactor is not (null or 1) && Name(row, c.Cells[0]).Stated is null or { IsYuanAlone: true });

    private bool HasOtherUnit(RowReader row) => Array.Exists(_amounts, c => Text(row, c.Cells[0]) is var text && (IsPricedOtherwise(c, text) || IsOther(HeaderName.Of(text), c)));

    private bool IsPricedOtherwise(ColumnSource price, string header) => Measure.PriceTimes(price.Column, Measure.PerOf(header)) != Measure.PriceTimes(price.Column, Measure.PerOf(layout.Headers[price.Cells[0]]));

    private bool IsOther(HeaderName name, ColumnSource amount) =>
        (name.Currency is { } code && code != layout.Currency) || (name.Stated is { IsYuanAlone: false } unit && unit.Factor != amount.Factor && unit != _own[amount.Cells[0]].Stated);

    private static HeaderName Name(RowReader row, int cell) => HeaderName.Of(Text(row, cell));

    private static string Text(RowReader row, int cell) => Encoding.UTF8.GetString(row[cell]);

    private bool IsSame(RowReader row)
    {
        if (row.Count < layout.NamedWidth)
        {
            return false;
        }

        for (var i = 0; i < layout.NamedWidth; i++)
        {
            if (Name(row, i).Key != _own[i].Key)
            {
                return false;
            }
        }

        return true;
    }

    private bool NamesTheSame(RowReader row)
    {
        var same = 0;
        for (var i = 0; i < Math.Min(row.Count, layout.NamedWidth); i++)
        {
            if (row[i].Length is > 0 and <= LongestName && HeaderRecognition.Find(layout.Stream, Encoding.UTF8.GetString(row[i])) is { } found)
            {
                if (layout.Columns[found.Index].Cells is not [var place] || place != i)
                {
                    return false;
                }

                same++;
            }
        }

        return same >= FewestNames;
    }

    /// <summary>True where most of the row's cells, three at least, name columns of one stream.</summary>
    public bool IsOtherHeader(RowReader row)
    {
        if (layout.HeaderRow == 0 || row.Count is < FewestNames or > 500 || HasDigit(row))
        {
            return false;
        }

        var cells = Enumerable.Range(0, row.Count).Select(i => Encoding.UTF8.GetString(CellText.Trim(row[i]))).Where(c => c.Length is > 0 and <= 60).ToList();
        return cells.Count >= FewestNames && RecordStreams.All.Any(s => cells.Count(c => HeaderRecognition.Find(s, c) is not null) is >= FewestNames and var named && named * 2 >= cells.Count);
    }

    // Nearly every record has one, and no header of ours.
    private static bool HasDigit(RowReader row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].IndexOfAnyInRange((byte)'0', (byte)'9') >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
