using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Ocds;

/// <summary>A row of one of the streams that a release speaks of.</summary>
/// <param name="Line">Where its release begins in the file.</param>
/// <param name="Issue">What is the matter with all of it.</param>
/// <param name="WholeOf">Of a lot: the process that it is a part of.</param>
/// <param name="Cells">By column of the stream.</param>
internal readonly record struct OcdsRow(long Line, CellIssue Issue, string? WholeOf, Dictionary<string, string?> Cells);
