namespace FundWatch.Data.Files;

/// <summary>Cells that a sheet shows as one. Rows are numbered from 1, as <see cref="RowReader.LineNumber"/> is; columns from 0, as the cells of a row are.</summary>
public readonly record struct CellRange(int FirstRow, int LastRow, int FirstColumn, int LastColumn)
{
    /// <summary>Rows below the first one, whose cells hold nothing: what is shown stands in the first.</summary>
    public int RowsBelow => LastRow - FirstRow;
}
