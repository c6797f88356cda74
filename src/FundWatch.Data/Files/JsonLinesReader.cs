using System.Buffers;
using System.Text.Json;
using FundWatch.Core.Ingest;

namespace FundWatch.Data.Files;

/// <summary>
/// JSON Lines: one object a line. Names are those of the first thousand lines; objects inside are flattened (a.b), lists joined with ';'.
/// A line that is no object, or names something not seen at the start, is refused by itself.
/// </summary>
public sealed class JsonLinesReader : RowReader
{
    private const int LinesForNames = 1_000;

    private readonly Lines _lines;
    private readonly Func<double> _progress;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly Queue<(long Line, byte[] Text)> _ahead = new();
    private readonly bool _namesKnown;
    private int _used;

    public JsonLinesReader(Stream utf8, Func<double> progress)
    {
        _lines = new Lines(utf8);
        _progress = progress;
        Encoding = "utf-8";
        Buffer = new byte[4096];
        while (_ahead.Count < LinesForNames && _lines.Next())
        {
            _ahead.Enqueue((_lines.Number, _lines.Text.ToArray()));
            Parse(_lines.Text);
        }

        _namesKnown = true;
    }

    public override bool HasFixedWidth => false;
    public override string Format => "jsonl";
    public override double Progress => _progress();
    public override IReadOnlyList<string> Names => _names;

    public override bool Read()
    {
        if (_ahead.TryDequeue(out var first))
        {
            LineNumber = first.Line;
            Parse(first.Text);
            return true;
        }

        if (!_lines.Next())
        {
            return false;
        }

        LineNumber = _lines.Number;
        Parse(_lines.Text);
        return true;
    }

    public override void Dispose() => _lines.Dispose();

    private void Parse(ReadOnlySpan<byte> line)
    {
        Count = 0;
        _used = 0;
        RowIssue = CellIssue.None;
        for (var i = 0; i < _names.Count; i++)
        {
            Add(0, 0);
        }

        try
        {
            var json = new Utf8JsonReader(line, new JsonReaderOptions { AllowTrailingCommas = true });
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                Refuse(line);
                return;
            }

            TakeObject(ref json, "");
            while (json.Read())
            {
            }
        }
        catch (JsonException)
        {
            Refuse(line);
        }
        catch (InvalidOperationException) // a string that is no valid UTF-8
        {
            Refuse(line);
        }
    }

    private void Refuse(ReadOnlySpan<byte> line)
    {
        Count = 0;
        _used = 0;
        RowIssue = CellIssue.BadJson;
        var length = Math.Min(line.Length, 16 * 1024);
        Ensure(length);
        line[..length].CopyTo(Buffer);
        Add(0, length);
    }

    private void TakeObject(ref Utf8JsonReader json, string prefix)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = prefix + json.GetString();
            json.Read();
            if (json.TokenType == JsonTokenType.StartObject)
            {
                TakeObject(ref json, name + ".");
                continue;
            }

            var start = _used;
            TakeValue(ref json);
            Store(name, start);
        }
    }

    private void TakeValue(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                Ensure(json.HasValueSequence ? (int)json.ValueSequence.Length : json.ValueSpan.Length);
                _used += json.CopyString(Buffer.AsSpan(_used));
                break;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                Ensure(json.ValueSpan.Length);
                json.ValueSpan.CopyTo(Buffer.AsSpan(_used));
                _used += json.ValueSpan.Length;
                break;
            case JsonTokenType.StartArray:
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    if (json.TokenType == JsonTokenType.StartObject)
                    {
                        json.Skip();
                        continue;
                    }

                    TakeValue(ref json);
                    Ensure(1);
                    Buffer[_used++] = (byte)';';
                }

                break;
        }
    }

    private void Store(string name, int start)
    {
        if (!_columns.TryGetValue(name, out var column))
        {
            if (_namesKnown)
            {
                RowIssue = CellIssue.RowWidth;
                return;
            }

            _columns[name] = column = _names.Count;
            _names.Add(name);
            Add(0, 0);
        }

        Starts[column] = start;
        Ends[column] = _used;
    }

    private void Ensure(int more)
    {
        if (_used + more > Buffer.Length)
        {
            Array.Resize(ref Buffer, Math.Max(Buffer.Length * 2, _used + more));
        }
    }
}
