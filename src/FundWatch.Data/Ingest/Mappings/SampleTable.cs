using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Mappings;

/// <summary>The header and the first rows of an unknown file.</summary>
/// <param name="Headers">As they may be shown: a personal number in one is masked.</param>
/// <param name="UnitAbove">The unit of money stated above the header, in yuan or in <paramref name="CurrencyAbove"/>; else 1.</param>
/// <param name="CurrencyAbove">The currency (ISO 4217) stated there, where it is not yuan.</param>
internal sealed record SampleTable(string[] Headers, int HeaderRow, IReadOnlyList<string[]> Rows, long UnitAbove, string? CurrencyAbove)
{
    // Notes have a column, lists of codes two.
    private const int FewestColumns = 3, FewestRows = 2;

    /// <summary>True where rows stand below the header that fill most of its columns.</summary>
    public bool LooksLikeTable => Headers.Count(h => h.Length > 0) is >= FewestColumns and var width && Rows.Count(r => r.Count(c => c.Length > 0) * 2 > width) >= FewestRows;

    /// <summary>The line of the first row where all rows are records and none names the columns; what <see cref="Headers"/> holds then is one of them. Null where there is a header.</summary>
    public long? FirstRecord { get; private init; }

    /// <summary>The sheet that it is of, or null.</summary>
    public string? Sheet { get; private init; }

    public static SampleTable Read(SourceFile file, string? sheet, int limit)
    {
        int headerRow;
        long unit;
        string? currency;
        string[] headers;
        long? firstRecord;
        string? name;
        using (var reader = file.OpenRows(sheet))
        {
            name = reader.Sheet;
            var lines = new List<long>();
            var rows = HeaderRecognition.FirstRows(reader).Select(r =>
            {
                lines.Add(reader.LineNumber);
                return r;
            }).ToList();
            var found = SampleHeader.Find(rows);
            var (first, last, names) = found ?? (1, 1, rows.Count == 0 ? [] : rows[0].Headers);
            (headerRow, headers) = (last, [.. names.Select(n => PersonalNumbers.OfMobile(n) ?? PersonalNumbers.Mask(n))]);
            firstRecord = found is null && rows.Count > 0 ? lines[SampleHeader.FirstWide(rows)] : null;
            var above = rows.Where(r => r.Row < first).Select(r => UnitCaption.One(r.Headers)).OfType<MoneyUnit>().ToList();
            (unit, currency) = (above.Select(u => u.Factor).OfType<long>().LastOrDefault(1), above.Select(u => u.Currency).LastOrDefault());
        }

        var samples = new List<string[]>();
        using (var reader = file.OpenRows(sheet))
        {
            for (var i = 0; i < headerRow && reader.Read(); i++)
            {
            }

            var named = Enumerable.Range(0, headers.Length).Where(i => headers[i].Length > 0).ToArray();
            var above = TableFoot.Nothing;
            while (samples.Count < limit && reader.Read())
            {
                if (headerRow > 0 && TableFoot.IsFoot(reader, named, above))
                {
                    continue; // totals and who signs say nothing of what the columns hold, and a load passes over them too
                }

                above = TableFoot.Above(reader, above);
                var row = new string[headers.Length];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = Encoding.UTF8.GetString(CellText.Trim(reader[i]));
                }

                samples.Add(row);
            }
        }

        return new SampleTable(headers, headerRow, samples, unit, currency) { FirstRecord = firstRecord, Sheet = name };
    }

    /// <summary>The different values of a cell, as they stand: only <see cref="SampleText"/> may show them.</summary>
    public IReadOnlyList<string> Values(int cell) => [.. Rows.Select(r => r[cell]).Where(v => v.Length > 0).Distinct()];
}
