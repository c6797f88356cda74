namespace FundWatch.Data.Files;

/// <summary>A kind of file that is no table, and what somebody who has one should do.</summary>
internal sealed record BinaryKind(string Zh, string En, string DoZh, string DoEn)
{
    public FileRefused Refusal(string path) => new("unsupported_format", $"{path} 是{(char.IsAscii(Zh[0]) ? " " : "")}{Zh}，不能直接导入。{DoZh}", $"{path} is {En}, which is not read. {DoEn}");
}

/// <summary>Tells the files apart that offices send by mistake, by their first bytes.</summary>
internal static class BinaryKinds
{
    private const string SaveZh = "请在 Excel 或 WPS 中打开，另存为 .xlsx 或 CSV 后再试。", SaveEn = "Open it in Excel or WPS, save it as .xlsx or CSV and try again.";
    private const string UnpackZh = "请先解压，再导入其中的文件（或重新打包为 .zip）。", UnpackEn = "Unpack it and take in the files inside (or pack them as .zip).";
    private const string ExportZh = "请从来源系统导出 CSV 或 .xlsx。", ExportEn = "Export CSV or .xlsx from the source system.";

    private static readonly BinaryKind _oldExcel = new("旧版 Excel（.xls）或 WPS 表格（.et）文件", "an old Excel (.xls) or WPS (.et) workbook", SaveZh, SaveEn);
    private static readonly BinaryKind _encrypted = new("加了打开密码的 Excel 文件", "a workbook locked with a password", "请取消打开密码后另存，再导入。", "Save it without the password and try again.");
    private static readonly BinaryKind _oldOffice = new("旧版 Office 文档（.doc/.ppt 等）", "an old Office document (.doc, .ppt, …)", ExportZh, ExportEn);
    private static readonly BinaryKind _html = new("网页表格（HTML，常被存成 .xls）", "an HTML page (often named .xls)", SaveZh, SaveEn);
    private static readonly BinaryKind _mhtml = new("网页存档（MHTML，常被存成 .xls）", "a saved web page (MHTML, often named .xls)", SaveZh, SaveEn);
    private static readonly BinaryKind _xmlSheet = new("2003 版 XML 表格", "an XML Spreadsheet 2003", SaveZh, SaveEn);
    private static readonly BinaryKind _xml = new("XML 文件", "an XML file", ExportZh, ExportEn);
    private static readonly BinaryKind _picture = new("图片", "a picture", "请提供电子表格，而不是截图或扫描件：" + ExportZh, "A table is needed, not a screenshot or a scan. " + ExportEn);
    private static readonly BinaryKind _program = new("程序文件", "a program", "请核实来源；" + ExportZh, "Check where it came from. " + ExportEn);
    private static readonly BinaryKind _utf16 = new("没有字节序标记（BOM）的 UTF-16 文本", "UTF-16 text without a byte order mark", "请另存为 UTF-8（在记事本中另存，“编码”选 UTF-8）后再试。", "Save it as UTF-8 (Notepad: Save as, encoding UTF-8) and try again.");
    private static readonly BinaryKind _unknown = new("无法识别的二进制文件", "a binary file of an unknown kind", ExportZh, ExportEn);

    private static readonly (byte[] Mark, BinaryKind Kind)[] _marks =
    [
        ("%PDF"u8.ToArray(), new("PDF 文件", "a PDF", ExportZh, ExportEn)),
        ("Rar!\x1A\x07"u8.ToArray(), new("RAR 压缩包", "a RAR archive", UnpackZh, UnpackEn)),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], new("7z 压缩包", "a 7z archive", UnpackZh, UnpackEn)),
        ("BZh"u8.ToArray(), new("bzip2 压缩文件", "a bzip2 file", UnpackZh, UnpackEn)),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], new("xz 压缩文件", "an xz file", UnpackZh, UnpackEn)),
        ([0x28, 0xB5, 0x2F, 0xFD], new("zstd 压缩文件", "a zstd file", UnpackZh, UnpackEn)),
        ([0x04, 0x22, 0x4D, 0x18], new("lz4 压缩文件", "an lz4 file", UnpackZh, UnpackEn)),
        ([0x89, 0x50, 0x4E, 0x47], _picture), ([0xFF, 0xD8, 0xFF], _picture), ("GIF8"u8.ToArray(), _picture), ("II*\0"u8.ToArray(), _picture), ("MM\0*"u8.ToArray(), _picture),
        ("SQLite format 3\0"u8.ToArray(), new("SQLite 数据库", "an SQLite database", ExportZh, ExportEn)),
        ([0, 1, 0, 0, .. "Standard "u8], new("Access 数据库", "an Access database", ExportZh, ExportEn)),
        ([0x7F, .. "ELF"u8], _program), ("MZ\x90\0"u8.ToArray(), _program),
        ("FEA1"u8.ToArray(), new("旧版 Feather 文件（Feather 1）", "a Feather file of the first version", "请用 Feather 2（Arrow IPC）或 Parquet 重新写出。", "Write it as Feather 2 (Arrow IPC) or Parquet.")),
        ("Obj\x01"u8.ToArray(), new("Avro 文件", "an Avro file", "请转成 Parquet、Arrow 或 CSV。", "Convert it to Parquet, Arrow or CSV.")),
        ("ORC"u8.ToArray(), new("ORC 文件", "an ORC file", "请转成 Parquet、Arrow 或 CSV。", "Convert it to Parquet, Arrow or CSV.")),
    ];

    /// <summary>What an archive is by the names in it; null where it is an archive of files.</summary>
    public static BinaryKind? OfArchive(IReadOnlyCollection<string> names) =>
        names.Contains("xl/workbook.bin") ? new("二进制 Excel 文件（.xlsb）", "a binary Excel workbook (.xlsb)", SaveZh, SaveEn)
        : names.Contains("word/document.xml") || names.Contains("ppt/presentation.xml") ? new("Word 或 PowerPoint 文档", "a Word or PowerPoint document", ExportZh, ExportEn)
        : names.Contains("OFD.xml") ? new("OFD 版式文件", "an OFD document", ExportZh, ExportEn)
        : names.Contains("mimetype") && names.Contains("content.xml") ? new("OpenDocument 文件（.ods 等）", "an OpenDocument file (.ods, …)", SaveZh, SaveEn)
        : names.Contains("META-INF/MANIFEST.MF") ? _program : null;

    /// <summary>What the file is; null where it may be a text.</summary>
    public static BinaryKind? Of(ReadOnlySpan<byte> start)
    {
        foreach (var (mark, kind) in _marks)
        {
            // A mark of letters could begin a text: what follows must not look like one.
            if (start.StartsWith(mark) && (mark.AsSpan().ContainsAnyExceptInRange((byte)' ', (byte)'~') || mark[0] == '%' || LooksBinary(start)))
            {
                return kind;
            }
        }

        return start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? OfCompoundFile(start)
            : start.Length > 262 && start[257..].StartsWith("ustar"u8) ? new("tar 归档", "a tar archive", UnpackZh, UnpackEn)
            : IsDbase(start) ? new("dBASE/FoxPro 表（.dbf）", "a dBASE or FoxPro table (.dbf)", SaveZh, SaveEn)
            : IsUtf16(start, lowFirst: true) || IsUtf16(start, lowFirst: false) ? _utf16
            : OfMarkup(start) ?? (LooksBinary(start) ? _unknown : null);
    }

    // The directory of a compound file names its streams in UTF-16; it may stand anywhere, so without a name the commonest kind is assumed.
    private static BinaryKind OfCompoundFile(ReadOnlySpan<byte> start) =>
        start.IndexOf("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"u8) >= 0 ? _encrypted
        : start.IndexOf("W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0"u8) >= 0 || start.IndexOf("P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0"u8) >= 0 ? _oldOffice : _oldExcel;

    private static bool IsDbase(ReadOnlySpan<byte> start) => start.Length > 33 && start[0] is 0x03 or 0x30 or 0x31 or 0x83 or 0x8B or 0xF5
        && start[2] is >= 1 and <= 12 && start[3] is >= 1 and <= 31 && (start[8] + start[9] * 256 - 1) % 32 == 0 && start[9] < 0x20;

    private static BinaryKind? OfMarkup(ReadOnlySpan<byte> start)
    {
        var text = start.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? start[3..] : start;
        Span<byte> head = stackalloc byte[Math.Min(text.Length, 2048)];
        System.Text.Ascii.ToLower(text[..head.Length], head, out var length); // stops at the first byte that is not ASCII
        var low = (ReadOnlySpan<byte>)head[..length];
        low = low[Math.Max(0, low.IndexOfAnyExcept(" \t\r\n"u8))..];
        return low.StartsWith("mime-version:"u8) ? _mhtml
            : low.StartsWith("<?xml"u8) ? low.IndexOf("office:spreadsheet"u8) >= 0 ? _xmlSheet : low.IndexOf("<html"u8) >= 0 ? _html : _xml
            : low.StartsWith("<!doctype html"u8) || low.StartsWith("<html"u8) || low.StartsWith("<table"u8) || low.StartsWith("<meta"u8) || low.StartsWith("<head"u8)
                || low.StartsWith("<style"u8) || low.StartsWith("<body"u8) || low.StartsWith("<div"u8) ? _html
            : low.StartsWith("<workbook"u8) ? _xmlSheet : null;
    }

    // Two bytes a character, nearly all of them of a Chinese table, with the signs between its cells or lines among them. With a mark of its encoding it is read.
    private static bool IsUtf16(ReadOnlySpan<byte> start, bool lowFirst)
    {
        var sample = start[..(Math.Min(start.Length, 4096) & ~1)];
        int ascii = 0, text = 0, stops = 0;
        for (var i = 0; i < sample.Length; i += 2)
        {
            var unit = lowFirst ? sample[i] | (sample[i + 1] << 8) : (sample[i] << 8) | sample[i + 1];
            stops += unit is '\n' or '\r' or '\t' or ',' ? 1 : 0;
            ascii += unit is '\n' or '\r' or '\t' or (>= ' ' and <= '~') ? 1 : 0;
            text += unit is (>= 0xA0 and <= 0x24F) or (>= 0x2010 and <= 0x303F) or (>= 0x3400 and <= 0x9FFF) or (>= 0xFF00 and <= 0xFFEF) ? 1 : 0;
        }

        var units = sample.Length / 2;
        return units >= 8 && stops > 0 && 20 * ascii >= units && 20 * (ascii + text) >= 19 * units && !HasMark(sample);
    }

    private static bool HasMark(ReadOnlySpan<byte> start) => start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || start.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    // Text of any encoding but UTF-16 has next to no control characters.
    private static bool LooksBinary(ReadOnlySpan<byte> start)
    {
        var sample = start[..Math.Min(start.Length, 4096)];
        if (HasMark(sample))
        {
            return false;
        }

        int controls = 0, separators = 0;
        foreach (var b in sample)
        {
            controls += b < 32 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A or 0x1B) ? 1 : 0;
            separators += b is 0x01 or 0x1F ? 1 : 0; // exports of databases put these between cells
        }

        return controls * 10 > sample.Length && controls > 3 && (separators < controls || !sample.Contains((byte)'\n'));
    }
}
