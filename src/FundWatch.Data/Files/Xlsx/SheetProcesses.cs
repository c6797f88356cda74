namespace FundWatch.Data.Files.Xlsx;

/// <summary>The process that reads a workbook, kept from one sheet to the next: its start costs more than most sheets, and texts that sheets share are read once.</summary>
internal sealed class SheetProcesses(SourceFile file, Action<SourceFile> forget) : IDisposable
{
    private readonly Lock _lock = new();
    private SheetProcess? _idle;
    private bool _isClosed;

    /// <summary>A process that waits for a request, to be given back.</summary>
    public SheetProcess Take()
    {
        SheetProcess? idle;
        lock (_lock)
        {
            (idle, _idle) = (_idle, null);
        }

        if (idle is { IsAlive: true })
        {
            return idle;
        }

        idle?.Dispose();
        return new SheetProcess(file);
    }

    /// <param name="process">It has answered what was asked.</param>
    public void GiveBack(SheetProcess process)
    {
        lock (_lock)
        {
            if (_idle is null && !_isClosed)
            {
                _idle = process;
                return;
            }
        }

        process.Dispose();
    }

    public void Dispose()
    {
        forget(file);
        lock (_lock)
        {
            _isClosed = true;
            _idle?.Dispose();
            _idle = null;
        }
    }
}
