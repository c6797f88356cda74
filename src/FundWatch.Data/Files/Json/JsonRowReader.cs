using System.Text.Json;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files.Json;

/// <summary>
/// Objects as rows: names are those of the first thousand, or of as many as have 16 MB; objects inside are flattened (a.b), lists of values joined with ';'. A list of objects or lists fits in no cell:
/// the cell is refused. What is no object or holds a name twice is refused by itself; so is a value under a name not seen at the start, which is kept in a cell behind the others
/// (see <see cref="UnknownFields"/>). Where the first record is an array all are: rows of cells, of which one is the header, as in a table.
/// </summary>
public abstract class JsonRowReader : RowReader
{
    private const int RowsForNames = 1_000;
    private const int BytesForNames = 4 * LongestRow;
    private const int MostNames = 16 * WidestRow; // where records use different ones

    // Of a text out of which no cells could be made.
    private const int MostKept = 16 * 1024;

    /// <summary>Deeper than any record.</summary>
    internal const int Deepest = 64;

    /// <summary>Stands for each object of a list, of which no more is read.</summary>
    internal static ReadOnlySpan<byte> ObjectMark => "{…}"u8;

    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Queue<(long Line, byte[] Text)> _ahead = new();
    private readonly Func<double> _progress;
    private bool[] _seen = [];
    private readonly UnknownFields _unknown = new();
    private bool _namesKnown, _areArrays, _isTooWide;
    private int _fields;
    private long _named; // characters in the names of the present row's fields, those of the objects around them included
    private string? _repeated;

    private protected JsonRowReader(Func<double> progress)
    {
        _progress = progress;
        Encoding = "utf-8";
        Buffer = new byte[4096];
    }

    public override bool HasFixedWidth => _areArrays;
    public override double Progress => _progress();
    public override IReadOnlyList<string>? Names => _areArrays ? null : _names;

    public override bool Read()
    {
        do
        {
            if (!ReadRecord())
            {
                return false;
            }
        }
        while (_areArrays && RowIssue == CellIssue.None && IsBlank());

        return true;
    }

    private bool ReadRecord()
    {
        if (_ahead.TryDequeue(out var first))
        {
            LineNumber = first.Line;
            Parse(first.Text);
            return true;
        }

        if (!TryNext(out var text, out var line))
        {
            return false;
        }

        LineNumber = line;
        Parse(text);
        return true;
    }

    /// <summary>The next object's text.</summary>
    private protected abstract bool TryNext(out ReadOnlySpan<byte> text, out long line);

    /// <summary>Looks at the first rows for the names.</summary>
    private protected void LearnNames()
    {
        for (long bytes = 0; _ahead.Count < RowsForNames && bytes < BytesForNames && TryNext(out var text, out var line); bytes += text.Length)
        {
            _ahead.Enqueue((line, text.ToArray()));
            if (_ahead.Count == 1 && text.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            {
                _areArrays = true;
                break;
            }

            var known = _names.Count;
            Parse(text);
            if (_isTooWide)
            {
                Forget(known);
            }
        }

        _namesKnown = true;
    }

    // No columns are made of what is no record.
    private void Forget(int from)
    {
        _names.Skip(from).ToList().ForEach(n => _columns.Remove(n));
        _names.RemoveRange(from, _names.Count - from);
    }

    private void Parse(ReadOnlySpan<byte> text)
    {
        _isTooWide = false;
        if (text.Length > LongestRow)
        {
            Refuse(text, CellIssue.RowTooLong);
            return;
        }

        Begin();
        Array.Clear(_seen);
        _unknown.Clear();
        _repeated = null;
        (_fields, _named) = (0, 0);
        for (var i = 0; i < _names.Count; i++)
        {
            Add(0, 0);
        }

        try
        {
            var json = new Utf8JsonReader(text, new JsonReaderOptions { AllowTrailingCommas = true, MaxDepth = Deepest });
            if (_areArrays && json.Read() && json.TokenType == JsonTokenType.StartArray)
            {
                TakeCells(ref json);
                while (json.Read())
                {
                }

                if (_isTooWide)
                {
                    Refuse(text, CellIssue.RowTooLong);
                }

                return;
            }

            if (_areArrays || !json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                Refuse(text, CellIssue.BadJson);
                return;
            }

            TakeObject(ref json, "", text);
            while (json.Read())
            {
            }

            if (_isTooWide)
            {
                Refuse(text, CellIssue.RowTooLong);
            }
            else if (_repeated is not null)
            {
                Refuse(System.Text.Encoding.UTF8.GetBytes(_repeated), CellIssue.RepeatedName);
                Keep(text); // behind the name: both of its values, and all others
            }
            else if (!_unknown.IsEmpty)
            {
                RowIssue = CellIssue.UnknownField;
                var start = Used;
                Put(_unknown.Text);
                Add(start, Used);
            }
        }
        catch (JsonException)
        {
            Refuse(text, CellIssue.BadJson);
        }
        catch (InvalidOperationException) // a string that is no valid UTF-8
        {
            Refuse(text, CellIssue.BadJson);
        }
    }

    private void Refuse(ReadOnlySpan<byte> text, CellIssue issue)
    {
        Begin();
        RowIssue = issue;
        Keep(text);
    }

    private void Keep(ReadOnlySpan<byte> text)
    {
        var start = Used;
        Put(text[..Math.Min(text.Length, MostKept)]);
        Add(start, Used);
    }

    private void TakeObject(ref Utf8JsonReader json, string prefix, ReadOnlySpan<byte> text)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            _isTooWide |= _fields >= WidestRow || _named > LongestRow;
            if (_isTooWide)
            {
                json.Read();
                json.Skip();
                continue;
            }

            var name = prefix + json.GetString();
            _named += name.Length;
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
            {
                TakeObject(ref json, name + ".", text);
                continue;
            }

            _fields++;
            var (start, from) = (Used, (int)json.TokenStartIndex);
            var isNested = !TakeValue(ref json);
            if (ColumnOf(name) is { } column)
            {
                Store(column, name, start, isNested);
            }
            else
            {
                // Without a value nothing is lost with it.
                if (Used > start)
                {
                    _unknown.Add(name, text[from..(int)json.BytesConsumed]);
                }

                Used = start;
            }
        }
    }

    private void TakeCells(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (Count == WidestRow)
            {
                _isTooWide = true;
                json.Skip();
                continue;
            }

            var start = Used;
            var isNested = json.TokenType == JsonTokenType.StartObject || !TakeValue(ref json);
            if (json.TokenType == JsonTokenType.StartObject)
            {
                Put(ObjectMark);
                json.Skip();
            }

            Add(start, Used);
            if (isNested)
            {
                Mark(Count - 1, CellIssue.NestedValue);
            }
        }
    }

    // False where the value fits in no cell; its text is kept all the same.
    private bool TakeValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                Used += json.CopyString(Room(json.ValueSpan.Length));
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                Put(json.ValueSpan);
                return true;
            case JsonTokenType.StartArray:
                var isFlat = true;
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    {
                        isFlat = false;
                        Put(json.TokenType == JsonTokenType.StartObject ? ObjectMark : "[…]"u8);
                        json.Skip();
                    }
                    else
                    {
                        TakeValue(ref json);
                    }

                    Put(";"u8);
                }

                return isFlat;
            default:
                return true;
        }
    }

    // A new one while names are being learned; null of a name that is not known by then.
    private int? ColumnOf(string name)
    {
        if (_columns.TryGetValue(name, out var column))
        {
            return column;
        }

        if (_namesKnown || _names.Count == MostNames)
        {
            return null;
        }

        _columns[name] = column = _names.Count;
        _names.Add(name);
        Add(0, 0);
        return column;
    }

    private void Store(int column, string name, int start, bool isNested)
    {
        if (column >= _seen.Length)
        {
            Array.Resize(ref _seen, Math.Max(32, _seen.Length * 2));
        }

        if (_seen[column])
        {
            _repeated ??= name;
            return;
        }

        _seen[column] = true;
        (Starts[column], Ends[column]) = (start, Used);
        if (isNested)
        {
            Mark(column, CellIssue.NestedValue);
        }
    }
}
