using FundWatch.Data.Files.Xlsx;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>Two headers that name the same column of the contract: the first is read, the second is not.</summary>
/// <param name="Column">Of the contract.</param>
/// <param name="Read">Cell of the first, from 0.</param>
/// <param name="Left">Cell of the second.</param>
public sealed record TakenTwice(string Column, int Read, string ReadHeader, int Left, string LeftHeader)
{
    /// <summary>Both, for people: first the one that is read.</summary>
    internal string Zh => $"第 {Read + 1} 列（{ColumnLetters.Of(Read)}）“{ReadHeader}”和第 {Left + 1} 列（{ColumnLetters.Of(Left)}）“{LeftHeader}”";

    internal string En => $"column {Read + 1} ({ColumnLetters.Of(Read)}) '{ReadHeader}' and column {Left + 1} ({ColumnLetters.Of(Left)}) '{LeftHeader}'";
}
