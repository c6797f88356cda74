using System.Buffers.Binary;

namespace FundWatch.Data.Files.Arrow;

/// <summary>Arrow IPC: a file (also called Feather 2) or a stream.</summary>
internal sealed class ArrowFormat : FileFormat
{
    public override string Name => "arrow";

    public override bool IsReadBesideItsHash => true;

    // A stream has no mark of its own: FF FF FF FF, then the length of a schema.
    public override bool Recognises(ReadOnlySpan<byte> start, string path) => start.StartsWith("ARROW1"u8)
        || (start.Length >= 16 && start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFF, 0xFF, 0xFF]) && BinaryPrimitives.ReadInt32LittleEndian(start[4..]) is > 0 and < 16 * 1024 * 1024);

    public override RowReader Open(SourceFile file, string? part) => new ArrowReader(file.Path, file.Content);
}
