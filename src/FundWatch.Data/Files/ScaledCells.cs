namespace FundWatch.Data.Files;

/// <summary>Cells of a column that a sheet shows as less than they hold: in thousands or millions (format #,##0,).</summary>
/// <param name="Column">From 0, as the cells of a row are.</param>
public readonly record struct ScaledCells(int Column, int Cells);
