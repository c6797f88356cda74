namespace FundWatch.Data.Files;

/// <summary>How a delimited file separates its cells, found from its first lines.</summary>
/// <param name="Delimiter">Comma, tab, semicolon, bar or ^; or one of the rarer: ~ ! # $ and the control characters of database exports.</param>
/// <param name="Quote">Around cells that hold the delimiter.</param>
public readonly record struct Dialect(byte Delimiter, byte Quote = (byte)'"')
{
    private static readonly byte[] _candidates = [(byte)',', (byte)'\t', (byte)';', (byte)'|', (byte)'^'];
    private static readonly byte[] _rare = [0x01, 0x1F, (byte)'~', (byte)'!', (byte)'#', (byte)'$'];

    /// <summary>
    /// The candidate that splits most lines into the same number (at least two) of cells. Counts outside quotes only, so that a comma
    /// within a quoted text does not vote.
    /// </summary>
    public static Dialect Detect(ReadOnlySpan<byte> sample)
    {
        var best = (Delimiter: (byte)',', Score: 0);
        foreach (var candidate in _candidates)
        {
            var score = Score(sample, candidate);
            if (score > best.Score)
            {
                best = (candidate, score);
            }
        }

        // Signs that texts hold too (3#楼): they must split as many lines, and into more cells.
        foreach (var candidate in _rare)
        {
            var score = Score(sample, candidate);
            if (score / Line >= best.Score / Line && score % Line > Math.Max(2, best.Score % Line))
            {
                best = (candidate, score);
            }
        }

        return new Dialect(best.Delimiter);
    }

    private const int Line = 1000;

    private static int Score(ReadOnlySpan<byte> sample, byte delimiter)
    {
        var widths = new Dictionary<int, int>();
        int cells = 1, lines = 0;
        var quoted = false;
        foreach (var b in sample)
        {
            if (b == '"')
            {
                quoted = !quoted;
            }
            else if (quoted)
            {
                continue;
            }
            else if (b == delimiter)
            {
                cells++;
            }
            else if (b is (byte)'\n' or (byte)'\r')
            {
                if (cells > 1)
                {
                    widths[cells] = widths.GetValueOrDefault(cells) + 1;
                }

                cells = 1;
                if (++lines == 200)
                {
                    break;
                }
            }
        }

        if (cells > 1)
        {
            widths[cells] = widths.GetValueOrDefault(cells) + 1;
        }

        // Lines that agree weigh most; of equals, the one that makes more cells.
        return widths.Count == 0 ? 0 : widths.Max(w => w.Value * Line + Math.Min(w.Key, Line - 1));
    }
}
