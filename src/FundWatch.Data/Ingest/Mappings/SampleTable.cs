using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>The header and the first rows of an unknown file.</summary>
/// <param name="UnitAbove">The unit of money stated above the header, in yuan or in <paramref name="CurrencyAbove"/>; else 1.</param>
/// <param name="CurrencyAbove">The currency (ISO 4217) stated there, where it is not yuan.</param>
internal sealed record SampleTable(string[] Headers, int HeaderRow, IReadOnlyList<string[]> Rows, long UnitAbove, string? CurrencyAbove)
{
    // Notes have a column, lists of codes two.
    private const int FewestColumns = 3, FewestRows = 2;

    /// <summary>True where rows stand below the header that fill most of its columns.</summary>
    public bool LooksLikeTable => Headers.Count(h => h.Length > 0) is >= FewestColumns and var width && Rows.Count(r => r.Count(c => c.Length > 0) * 2 > width) >= FewestRows;

    public static SampleTable Read(SourceFile file, string? sheet, int limit)
    {
        int headerRow;
        long unit;
        string? currency;
        string[] headers;
        using (var reader = file.OpenRows(sheet))
        {
            // Unknown names: the header is the first row as wide as the widest, with a text in nearly every cell.
            var rows = HeaderRecognition.FirstRows(reader).ToList();
            var widest = rows.Count == 0 ? 0 : rows.Max(r => r.Headers.Count(h => h.Length > 0));
            (headerRow, headers) = rows.FirstOrDefault(r => r.Headers.Count(h => h.Length > 0) >= Math.Max(1, widest * 8 / 10), (1, []));
            var above = rows.Where(r => r.Row < headerRow).Select(r => UnitCaption.One(r.Headers)).OfType<MoneyUnit>().ToList();
            (unit, currency) = (above.Select(u => u.Factor).OfType<long>().LastOrDefault(1), above.Select(u => u.Currency).LastOrDefault());
        }

        var samples = new List<string[]>();
        using (var reader = file.OpenRows(sheet))
        {
            for (var i = 0; i < headerRow && reader.Read(); i++)
            {
            }

            while (samples.Count < limit && reader.Read())
            {
                var row = new string[headers.Length];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = Encoding.UTF8.GetString(CellText.Trim(reader[i]));
                }

                samples.Add(row);
            }
        }

        return new SampleTable(headers, headerRow, samples, unit, currency);
    }

    /// <summary>The different values of a cell, as they stand: only <see cref="SampleText"/> may show them.</summary>
    public IReadOnlyList<string> Values(int cell) => [.. Rows.Select(r => r[cell]).Where(v => v.Length > 0).Distinct()];
}
