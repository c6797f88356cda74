using System.Runtime.ExceptionServices;
using System.Threading.Channels;

namespace FundWatch.Data.Files;

/// <summary>
/// Another reader's rows, read on a thread of its own some hundred kilobytes ahead: for loads that leave the server, and so a core, idle. The same rows,
/// in the same order, with the same words where the file breaks off. Plain rows of a text come whole: most are passed over, and few of their cells asked for.
/// </summary>
internal sealed class ReadAhead : RowReader
{
    private readonly RowReader _rows;
    private readonly Channel<RowBatch> _full = Channel.CreateBounded<RowBatch>(2);
    private readonly Channel<RowBatch> _free = Channel.CreateUnbounded<RowBatch>();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private RowBatch? _batch;
    private int _next;

    /// <param name="rows">Disposed with this.</param>
    public ReadAhead(RowReader rows)
    {
        _rows = rows;
        rows.LeavesRowsWhole = true;
        Encoding = rows.Encoding;
        IsKnownValid = rows.IsKnownValid;
        HashesRows = rows.HashesRows;
        for (var i = 0; i < 4; i++)
        {
            _free.Writer.TryWrite(new RowBatch());
        }

        _reading = Task.Run(ReadAllAsync);
    }

    public override bool HasFixedWidth => _rows.HasFixedWidth;
    public override string Format => _rows.Format;
    internal override string? Reading => _rows.Reading;
    internal override long OpenLine => _rows.OpenLine; // asked for once all its rows have been taken
    internal override PrivateUse? PrivateUse => _rows.PrivateUse; // as this
    public override string? Sheet => _rows.Sheet;
    public override double Progress => _rows.Progress;
    public override string? Currency => _rows.Currency;
    public override IReadOnlyList<string>? Names => _rows.Names;

    public override bool Read()
    {
        while (_batch is null || _next == _batch.Count)
        {
            if (_batch?.Failure is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            if (_batch is { IsLast: true })
            {
                return false;
            }

            if (_batch is not null)
            {
                _batch.Clear();
                _free.Writer.TryWrite(_batch);
            }

            _batch = _full.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
            _next = 0;
            Buffer = _batch.Bytes;
        }

        Begin();
        var row = _batch[_next++];
        (LineNumber, RowIssue, RowHash) = (row.Line, row.Issue, row.Hash);
        if (row.Whole >= 0)
        {
            Leave(row.First, row.First + row.Whole, _batch.Delimiter);
            return true;
        }

        RoomForCells(row.Cells);
        _batch.Starts(row).CopyTo(Starts);
        _batch.Ends(row).CopyTo(Ends);
        Count = row.Cells;

        foreach (var (cell, issue) in _batch.Issues(row))
        {
            Mark(cell, issue);
        }

        return true;
    }

    public override void Dispose()
    {
        _stop.Cancel();
        Task.WhenAny(_reading).Wait(); // the reader is in its hands until then
        _stop.Dispose();
        _rows.Dispose();
    }

    private async Task ReadAllAsync()
    {
        var batch = await _free.Reader.ReadAsync(_stop.Token);
        try
        {
            while (_rows.Read())
            {
                batch.Add(_rows);
                if (batch.IsFull)
                {
                    await _full.Writer.WriteAsync(batch, _stop.Token);
                    batch = await _free.Reader.ReadAsync(_stop.Token);
                }
            }

            batch.IsLast = true;
        }
        catch (Exception e) when (e is not OperationCanceledException) // thrown to whoever reads the row behind the last good one
        {
            batch.Failure = e;
        }

        await _full.Writer.WriteAsync(batch, _stop.Token);
    }
}
