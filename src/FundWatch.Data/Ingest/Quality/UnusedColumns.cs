namespace FundWatch.Data.Ingest.Quality;

/// <summary>Which columns of a file nothing was taken from, for people. Not remarkable in itself: an export has columns of its own; but one with a mistaken name is among them, too.</summary>
public static class UnusedColumns
{
    private const int Named = 8;

    /// <summary>The first names, and how many more there are.</summary>
    /// <returns>Null where all were used.</returns>
    public static (string Zh, string En)? Words(IReadOnlyList<string> unused)
    {
        if (unused.Count == 0)
        {
            return null;
        }

        var more = unused.Count - Named;
        return ($"文件中未使用的列（不认识，其内容没有导入）：{string.Join("、", unused.Take(Named))}{(more > 0 ? $" 等 {unused.Count:N0} 列" : "")}",
            $"columns of the file that were not used (unknown; nothing of them was taken in): {string.Join(", ", unused.Take(Named))}{(more > 0 ? $" and {more:N0} more" : "")}");
    }
}
