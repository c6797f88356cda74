namespace FundWatch.Data.Files.Xlsx;

/// <summary>Columns as spreadsheets name them: A, …, Z, AA, …</summary>
internal static class ColumnLetters
{
    /// <param name="column">From 0.</param>
    public static string Of(int column) => (column >= 26 ? Of(column / 26 - 1) : "") + (char)('A' + column % 26);
}
