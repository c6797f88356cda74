namespace FundWatch.Data.Files.Json;

/// <summary>JSON Lines: one object a line.</summary>
public sealed class JsonLinesReader : JsonRowReader
{
    private readonly Lines _lines;

    public JsonLinesReader(Stream utf8, Func<double> progress) : base(progress)
    {
        _lines = new Lines(utf8);
        LearnNames();
    }

    public override string Format => "jsonl";

    public override void Dispose() => _lines.Dispose();

    private protected override bool TryNext(out ReadOnlySpan<byte> text, out long line)
    {
        var found = _lines.Next();
        text = found ? _lines.Text : default;
        line = _lines.Number;
        return found;
    }
}
