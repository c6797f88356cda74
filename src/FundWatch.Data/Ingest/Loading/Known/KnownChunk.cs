using System.Buffers;
using System.Runtime.InteropServices;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>A row that may be passed over.</summary>
/// <param name="Hash">Of what it says, as <see cref="RowHashes"/> keep it.</param>
/// <param name="Filled">A bit for each column of the layout.</param>
/// <param name="Warnings">What it was warned of when it was read.</param>
internal readonly record struct PassedRow(ulong Hash, ulong Filled, string[] Warnings);

/// <summary>What a load left of one chunk of its rows, in borrowed memory: files of millions of rows would leave as much garbage as they have rows.</summary>
internal sealed class KnownChunk : IDisposable
{
    private readonly byte[] _hashes, _passes;
    private readonly string[][] _warnings;
    private readonly int _patterns;

    /// <param name="hashes">As <see cref="RowHashes"/> wrote them.</param>
    /// <param name="passes">As <see cref="RowPasses"/> wrote them; empty or of more rows: none may be passed over.</param>
    public KnownChunk(ReadOnlySpan<byte> hashes, ReadOnlySpan<byte> passes)
    {
        Count = hashes.Length / RowHashes.Size;
        _hashes = ArrayPool<byte>.Shared.Rent(hashes.Length);
        hashes.CopyTo(_hashes);
        _patterns = passes.Length > 0 && passes.Length >= RowPasses.WarningsAt(passes[0], Count) ? passes[0] : 0;
        var warningsAt = _patterns == 0 ? 0 : RowPasses.WarningsAt(_patterns, Count);
        _warnings = RowPasses.Warnings(_patterns == 0 ? default : passes[warningsAt..]);
        _passes = _patterns == 0 ? [] : ArrayPool<byte>.Shared.Rent(warningsAt);
        passes[..warningsAt].CopyTo(_passes);
    }

    public int Count { get; }

    /// <summary>Of what the rows say.</summary>
    public ReadOnlySpan<ulong> Hashes => MemoryMarshal.Cast<byte, ulong>(_hashes)[..Count];

    /// <summary>Of the rows' bytes; empty where none is known.</summary>
    public ReadOnlySpan<ulong> Rows => _patterns == 0 ? default : Words(RowPasses.RowsAt(_patterns), Count);

    public PassedRow this[int row]
    {
        get
        {
            var pattern = _passes[RowPasses.NumbersAt(_patterns, Count) + row];
            return new(Hashes[row], Words(RowPasses.PatternsAt, _patterns)[pattern], _warnings[pattern]);
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_hashes);
        if (_patterns > 0)
        {
            ArrayPool<byte>.Shared.Return(_passes);
        }
    }

    private ReadOnlySpan<ulong> Words(int at, int count) => MemoryMarshal.Cast<byte, ulong>(_passes.AsSpan(at, 8 * count));
}
