using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Rows of a file that are committed together: parsed and encoded on one thread, written on another, then used again.</summary>
public sealed class Chunk
{
    /// <summary>Rows, or bytes, after which a chunk is full.</summary>
    public const int MaxRows = 50_000, MaxBytes = 8 * 1024 * 1024;

    /// <summary>Rows whose key can be in no table yet: copied straight in.</summary>
    public PgBlock New { get; } = new();

    /// <summary>Rows whose key may be in the store: compared there.</summary>
    public PgBlock Compare { get; } = new();

    /// <summary>Rows whose key occurred before in this same file.</summary>
    public PgBlock Again { get; } = new();

    /// <summary>What <see cref="Again"/> needs for quarantine, by line.</summary>
    public Dictionary<long, RefusedRow> AgainRows { get; } = [];

    public List<RefusedRow> Refused { get; } = [];
    public List<VaultEntry> Vault { get; } = [];

    /// <summary>First days of the months that the rows of a partitioned stream fall in.</summary>
    public HashSet<DateOnly> Months { get; } = [];

    /// <summary>Rows taken from the file, whatever became of them.</summary>
    public int Rows { get; set; }

    /// <summary>Rows that the mapping says are no records.</summary>
    public int Skipped { get; set; }

    /// <summary>Rows of the file up to the end of this chunk, skipped ones included: where a killed load resumes.</summary>
    public long EndRow { get; set; }

    public Dictionary<string, int> Warnings { get; } = [];

    public double Progress { get; set; }

    public bool IsFull => Rows + Skipped >= MaxRows || New.Length + Compare.Length + Again.Length >= MaxBytes || Refused.Count >= 20_000;

    public void Clear()
    {
        New.Clear();
        Compare.Clear();
        Again.Clear();
        AgainRows.Clear();
        Refused.Clear();
        Vault.Clear();
        Months.Clear();
        Warnings.Clear();
        Rows = Skipped = 0;
    }
}
