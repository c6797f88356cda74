namespace FundWatch.Data.Files.Zip;

/// <summary>A zip of files: each readable one is an input of its own (<see cref="ZipMembers"/>).</summary>
internal sealed class ZipFormat : FileFormat
{
    public override string Name => "zip";

    public override bool Recognises(ReadOnlySpan<byte> start, string path) => IsZip(start);

    public static bool IsZip(ReadOnlySpan<byte> start) => start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8);

    public override RowReader Open(SourceFile file, string? part) => throw new FileRefused("archive",
        $"{file.Path} 是 ZIP 压缩包。这里需要单个文件：请先解压。", $"{file.Path} is a zip. A single file is needed here: unpack it first.");
}
