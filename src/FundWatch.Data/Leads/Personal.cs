using System.Text.RegularExpressions;
using Npgsql;

namespace FundWatch.Data.Leads;

/// <summary>Tokens of personal data in texts, replaced by what people may see: 张*明, 138****5678.</summary>
internal sealed partial class Personal
{
    /// <summary>What a token is shown as when the vault does not know it.</summary>
    public const string Unknown = "***";

    private readonly Dictionary<string, string> _masked;

    private Personal(Dictionary<string, string> masked) => _masked = masked;

    /// <summary>Looks up the tokens that occur in the texts.</summary>
    public static async Task<Personal> OfAsync(NpgsqlConnection connection, IEnumerable<string?> texts, CancellationToken ct)
    {
        var tokens = texts.Where(t => t is not null).SelectMany(t => Token().Matches(t!).Select(m => m.Value)).Distinct(StringComparer.Ordinal).ToArray();
        var masked = new Dictionary<string, string>(StringComparer.Ordinal);
        if (tokens.Length == 0)
        {
            return new Personal(masked);
        }

        await using var command = new NpgsqlCommand("select token, masked from vault.personal where token = any($1)", connection);
        command.Parameters.Add(new() { Value = tokens });
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            masked[reader.GetString(0)] = reader.GetString(1);
        }

        return new Personal(masked);
    }

    public string Mask(string text) => Token().Replace(text, m => _masked.GetValueOrDefault(m.Value, Unknown));

    /// <summary>The same in a cell, which is then one that holds personal data.</summary>
    public EvidenceCell Mask(EvidenceCell cell) => Mask(cell.Value) is var shown && shown != cell.Value ? cell with { Value = shown, IsPersonal = true } : cell;

    /// <summary>The same inside JSON text.</summary>
    public string MaskJson(string json) => Token().Replace(json, m => System.Text.Json.JsonEncodedText.Encode(_masked.GetValueOrDefault(m.Value, Unknown)).ToString());

    public static bool IsToken(string text) => text.Length == 24 && Token().IsMatch(text);

    /// <summary>The first letter stays, the rest is hidden: for a clear name of a natural person.</summary>
    public static string MaskName(string name) => name.Length < 2 ? Unknown : string.Concat(name[..1], new string('*', Math.Min(2, name.Length - 1)));

    [GeneratedRegex(@"(?<![A-Za-z0-9_-])p_[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")]
    private static partial Regex Token();
}
