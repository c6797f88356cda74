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

    private readonly string[] _own = [.. layout.Headers.Select(h => HeaderName.Of(h).Key)];

    /// <summary>True where the row says again what the header says, or names the same columns otherwise in the same places (流水号, and below it payment_id).</summary>
    public bool IsHeaderAgain(RowReader row) =>
        layout.HeaderRow > 0 && row.Count >= FewestNames && !HasDigit(row) && (IsSame(row) || NamesTheSame(row));

    private bool IsSame(RowReader row)
    {
        if (row.Count < layout.NamedWidth)
        {
            return false;
        }

        for (var i = 0; i < layout.NamedWidth; i++)
        {
            if (HeaderName.Of(Encoding.UTF8.GetString(row[i])).Key != _own[i])
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
