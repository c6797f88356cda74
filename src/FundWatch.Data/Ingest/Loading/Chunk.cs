using FundWatch.Data.Ingest.Loading.Known;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quarantine;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>Rows of a file that are committed together: parsed and encoded on one thread, written on another, then used again.</summary>
public sealed class Chunk
{
    /// <summary>Rows, or bytes, after which a chunk is full. Rows that are in the store already cost it nothing: three times as many of them go into one.</summary>
    public const int MaxRows = 50_000, MaxBytes = 8 * 1024 * 1024, MaxUnchanged = 3 * MaxRows;

    /// <summary>Rows of one of a load's first chunks: the server waits for them.</summary>
    private const int FewRows = 8_000;

    private const int KeptCapacity = 24 * 1024 * 1024;
    private readonly SortedDictionary<DateOnly, PgBlock> _new = [];
    private readonly Stack<PgBlock> _spare = new();

    // Blocks and months where a few bits of the month say, so that rows in no order need no search.
    private readonly (DateOnly Month, PgBlock? Block)[] _near = new (DateOnly, PgBlock?)[64];
    private readonly DateOnly[] _nearMonths = new DateOnly[64];
    private DateOnly _lastMonth;
    private readonly List<(RefusedRow Row, Guid Hash)> _againRows = [];
    private readonly List<RefusedRow> _refused = [];
    private int _newLength;
    private long _refusedLength;
    private PgBlock? _last;

    /// <summary>
    /// Rows whose key can be in no table yet: copied straight in. One block for each month, since PostgreSQL writes rows of one partition that follow
    /// each other together and mixed ones nearly one by one.
    /// </summary>
    public IReadOnlyDictionary<DateOnly, PgBlock> New => _new;

    public int NewRows { get; private set; }

    /// <summary>Rows whose key may be in the store: compared there.</summary>
    public PgBlock Compare { get; } = new();

    /// <summary>Rows known to be in the store as they are.</summary>
    public int Unchanged { get; set; }

    /// <summary>Of all rows but refused and repeated ones: what the next load of such a file will know.</summary>
    public RowHashes Hashes { get; } = new();

    /// <summary>Of the same rows: which of them the next load may pass over.</summary>
    public RowPasses Passes { get; } = new();

    /// <summary>Rows whose key occurred before in this same file.</summary>
    public PgBlock Again { get; } = new();

    /// <summary>What <see cref="Again"/> needs for quarantine. A row is known by its line and its hash: several may stand on one line.</summary>
    public IReadOnlyList<(RefusedRow Row, Guid Hash)> AgainRows => _againRows;

    public IReadOnlyList<RefusedRow> Refused => _refused;
    public List<VaultEntry> Vault { get; } = [];

    /// <summary>First days of the months that the rows of a partitioned stream fall in.</summary>
    public HashSet<DateOnly> Months { get; } = [];

    /// <summary>Rows taken from the file, whatever became of them.</summary>
    public int Rows { get; set; }

    /// <summary>Rows that the mapping says are no records, and the totals and signatures of a printed table.</summary>
    public int Skipped { get; set; }

    /// <summary>Rows of the file in front of this chunk: where the batch must stand when it is written.</summary>
    public long StartRow { get; set; }

    /// <summary>Rows of the file up to the end of this chunk, skipped ones included: where a killed load resumes.</summary>
    public long EndRow { get; set; }

    public Dictionary<string, int> Warnings { get; } = [];

    public double Progress { get; set; }

    /// <summary>True where rows must be held against those of earlier chunks, which must be committed by then.</summary>
    public bool MeetsEarlierRows => Again.Rows > 0;

    public long Length => _newLength + Compare.Length + Again.Length + _refusedLength;

    /// <param name="isFirst">One of the first of a load is full sooner: until then the server waits.</param>
    public bool IsFull(bool isFirst = false) =>
        Rows + Skipped - Unchanged >= (isFirst ? FewRows : MaxRows) || Unchanged >= (isFirst ? MaxRows : MaxUnchanged) || Length >= MaxBytes || Refused.Count >= 20_000;

    /// <param name="month">First day of the row's month; the default where the stream has no partitions.</param>
    public void AddNew(ReadOnlySpan<byte> row, DateOnly month)
    {
        if (_last is null || month != _lastMonth)
        {
            _lastMonth = month;
            ref var near = ref _near[Near(month)];
            if (near.Block is null || near.Month != month)
            {
                if (!_new.TryGetValue(month, out var block))
                {
                    block = _spare.TryPop(out var spare) ? spare : new PgBlock();
                    _new.Add(month, block);
                }

                near = (month, block);
            }

            _last = near.Block;
        }

        _last.Row(row);
        _newLength += row.Length;
        NewRows++;
    }

    /// <summary>Takes the row just read for quarantine.</summary>
    public void Refuse(RefusedRow row)
    {
        _refused.Add(row with { Place = Rows + Skipped });
        _refusedLength += row.Raw.Length;
    }

    /// <summary>Takes the row just read, whose key came before: encoded, and as quarantine may need it.</summary>
    public void AddAgain(ReadOnlySpan<byte> row, Guid hash, RefusedRow refused)
    {
        Again.Row(row);
        _againRows.Add((refused with { Place = Rows + Skipped }, hash));
        _refusedLength += refused.Raw.Length;
    }

    /// <summary>Notes that a row falls in the month.</summary>
    public void AddMonth(DateOnly month)
    {
        ref var near = ref _nearMonths[Near(month)];
        if (near != month || month == default)
        {
            near = month;
            Months.Add(month);
        }
    }

    public void Clear()
    {
        foreach (var block in _new.Values)
        {
            // Kept for the next rows, but no more than a chunk needs: a file of many years must not leave a block for each of its months.
            block.Clear();
            if (_spare.Sum(b => (long)b.Capacity) + block.Capacity <= KeptCapacity)
            {
                _spare.Push(block);
            }
        }

        _new.Clear();
        _last = null;
        Array.Clear(_near);
        Array.Clear(_nearMonths);
        NewRows = _newLength = 0;
        Compare.Clear();
        Again.Clear();
        _againRows.Clear();
        _refused.Clear();
        _refusedLength = 0;
        Vault.Clear();
        Months.Clear();
        Warnings.Clear();
        Hashes.Clear();
        Passes.Clear();
        Rows = Skipped = Unchanged = 0;
    }

    private static int Near(DateOnly month) => (int)((uint)month.DayNumber * 0x9E3779B1 >> 26);
}
