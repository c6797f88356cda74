namespace FundWatch.Data.Files;

/// <summary>Binary files that hold no table for us: each is told what it is and what to do.</summary>
internal sealed class UnreadableFormat : FileFormat
{
    public override string Name => "binary";

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => BinaryKinds.Of(start) is not null;

    public override IReadOnlyList<FilePart> Parts(SourceFile file, CancellationToken ct) => throw Refusal(file);

    public override RowReader Open(SourceFile file, string? part) => throw Refusal(file);

    private static FileRefused Refusal(SourceFile file)
    {
        using var stream = SourceFile.OpenRead(file.Content);
        var start = new byte[64 * 1024];
        return BinaryKinds.Of(start.AsSpan(0, stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)))!.Refusal(file.Path);
    }
}
