using FundWatch.Core.Ingest;
using FundWatch.Data.Files.Columnar;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.Data.Files;

/// <summary>
/// The seam between file formats and everything behind them: rows one after another, each a list of cells as UTF-8 spans that stay valid
/// until the next <see cref="Read"/>. The header is a row like any other; who reads decides which one it is.
/// </summary>
public abstract class RowReader : IDisposable
{
    /// <summary>Cells of a sheet further right belong to no table of records. They are kept in one cell behind these, each with its place, and their row is refused.</summary>
    internal const int WidestRow = 2_048;

    /// <summary>More text is no record. Its row is refused, with its beginning alone: a load holds hundreds of rows at once.</summary>
    internal const int LongestRow = 4 * 1024 * 1024;

    /// <summary>Bytes that the cells of the present row point into.</summary>
    protected byte[] Buffer = [];

    /// <summary>Start and end of each cell in <see cref="Buffer"/>. A start below zero: the cell lies elsewhere, see <see cref="Cell"/>.</summary>
    protected int[] Starts = new int[64], Ends = new int[64];

    private (int Cell, CellIssue Issue)[] _issues = [];
    private int _issueCount, _count;

    // Of a row that was left whole: where it begins and ends, and where its next cell begins.
    private int _start, _end, _next;

    /// <summary>Bytes of <see cref="Buffer"/> that the cells of a row put together cell by cell have taken.</summary>
    protected int Used;

    /// <summary>Cells in the present row.</summary>
    public int Count
    {
        get
        {
            if (IsWhole)
            {
                PartUpTo(int.MaxValue);
            }

            return _count;
        }
        protected set => _count = value;
    }

    /// <summary>Asks for rows to be left whole where they may be: for whoever needs one cell of most rows, or none. Readers that can part no row later do not heed it.</summary>
    internal bool LeavesRowsWhole { get; set; }

    /// <summary>True of a row of text whose cells, or the last of them, nobody has asked for yet: they are parted as they are asked for.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>The bytes of a row that is whole, without its line break.</summary>
    internal ReadOnlySpan<byte> Whole => Buffer.AsSpan(_start, _end - _start);

    /// <summary>By what the cells of a row that is whole are parted; the same for all of a file.</summary>
    internal byte Delimiter { get; private set; }

    /// <summary>Where the row begins in the file, from 1 (the row number in a spreadsheet).</summary>
    public long LineNumber { get; protected set; }

    /// <summary>What is wrong with the row as a whole, or <see cref="CellIssue.None"/>.</summary>
    public CellIssue RowIssue { get; protected set; }

    /// <summary>True where a person who opens the sheet does not see the row: it is hidden, or filtered away.</summary>
    public bool IsHidden { get; protected set; }

    /// <summary>True where every row should have as many cells as the header: a difference means a shifted or cut-off row.</summary>
    public abstract bool HasFixedWidth { get; }

    /// <summary>csv, tsv, xlsx, jsonl.</summary>
    public abstract string Format { get; }

    /// <summary>utf-8, gb18030, utf-16; null where the format decides.</summary>
    public string? Encoding { get; protected init; }

    /// <summary>The sheet being read, or null.</summary>
    public virtual string? Sheet => null;

    /// <summary>How the text is read beyond its layout (separator, encoding), for readers that can hash their rows; else null.</summary>
    internal virtual string? Reading => null;

    /// <summary>Asks for <see cref="RowHash"/>, where the reader has one.</summary>
    internal bool HashesRows { get; set; }

    /// <summary>A hash of the row's bytes as they stand in the file, its line break included; 0 where nobody asked or the format has no such bytes.</summary>
    internal ulong RowHash { get; private protected set; }

    /// <summary>True where all text is known to be valid UTF-8, so that no cell needs looking at.</summary>
    public bool IsKnownValid { get; protected init; }

    /// <summary>Share of the file read so far, 0 to 1, for progress.</summary>
    public virtual double Progress => 0;

    /// <summary>In which currency the amounts are (ISO 4217), where the file says so.</summary>
    public virtual string? Currency => null;

    /// <summary>The line of the last row, where the text ends in the middle of a cell or of its line: no line break follows, no quote or separator ends it. 0 elsewhere, and until the end is read.</summary>
    internal virtual long OpenLine => 0;

    /// <summary>Of a text read as GB18030; all of it once all rows have been read. Else null.</summary>
    internal virtual PrivateUse? PrivateUse { get; set; }

    /// <summary>Cells that the sheet shows as one over several rows; known once all rows have been read, behind which a sheet says so.</summary>
    public virtual IReadOnlyList<CellRange> Merged => [];

    /// <summary>Cells that the sheet shows as less than they hold, by column; known once all rows have been read.</summary>
    public virtual IReadOnlyList<ScaledCells> Scaled => [];

    /// <summary>Records of the file that are no rows of this stream though it was asked for alone; known once all rows have been read. Null where there can be none.</summary>
    internal virtual RecordsLeftOut? LeftOut => null;

    /// <summary>The key of what the present row is a part of, where another row may stand for the whole (a lot, and its process); else null.</summary>
    internal virtual string? WholeOf => null;

    /// <summary>True where the workbook counts days from 1904.</summary>
    public virtual bool Is1904 => false;

    /// <summary>True where a sheet may show numbers with a unit, a currency or zeros that they do not hold; they are read with it.</summary>
    public virtual bool HasShownNumbers => false;

    /// <summary>Cells that hold days: a serial without the style of a date, which a workbook of the 1904 calendar has there, is moved into the calendar of 1900.</summary>
    internal IReadOnlyList<int> DayCells { get; set; } = [];

    /// <summary>True where the names are those of our streams, which the reader itself puts values under: none of them is a column of the file.</summary>
    internal virtual bool GivesOwnNames => false;

    /// <summary>Names of the columns where the format carries them with each row (JSON Lines); null where a row holds them.</summary>
    public virtual IReadOnlyList<string>? Names => null;

    /// <summary>True where <see cref="IssueOf"/> has something to say about cells of the present row.</summary>
    public bool HasCellIssues { get; private set; }

    /// <summary>What the reader itself knows to be wrong with a cell: an error of a spreadsheet, a nested value, bytes that are no text.</summary>
    public CellIssue IssueOf(int cell)
    {
        for (var i = 0; i < _issueCount; i++)
        {
            if (_issues[i].Cell == cell)
            {
                return _issues[i].Issue;
            }
        }

        return CellIssue.None;
    }

    public ReadOnlySpan<byte> this[int cell] =>
        cell >= _count && !(IsWhole && PartUpTo(cell)) ? default : Starts[cell] is >= 0 and var start ? Buffer.AsSpan(start, Ends[cell] - start) : Cell(cell);

    /// <summary>The cells of a column as the file holds them, where its values have types; null where all there is is text. The same object for every row.</summary>
    internal virtual CellColumn? Column(int cell) => null;

    /// <summary>Row of <see cref="Column"/> that is the present one, of so many.</summary>
    internal int RowInColumns { get; private protected set; }

    /// <summary>Rows that the columns hold at present.</summary>
    internal int RowsInColumns { get; private protected set; }

    /// <summary>Counts how often the columns were filled.</summary>
    internal int Batch { get; private protected set; }

    /// <summary>A cell that does not lie in <see cref="Buffer"/>.</summary>
    protected virtual ReadOnlySpan<byte> Cell(int cell) => default;

    /// <summary>The bytes from the first cell to the last where the cells lie in one stretch of the file's text, in the places of <see cref="CellStarts"/> less <paramref name="from"/>; else nothing.</summary>
    internal virtual ReadOnlySpan<byte> Stretch(out int from)
    {
        from = 0;
        return default;
    }

    /// <summary>All bytes of a row that is put together cell by cell.</summary>
    internal ReadOnlySpan<byte> Bytes => Buffer.AsSpan(0, Used);

    /// <summary>Where each of its cells begins in them.</summary>
    internal ReadOnlySpan<int> CellStarts => Count > 0 ? Starts.AsSpan(0, Count) : default; // counting comes first: it may move the places

    /// <summary>Where each of its cells ends in them.</summary>
    internal ReadOnlySpan<int> CellEnds => Count > 0 ? Ends.AsSpan(0, Count) : default;

    /// <summary>Goes to the next row that is not blank; false at the end.</summary>
    /// <exception cref="FileRefused">The file breaks off or is damaged beyond this row.</exception>
    public abstract bool Read();

    public abstract void Dispose();

    /// <summary>True where no cell holds anything but spaces.</summary>
    protected bool IsBlank()
    {
        for (var i = 0; i < Count; i++)
        {
            if (CellText.Trim(this[i]).Length > 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Begins a row that is put together with <see cref="Put"/>, <see cref="Room"/> and <see cref="Add"/>.</summary>
    protected void Begin()
    {
        BeginCells();
        Used = 0;
        RowIssue = CellIssue.None;
        ForgetIssues();
    }

    protected void ForgetIssues()
    {
        _issueCount = 0;
        HasCellIssues = false;
    }

    /// <summary>At least so many bytes behind those used; what is written there counts once <see cref="Used"/> says so.</summary>
    protected Span<byte> Room(int bytes)
    {
        if (Used + bytes > Buffer.Length)
        {
            Array.Resize(ref Buffer, Math.Max(Buffer.Length * 2, Used + bytes));
        }

        return Buffer.AsSpan(Used);
    }

    protected void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        Used += bytes.Length;
    }

    protected void Mark(int cell, CellIssue issue)
    {
        if (_issueCount == _issues.Length)
        {
            Array.Resize(ref _issues, Math.Max(8, _issueCount * 2));
        }

        _issues[_issueCount++] = (cell, issue);
        HasCellIssues = true;
    }

    protected void Add(int start, int end)
    {
        RoomForCells(_count + 1);
        Starts[_count] = start;
        Ends[_count++] = end;
    }

    /// <summary>Begins a row without any quotes whose cells lie in one stretch of <see cref="Buffer"/>, and leaves it whole.</summary>
    private protected void Leave(int start, int end, byte delimiter) => (IsWhole, _count, _start, _end, _next, Delimiter) = (true, 0, start, end, start, delimiter);

    /// <summary>Begins a row whose cells are all parted.</summary>
    private protected void BeginCells() => (IsWhole, _count) = (false, 0);

    // True where the row has the cell.
    private bool PartUpTo(int cell)
    {
        while (_count <= cell && IsWhole)
        {
            var length = Buffer.AsSpan(_next, _end - _next).IndexOf(Delimiter);
            IsWhole = length >= 0;
            var end = IsWhole ? _next + length : _end;
            Add(_next, end);
            _next = end + 1;
        }

        return cell < _count;
    }

    /// <summary>Behind each row that is put together: see <see cref="DayCells"/>.</summary>
    protected void MoveSerials()
    {
        for (var i = 0; Is1904 && i < DayCells.Count; i++)
        {
            if (DayCells[i] is var cell && cell < Count)
            {
                Xlsx.Serial1904.Move(Buffer.AsSpan(Starts[cell], Ends[cell] - Starts[cell]));
            }
        }
    }

    /// <summary>So many cells at least have their places in <see cref="Starts"/> and <see cref="Ends"/>.</summary>
    protected void RoomForCells(int count)
    {
        if (count > Starts.Length)
        {
            Array.Resize(ref Starts, Math.Max(count, Starts.Length * 2));
            Array.Resize(ref Ends, Starts.Length);
        }
    }
}
