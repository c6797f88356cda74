using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Rows;

/// <summary>The rules of <see cref="Data.Files.DelimitedReader"/> written as plainly as they can be: one byte after another, everything in memory.</summary>
internal sealed class PlainCsv(byte[] text, byte delimiter, byte quote = (byte)'"')
{
    private int _at;
    private long _line = 1;

    public List<ReadRow> Rows()
    {
        var rows = new List<ReadRow>();
        while (_at < text.Length)
        {
            var row = Row();
            if (row.Issue != CellIssue.None || row.Cells.Any(c => CellText.Trim(c).Length > 0))
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    private ReadRow Row()
    {
        var (start, line) = (_at, _line);
        var cells = new List<byte[]>();
        do
        {
            if (Cell() is not { } cell)
            {
                return Broken(start, line);
            }

            cells.Add(cell);
        }
        while (Takes(delimiter));

        if (_at < text.Length)
        {
            TakeLineBreak();
            _line++;
        }

        return new ReadRow(line, CellIssue.None, cells);
    }

    // Null where its quote is never closed.
    private byte[]? Cell()
    {
        if (!Takes(quote))
        {
            return Plain(_at);
        }

        var (start, inside) = (_at - 1, new List<byte>());
        while (_at < text.Length)
        {
            var b = text[_at++];
            if (b == quote && !Takes(quote))
            {
                // Text behind a closing quote: all of it as it stands, quotes included.
                return _at == text.Length || IsStop(text[_at]) ? [.. inside] : Plain(start);
            }

            _line += b == '\n' ? 1 : 0;
            inside.Add(b);
        }

        return null;
    }

    private byte[] Plain(int start)
    {
        while (_at < text.Length && !IsStop(text[_at]))
        {
            _at++;
        }

        return text[start.._at];
    }

    private ReadRow Broken(int start, long line)
    {
        _at = start;
        while (_at < text.Length && text[_at] is not ((byte)'\n' or (byte)'\r'))
        {
            _at++;
        }

        var cell = text[start.._at];
        TakeLineBreak();
        _line = line + 1;
        return new ReadRow(line, CellIssue.UnclosedQuote, [cell]);
    }

    private void TakeLineBreak()
    {
        if (!Takes((byte)'\r'))
        {
            Takes((byte)'\n');
            return;
        }

        Takes((byte)'\n');
    }

    private bool IsStop(byte b) => b == delimiter || b is (byte)'\n' or (byte)'\r';

    private bool Takes(byte wanted)
    {
        if (_at == text.Length || text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }
}
