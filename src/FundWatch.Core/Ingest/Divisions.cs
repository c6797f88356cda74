using System.Collections.Frozen;
using System.Reflection;
using System.Text;

namespace FundWatch.Core.Ingest;

/// <summary>A division code that began or ended in a known year.</summary>
/// <param name="Since">First year, or null where it is older than the table.</param>
/// <param name="Until">Year in which it ended, or null where it is in force.</param>
/// <param name="Successor">The one code in force that took its whole area over (through several changes, if need be); null where it was divided.</param>
public sealed record Division(int Code, string Name, int? Since, int? Until, int? Successor)
{
    internal byte[] SuccessorText { get; } = Successor is { } code ? Encoding.ASCII.GetBytes(code.ToString("000000", null)) : [];
}

/// <summary>Codes of GB/T 2260 that changed, from division-changes.csv beside this file (which says where it comes from, and that it is incomplete).</summary>
public static class Divisions
{
    private static readonly FrozenDictionary<int, Division> _changed = Load().ToFrozenDictionary(d => d.Code);

    /// <summary>What is known of a code; null for one that never changed or is not in the table.</summary>
    public static Division? Find(int code) => _changed.TryGetValue(code, out var division) ? division : null;

    /// <summary>Every code of the table.</summary>
    public static IEnumerable<Division> All => _changed.Values;

    private static List<Division> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("division-changes.csv")!;
        using var reader = new StreamReader(file);
        var direct = new Dictionary<int, Division>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && char.IsAsciiDigit(line[0]))
            {
                var cells = line.Split(',');
                direct.Add(int.Parse(cells[0], null), new Division(int.Parse(cells[0], null), cells[1], Number(cells[2]), Number(cells[3]), Number(cells[4])));
            }
        }

        return direct.Values.Select(d => new Division(d.Code, d.Name, d.Since, d.Until, InForce(d, direct))).ToList();
    }

    // 南汇县 became 南汇区, which became part of 浦东新区.
    private static int? InForce(Division division, Dictionary<int, Division> direct)
    {
        var next = division.Successor;
        while (next is { } code && direct.TryGetValue(code, out var later) && later.Until is not null)
        {
            next = later.Successor;
        }

        return next;
    }

    private static int? Number(string cell) => cell.Length == 0 ? null : int.Parse(cell, null);
}
