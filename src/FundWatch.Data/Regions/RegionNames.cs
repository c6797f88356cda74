using System.Text.RegularExpressions;
using FundWatch.Core.Ingest;
using FundWatch.Data.Postgres;

namespace FundWatch.Data.Regions;

/// <summary>
/// Names of division codes. The store has no table of them; but the offices of a county nearly all carry its name (莲坪县水利局), so the name is what
/// the names of a region's own offices begin with. Codes that changed are known from the table of changes. Looked up anew after a while.
/// </summary>
public sealed partial class RegionNames(FundWatchDatabase database, TimeProvider clock)
{
    /// <summary>Records of other countries.</summary>
    public const string Abroad = "000000";

    private const int FewestOffices = 3;
    private static readonly TimeSpan _kept = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();
    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    /// <returns>By code; a code whose name nobody can tell is not in it.</returns>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync(CancellationToken ct = default)
    {
        if (clock.GetUtcNow() - _readAt < _kept)
        {
            return _names;
        }

        await _reading.WaitAsync(ct);
        try
        {
            if (clock.GetUtcNow() - _readAt >= _kept)
            {
                _names = await LookUpAsync(ct);
                _readAt = clock.GetUtcNow();
            }

            return _names;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The name of a division that an office's name begins with: its last part, 新化县 of 湖南省娄底市新化县教育局; null where it begins with none.</summary>
    public static string? Of(string office) => Beginning().Match(office) is { Success: true } match ? match.Groups["last"].Value : null;

    private async Task<IReadOnlyDictionary<string, string>> LookUpAsync(CancellationToken ct)
    {
        var names = Divisions.All.ToDictionary(d => d.Code.ToString("000000", null), d => d.Name);
        var offices = new Dictionary<string, List<string>>();
        await using var command = database.App.CreateCommand("select distinct region_code, org_name from record.organisation");
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            if (Of(reader.GetString(1)) is { } name)
            {
                (offices.TryGetValue(reader.GetString(0), out var found) ? found : offices[reader.GetString(0)] = []).Add(name);
            }
        }

        foreach (var (code, found) in offices)
        {
            var commonest = found.GroupBy(n => n).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First();
            if (commonest.Count() >= FewestOffices && 2 * commonest.Count() > found.Count)
            {
                names[code] = commonest.Key;
            }
        }

        return names;
    }

    // A level's mark ends a part only where the name of an office still follows: 市 of 市场监督管理局 is none.
    [GeneratedRegex("^(?:[^省]{2,6}省|.{2,6}自治区)?(?:[^市州盟县区旗]{1,8}(?:市|州|盟)(?=.{1,8}?[县区旗市].{2,}))?(?<last>[^市州盟县区旗]{1,8}(?:[县区旗州盟]|市(?!场)))(?=.{2,})")]
    private static partial Regex Beginning();
}
