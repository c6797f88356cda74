using FundWatch.Data.Ingest.Quality.Profile;
using Npgsql;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// Rows that the store holds as they are, by the hashes of an earlier load in the order of its file: a row found here needs no look-up. Most exports keep
/// their order, so the next hash is nearly always that of the next row, and following the order is enough; where it is not, all hashes of a stretch
/// around the present row go into sets (1 to 2.5 million, 32 MB). A row that is not found is compared in the store like a changed one.
/// A changed row passes for unchanged if its hash meets one of these by chance: with 50,000 changed rows, once in a hundred million loads.
/// </summary>
internal sealed class KnownRows : IDisposable
{
    /// <summary>Hashes of one of the two sets.</summary>
    public const int SetRows = 1_000_000;

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _command;
    private readonly NpgsqlDataReader _reader;
    private readonly int _setRows;
    private readonly KnownOrder _order = new();
    private KeySet? _present, _past;
    private byte[] _hashes = [], _passes = [];
    private long _read, _row, _missed;
    private bool _ended, _isStrange;

    /// <summary>What the earlier load counted of the file, where rows may be passed over.</summary>
    public LoadSummary? Earlier { get; private init; }

    private KnownRows(NpgsqlConnection connection, NpgsqlCommand command, NpgsqlDataReader reader, int setRows)
    {
        _connection = connection;
        _command = command;
        _reader = reader;
        _setRows = setRows;
    }

    /// <param name="connection">Of its own, disposed of with this.</param>
    /// <param name="earlier">Of the same batch; null where no row may be passed over.</param>
    public static async Task<KnownRows> OpenAsync(NpgsqlConnection connection, long batch, LoadSummary? earlier, CancellationToken ct, int setRows = SetRows)
    {
        var command = new NpgsqlCommand("select hashes, case when $2 then passes end from ingest.batch_rows where batch_id = $1 order by end_row", connection) { CommandTimeout = 0 };
        command.Parameters.Add(new() { Value = batch });
        command.Parameters.Add(new() { Value = earlier is not null });
        return new KnownRows(connection, command, await command.ExecuteReaderAsync(ct), setRows) { Earlier = earlier };
    }

    /// <summary>False where no row can be passed over any more: none was to begin with, or the file has another order.</summary>
    public bool MayStand => Earlier is not null && _present is null && !_isStrange;

    /// <summary>True where the row, the next of the file, stood in the earlier one byte for byte and may be passed over.</summary>
    /// <param name="row">Hash of its bytes.</param>
    public bool Stands(ulong row, out (int, int) place)
    {
        ReadOn();
        place = default;
        return MayStand && _order.Stands(row, out place);
    }

    /// <summary>Passes over the row found by <see cref="Stands"/>; in place of <see cref="Holds"/>.</summary>
    public PassedRow PassTo((int, int) place)
    {
        _row++;
        return _order.PassTo(place);
    }

    /// <summary>True where the row, the next of the file, is in the store exactly so.</summary>
    public bool Holds(ulong hash)
    {
        if (_isStrange)
        {
            return false;
        }

        ReadOn();
        _row++;
        if (_present is not null)
        {
            return Contains(hash);
        }

        if (_order.Follows(hash))
        {
            return true;
        }

        if (_order.IsLost)
        {
            (_present, _past) = (new KeySet(_setRows), new KeySet(_setRows));
            foreach (var block in _order.TakeAll())
            {
                Keep(block);
            }

            return Contains(hash);
        }

        return false;
    }

    public void Dispose()
    {
        if (!_ended)
        {
            _command.Cancel(); // the rest is not wanted
        }

        _reader.Dispose();
        _command.Dispose();
        _connection.Dispose();
    }

    // A file of which nothing was found in as many rows as a set holds is another one: the next month's, say. Its keys need the memory.
    private bool Contains(ulong hash)
    {
        if (_present!.Contains(hash) || _past!.Contains(hash))
        {
            _missed = long.MinValue;
            return true;
        }

        if (++_missed > _setRows)
        {
            (_present, _past, _isStrange) = (null, null, true);
        }

        return false;
    }

    private void ReadOn()
    {
        while (!_ended && !_isStrange && _read <= _row + (_setRows / 2))
        {
            Read();
        }
    }

    private void Read()
    {
        if (!_reader.Read())
        {
            _ended = true;
            return;
        }

        var chunk = new KnownChunk(Bytes(0, ref _hashes), Bytes(1, ref _passes));
        _read += chunk.Count;
        if (_present is null)
        {
            _order.Add(chunk, _setRows);
        }
        else
        {
            Keep(chunk);
        }
    }

    private ReadOnlySpan<byte> Bytes(int field, ref byte[] into)
    {
        if (_reader.IsDBNull(field))
        {
            return default;
        }

        var length = (int)_reader.GetBytes(field, 0, null, 0, 0);
        if (into.Length < length)
        {
            into = new byte[length];
        }

        return into.AsSpan(0, (int)_reader.GetBytes(field, 0, into, 0, length));
    }

    private void Keep(KnownChunk chunk)
    {
        foreach (var hash in chunk.Hashes)
        {
            if (_present!.Count >= _setRows)
            {
                (_present, _past) = (_past, _present);
                _present!.Clear();
            }

            _present.Add(hash);
        }

        chunk.Dispose();
    }
}
