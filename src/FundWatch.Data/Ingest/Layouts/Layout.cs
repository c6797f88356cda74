using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>How a file's rows become records of a stream: recognised from its header, or said by a mapping.</summary>
/// <param name="Headers">The header as written, one per cell.</param>
/// <param name="HeaderRow">Rows to skip to stand behind the header; 0 where the format carries names with each row.</param>
/// <param name="Columns">One per column of the stream, in the contract's order.</param>
public sealed record Layout(RecordStream Stream, IReadOnlyList<string> Headers, int HeaderRow, IReadOnlyList<ColumnSource> Columns)
{
    /// <summary>Rows in which a cell holds one of these texts are no records ("Nil Return"): counted as skipped.</summary>
    public IReadOnlyList<(int Cell, string[] Values)> SkipRows { get; init; } = [];

    /// <summary>Headers that no column of the contract took.</summary>
    public IReadOnlyList<string> Unused { get; init; } = [];

    /// <summary>The unit stated above the header (单位：万元), in yuan, where amounts are read in it; else 1.</summary>
    public long UnitAbove { get; init; } = 1;

    /// <summary>In which currency the source delivers (ISO 4217), where a mapping says so; null: not said, which means yuan.</summary>
    public string? Currency { get; init; }

    /// <summary>Identifies how the file was read: the same file under another mapping is another batch.</summary>
    public string Sha256 => Hash(this);

    /// <summary>Headers as JSON, kept with the batch so that its refused rows can be shown, corrected and read again.</summary>
    public string HeadersJson => JsonSerializer.Serialize(Headers);

    private static string Hash(Layout layout)
    {
        var text = new StringBuilder().Append(layout.Stream.Name).Append('\n').Append(layout.HeaderRow).Append('\n').AppendJoin('\u001f', layout.Headers);
        text.Append('\n').AppendJoin('|', layout.SkipRows.Select(s => $"{s.Cell}:{string.Join(',', s.Values)}"));
        foreach (var c in layout.Columns)
        {
            text.Append(c.Template is null ? "" : "\n" + c.Template);
            text.Append('\n').Append(c.Column.Name).Append('=').AppendJoin(',', c.Cells).Append('|').Append(c.Constant).Append('|').Append(c.Factor)
                .Append('|').Append(c.Separator).Append('|').AppendJoin(',', c.Formats ?? []).Append('|').AppendJoin(',', c.Empty).Append('|').AppendJoin(',', c.Remove)
                .Append('|').AppendJoin(',', c.Codes.Select(p => p.Key + ">" + p.Value));
            text.Append(c.Measure is null ? "" : "|" + c.Measure);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
