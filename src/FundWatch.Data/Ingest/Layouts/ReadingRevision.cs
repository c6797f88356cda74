using FundWatch.Data.Files;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// Which reading of its kind of file a layout belongs to. Where a reader was mended, files that were loaded before hold rows that are wrong: as another layout they are
/// another batch, read anew, and what differs becomes new versions. All other files keep their hash and are passed over as ever.
/// </summary>
internal static class ReadingRevision
{
    /// <summary>
    /// 1: parties' credit codes in place of their local ids; records that hold nothing are refused with the projects alone. 2: lots are found by numbers and with spaces around
    /// their ids, those under one id have each bid and payment once, and rows come in another order: a load that stopped in between must not go on behind other rows.
    /// </summary>
    private const int Ocds = 2;

    /// <summary>1: serials without the style of a date are days of the workbook's own calendar.</summary>
    private const int Days1904 = 1;

    /// <summary>2, beside the other: numbers are read with the unit, the currency or the zeros that their format shows.</summary>
    private const int ShownNumbers = 2;

    public static Layout With(Layout layout, RowReader reader) => layout with { Revision = reader is OcdsReader ? Ocds : (reader.Is1904 && layout.DayCells.Count > 0 ? Days1904 : 0) + (reader.HasShownNumbers ? ShownNumbers : 0) };
}
