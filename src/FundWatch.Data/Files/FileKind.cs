namespace FundWatch.Data.Files;

/// <summary>What a file is by its first bytes; names lie.</summary>
public enum FileKind { Text, Gzip, Xlsx, Zip, OldExcel, Parquet, Arrow, Pdf }

internal static class FileKinds
{
    public static FileKind Of(ReadOnlySpan<byte> start, string path)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return FileKind.Gzip;
        }

        if (start.StartsWith("PK\x03\x04"u8) || start.StartsWith("PK\x05\x06"u8))
        {
            // An office file names its parts near the start; a truncated one may hold nothing else.
            return path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".xlsm", StringComparison.OrdinalIgnoreCase)
                || start[..Math.Min(start.Length, 4096)].IndexOf("[Content_Types].xml"u8) >= 0 || start.IndexOf("xl/"u8) >= 0 ? FileKind.Xlsx : FileKind.Zip;
        }

        return start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? FileKind.OldExcel
            : start.StartsWith("PAR1"u8) ? FileKind.Parquet
            : start.StartsWith("ARROW1"u8) ? FileKind.Arrow
            : start.StartsWith("%PDF"u8) ? FileKind.Pdf : FileKind.Text;
    }

    public static FileRefused Unsupported(FileKind kind) => kind switch
    {
        FileKind.OldExcel => new FileRefused("unsupported_format", "这是旧版 Excel（.xls）文件。请在 Excel 或 WPS 中另存为 .xlsx 或 CSV 后再试。",
            "This is an old Excel file (.xls). Save it as .xlsx or CSV and try again."),
        FileKind.Zip => new FileRefused("unsupported_format", "这是 ZIP 压缩包。请解压后导入其中的文件。", "This is a ZIP archive. Unpack it and take in the files."),
        FileKind.Pdf => new FileRefused("unsupported_format", "这是 PDF 文件。请从来源系统导出 CSV 或 .xlsx。", "This is a PDF. Export CSV or .xlsx from the source system."),
        _ => new FileRefused("unsupported_format", $"暂不支持 {kind} 格式。请导出为 CSV、.xlsx 或 JSON Lines。", $"{kind} files are not supported yet. Export CSV, .xlsx or JSON Lines."),
    };
}
