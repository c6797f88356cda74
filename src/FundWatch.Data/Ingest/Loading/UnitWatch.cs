using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Quality.Profile;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>
/// Rows below the header that state a unit of money other than the one in use: a note at the foot, a caption before a second table. Asked where a row is refused or left out anyway.
/// </summary>
internal sealed class UnitWatch(Layout layout)
{
    // Longer cells state no unit alone.
    private const int LongestUnit = 24;

    private readonly UnitsInUse _units = new(layout);
    private readonly int[] _required = [.. layout.Columns.Where(c => c.Column.IsRequired).SelectMany(c => c.Cells).Distinct()];
    private long _looked;

    /// <summary>Line of the caption below which amounts are in another unit; 0 where there is none.</summary>
    public long Line { get; private set; }

    /// <summary>That unit.</summary>
    public string Unit { get; private set; } = "";

    /// <param name="isFoot">True of totals and signatures, whose words in brackets (合计（万元）) say nothing of the rows below them.</param>
    public void Look(RowReader row, bool isFoot, LoadProfile? profile)
    {
        if (layout.HeaderRow == 0 || row.LineNumber == _looked || !MayState(row))
        {
            return;
        }

        _looked = row.LineNumber;
        var cells = Enumerable.Range(0, row.Count).Select(i => Encoding.UTF8.GetString(CellText.Trim(row[i]))).ToList();
        var captions = UnitCaption.In(cells).ToList();
        var title = cells.Find(c => c.Length > 0) is { } first && UnitCaption.AtEnd(first) is { IsYuanAlone: false } unit ? [unit] : Array.Empty<MoneyUnit>();
        foreach (var other in captions.Concat(title).Concat(UnitCaption.Perhaps(cells)).Where(u => !_units.AgreeInRow(u)).Concat(_units.OtherBelow(cells)).Distinct())
        {
            profile?.Heed(new UnitElsewhere(row.LineNumber, other.Name));
        }

        captions.AddRange(isFoot ? [] : title);
        if (captions.Count > 0)
        {
            // A printed table repeats on each page what stood above it on the first, where it has been remarked on and amounts are read as they are.
            var other = captions.Find(u => !_units.AgreeInRow(u) && !layout.OtherUnits.Any(known => known.Line > 0 && known.Unit == u.Name));
            (Line, Unit) = other.Name is null ? (0, "") : (row.LineNumber, other.Name);
        }
    }

    // Most of what a record must have is not there, or a word stands where an amount should.
    private bool MayState(RowReader row)
    {
        var filled = 0;
        foreach (var cell in _required)
        {
            filled += CellText.IsEmpty(CellText.Trim(row[cell])) ? 0 : 1;
        }

        if (filled * 2 <= _required.Length)
        {
            return true;
        }

        foreach (var cell in _units.Cells)
        {
            var text = CellText.Trim(row[cell]);
            if (text.Length is > 0 and <= LongestUnit && text.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 && !CellText.IsEmpty(text))
            {
                return true;
            }
        }

        return false;
    }
}
