namespace FundWatch.Data.Ingest.Loading;

/// <summary>How much of a table the word for totals in a row speaks of. One of more may sum up what those of less have summed up, and not the other way round.</summary>
internal enum Extent
{
    /// <summary>小计, 本页合计, 2025年3月合计, subtotal.</summary>
    Part,

    /// <summary>合计, total: the table, or one of several in it.</summary>
    Table,

    /// <summary>总计, grand total.</summary>
    Whole,
}
