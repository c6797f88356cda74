using System.Text;
using FundWatch.Data.Files;
using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>Byte order marks, wrong and mixed encodings, bytes that are no text.</summary>
internal static class EncodingFiles
{
    private static readonly byte[] _bom = [0xEF, 0xBB, 0xBF];
    private static readonly UTF32Encoding _utf32 = new(bigEndian: false, byteOrderMark: false);

    public static IEnumerable<HostileFile> All()
    {
        yield return Bytes("bom.csv", [.. _bom, .. Utf8(Table("bom"))], Rows, 0);
        yield return Bytes("bom-twice.csv", [.. _bom, .. _bom, .. Utf8(Table("bom2"))], Rows, 0);
        yield return Bytes("bom-thrice.csv", [.. _bom, .. _bom, .. _bom, .. Utf8(Table("bom3"))], Rows, 0);
        yield return Bytes("bom-before-rows.csv", [.. Utf8(Header + "\n"), .. _bom, .. Utf8(Lines("bomr"))], Rows, 0);
        yield return Bytes("bom-each-line.csv", Utf8(string.Concat(Table("boml").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => "\uFEFF" + l + "\n"))), Rows, 0);
        yield return Whole("bom-only.csv", _bom);
        yield return Bytes("utf16le.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table("u16l"))], Rows, 0);
        yield return Bytes("utf16be.csv", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Table("u16b"))], Rows, 0);
        yield return Bytes("utf16le-odd.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Table("u16o")), 0x41], null, null);
        yield return Bytes("utf16le-half-pair.csv", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Header + "\n" + Lines("u16h")), .. Encoding.Unicode.GetBytes("u16h-x,C1,330102,2025-01-02 12:00:00,5,张"), 0x00, 0xD8, .. Encoding.Unicode.GetBytes(",,,,\n")], Rows, 1, "bad_encoding");
        yield return Whole("utf16-bom-only.csv", [0xFF, 0xFE]);
        yield return Whole("utf16le-no-bom.csv", Encoding.Unicode.GetBytes(Table("u16n")));
        yield return Bytes("utf32.csv", [0xFF, 0xFE, 0, 0, .. _utf32.GetBytes(Table("u32"))], Rows, 0); // UTF-16 with NULs between: read as it was meant
        yield return Whole("utf7-like.csv", Encoding.ASCII.GetBytes("+bUFoNFP3-,+mN9YAnwW-\n1,2\n"));
        yield return Bytes("gb18030.csv", TextEncoding.Gb18030.GetBytes(Table("gb")), Rows, 0);
        yield return Bytes("gb18030-bom.csv", [0x84, 0x31, 0x95, 0x33, .. TextEncoding.Gb18030.GetBytes(Table("gbb"))], Rows, 0);
        yield return Bytes("gb18030-four-bytes.csv", TextEncoding.Gb18030.GetBytes(With("gb4", Line("gb4", 90, ("payer_org_name", "𠮷野家县局㐀")))), Rows + 1, 0);
        yield return Bytes("gb18030-cut-character.csv", [.. TextEncoding.Gb18030.GetBytes(Table("gbc")), .. TextEncoding.Gb18030.GetBytes("gbc-x,C1,330102,2025-01-02 12:00:00,5,张,县")[..^1], .. ",,,\n"u8], null, null);
        yield return Bytes("gb18030-lone-0xff.csv", [.. TextEncoding.Gb18030.GetBytes(Table("gbf")), .. "gbf-x,C1,330102,2025-01-02 12:00:00,5,"u8, 0xFF, .. ",,,,\n"u8], Rows, 1, "bad_encoding");
        yield return Mixed("utf8-then-gb18030", "mug", Encoding.UTF8, TextEncoding.Gb18030);
        yield return Mixed("gb18030-then-utf8", "mgu", TextEncoding.Gb18030, Encoding.UTF8) with { Loaded = null, Refused = null, Codes = [] };
        yield return Mixed("utf8-then-big5-like", "mub", Encoding.UTF8, Encoding.Latin1, "\u00A4\u00A4\u00A4\u00E5");
        yield return Mixed("utf8-then-latin1", "mul", Encoding.UTF8, Encoding.Latin1, "M\u00FCller");
        foreach (var (name, bytes) in new (string, byte[])[]
        {
            ("overlong-slash", [0xC0, 0xAF]), ("overlong-nul", [0xC0, 0x80]), ("surrogate-in-utf8", [0xED, 0xA0, 0x80]), ("cesu8-pair", [0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80]), ("beyond-unicode", [0xF4, 0x90, 0x80, 0x80]),
            ("five-bytes", [0xF8, 0x88, 0x80, 0x80, 0x80]), ("lone-continuation", [0x80]), ("cut-lead", [0xE5, 0xBC]), ("0xff", [0xFF]), ("0xfe", [0xFE]), ("replacement-character", [0xEF, 0xBF, 0xBD]),
        })
        {
            yield return Bytes(name + ".csv", [.. Utf8(Table(name)), .. Utf8($"{name}-x,C1,330102,2025-01-02 12:00:00,5,张"), .. bytes, .. ",,,,\n"u8], Rows, 1, "bad_encoding");
        }

        yield return Bytes("nul-in-name.csv", Utf8(With("nul1", Line("nul1", 90, ("payer_org_name", "县\0财政局")))), Rows + 1, 0);
        yield return Bytes("nul-in-key.csv", Utf8(With("nul2", Line("nul2", 90, ("payment_id", "nul2\0-90")))), Rows + 1, 0);
        yield return Bytes("nul-in-amount.csv", Utf8(With("nul3", Line("nul3", 90, ("amount", "1\05")))), null, null);
        yield return Bytes("nul-cell.csv", Utf8(With("nul4", Line("nul4", 90, ("amount", "\0")))), Rows, 1, "missing_value");
        yield return Bytes("nul-in-bad-amount.csv", Utf8(With("nul7", Line("nul7", 90, ("amount", "x\0y")))), Rows, 1, "bad_number");
        yield return Bytes("nul-in-header.csv", Utf8(Table("nul8").Replace("金额", "金\0额")), null, null);
        yield return Bytes("nul-lines.csv", Utf8(With("nul5", "\0\0\0\0", "\0")), null, null);
        yield return Whole("nothing-but-nul.csv", new byte[5_000]);
        yield return Bytes("nul-block-at-end.csv", [.. Utf8(Table("nul6")), .. new byte[4_096]], null, null);
        yield return Text("control-characters.csv", With("ctl", Line("ctl", 90, ("payer_org_name", "县\u0001\u0008\u001B[31m财政局\u007F"))), Rows + 1, 0);
        yield return Text("right-to-left.csv", With("rtl", Line("rtl", 90, ("payer_org_name", "\u202E局政财县\u202C"))), Rows + 1, 0);
        yield return Text("zero-width-everywhere.csv", With("zw", Line("zw", 90, ("amount", "\u200B1\u200B2\uFEFF.\u20605\u200D"))), Rows + 1, 0);
        yield return Text("combining-marks.csv", With("comb", Line("comb", 90, ("payer_org_name", "县" + new string('\u0301', 3_000)))), Rows + 1, 0);
        yield return Text("noncharacters.csv", With("non", Line("non", 90, ("payer_org_name", "县\uFFFE\uFFFF\U0010FFFF"))), Rows + 1, 0);
        yield return Text("line-separators.csv", With("ls", Line("ls", 90, ("payer_org_name", "县\u2028财\u2029政\u0085局"))), Rows + 1, 0);
        yield return Bytes("dos-end-of-file.csv", [.. Utf8(Table("eof")), 0x1A], null, null);
    }

    // Rows of one encoding, one row of another: the first rules, the other row is refused.
    private static HostileFile Mixed(string name, string key, Encoding first, Encoding second, string word = "乡镇卫生院") =>
        Bytes(name + ".csv", [.. first.GetBytes(Table(key)), .. second.GetBytes($"{key}-x,C1,330102,2025-01-02 12:00:00,5,,{word},,,\n"), .. first.GetBytes(Lines(key, 5, 20))], Rows + 5, 1, "bad_encoding");
}
