namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>A row that may be passed over.</summary>
/// <param name="Hash">Of what it says, as <see cref="RowHashes"/> keep it.</param>
/// <param name="Filled">A bit for each column of the layout.</param>
internal readonly record struct PassedRow(ulong Hash, ulong Filled);

/// <summary>What a load left of one chunk of its rows.</summary>
internal sealed class KnownChunk(ulong[] hashes)
{
    private readonly ulong[] _patterns = [], _rows = [];
    private readonly byte[] _numbers = [];

    /// <param name="passes">As <see cref="RowPasses"/> wrote it; null or of another number of rows: none may be passed over.</param>
    public KnownChunk(ulong[] hashes, byte[]? passes)
        : this(hashes)
    {
        if (passes is not { Length: > 0 } || passes.Length != 1 + (8 * passes[0]) + (9 * hashes.Length))
        {
            return;
        }

        _patterns = RowHashes.ReadAll(passes.AsSpan(1, 8 * passes[0]));
        _rows = RowHashes.ReadAll(passes.AsSpan(1 + (8 * passes[0]), 8 * hashes.Length));
        _numbers = passes[^hashes.Length..];
    }

    /// <summary>Of what the rows say.</summary>
    public ulong[] Hashes => hashes;

    /// <summary>Of the rows' bytes; empty where none is known.</summary>
    public ReadOnlySpan<ulong> Rows => _rows;

    public PassedRow this[int row] => new(hashes[row], _patterns[_numbers[row]]);
}
