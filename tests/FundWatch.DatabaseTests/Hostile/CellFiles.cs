using static FundWatch.DatabaseTests.Hostile.Good;
using static FundWatch.DatabaseTests.Hostile.HostileFile;

namespace FundWatch.DatabaseTests.Hostile;

/// <summary>One cell that must not pass, among good rows: it is refused with its code, the others load.</summary>
internal static class CellFiles
{
    private static readonly (string Column, string Cell, string Code)[] _cells =
    [
        ("amount", "1e308", "too_large"), ("amount", "-1e308", "too_large"), ("amount", "1e-400", ""), ("amount", "1E+99999999999", "too_large"), ("amount", "NaN", "*"), ("amount", "Infinity", "bad_number"), ("amount", "∞", "bad_number"),
        ("amount", "9999999999999999999", "too_large"), ("amount", "9999999999999999", ""), ("amount", "0x1F", "bad_number"), ("amount", "1.2.3", "two_decimal_points"), ("amount", "1,23,456", "bad_thousands"), ("amount", "12 34", "bad_number"),
        ("amount", "--5", "*"), ("amount", "(-5)", "bad_number"), ("amount", "5元6角7", "bad_number"), ("amount", "约5元", "bad_number"), ("amount", "一百五", "bad_number"), ("amount", "1.23457E+11", "damaged_by_excel"),
        ("amount", "#REF!", "excel_error"), ("amount", "#DIV/0!", "excel_error"), ("amount", "#########", "column_too_narrow"), ("amount", "=1+1", "*"), ("amount", "", "missing_value"), ("amount", "－", "missing_value"), ("amount", "NULL", "missing_value"), ("amount", "\u3000", "missing_value"),
        ("amount", "-0", ""), ("amount", "-0.00", ""), ("amount", "+0", ""), ("amount", "0.004999", ""), ("amount", "１２．５０", ""), ("amount", "¥1e3", ""), ("amount", "5e", "bad_number"), ("amount", "e5", "bad_number"), ("amount", ".", "bad_number"), ("amount", "-", "missing_value"), ("amount", "٣٤", "bad_number"),
        ("amount", "1万2千", ""), ("amount", "1万2", "bad_number"), ("amount", "3亿5千万", ""), ("amount", "2千5百万5", "bad_number"), ("amount", "120元5角6分", ""), ("amount", "120元5", "bad_number"), ("amount", "120.00￥", ""), ("amount", "RMB 120", ""), ("amount", "1万" + "2千3百4十5元6角7分", ""),
        ("amount", "1" + "万1千万1千万", "bad_number"), ("amount", "30公斤", "bad_number"), ("paid_at", "20250302T120000", ""), ("paid_at", "20250302T126000", "bad_timestamp"), ("paid_at", "2025年3月2日下午3点半", ""), ("paid_at", "2025-3", "*"),
        ("paid_at", "2025-02-30 12:00:00", "bad_timestamp"), ("paid_at", "2025-02-29 00:00:00", "bad_timestamp"), ("paid_at", "2024-02-29 23:59:59", ""), ("paid_at", "2025-13-01 00:00:00", "bad_timestamp"), ("paid_at", "2025-00-10 00:00:00", "bad_timestamp"), ("paid_at", "0000-00-00 00:00:00", "bad_timestamp"),
        ("paid_at", "2025-01-01 24:00:00", "bad_timestamp"), ("paid_at", "2025-01-01 23:59:60", "bad_timestamp"), ("paid_at", "9999-12-31 00:00:00", "bad_timestamp"), ("paid_at", "1899-12-31 00:00:00", "bad_timestamp"), ("paid_at", "1900-01-01 00:00:00", ""), ("paid_at", "2100-12-31 23:59:59", ""),
        ("paid_at", "2025-01-01T00:00:00+15:00", "bad_timestamp"), ("paid_at", "1900-01-01T00:00:00+14:00", ""), ("paid_at", "25/1/2 12:00", "*"), ("paid_at", "昨天", "bad_timestamp"), ("paid_at", "2025-1-2 12:00 星期日", "bad_timestamp"), ("paid_at", "45718.99999999", ""), ("paid_at", "73416", "bad_timestamp"), ("paid_at", "-1", "bad_timestamp"), ("paid_at", "infinity", "bad_timestamp"), ("paid_at", "now", "bad_timestamp"), ("paid_at", "-infinity", "bad_timestamp"), ("paid_at", "2025-01-01 12:00:00 BC", "bad_timestamp"),
        ("payment_id", "", "missing_value"), ("payment_id", "无", "missing_value"), ("canteen_code", "", "missing_value"), ("canteen_region_code", "33010", "bad_region"), ("canteen_region_code", "999999", ""), ("canteen_region_code", "3.30102E+11", "damaged_by_excel"), ("canteen_region_code", "一二三", "bad_region"), ("payment_id", "1.23457E+17", "damaged_by_excel"),
        ("payer_org_name", "'; drop table record.canteen_payment; --", ""), ("payer_org_name", "\\N", ""), ("payer_org_name", "\\.", ""), ("payer_org_name", "%n%s%x{0}{1}", ""), ("payer_org_name", "<script>alert(1)</script>", ""), ("payer_org_name", "=cmd|' /C calc'!A0", ""), ("payer_org_name", "../../etc/passwd", ""), ("payer_org_name", "[red]县[/]", ""),
        ("meal_type", "宵夜", ""), ("letter_no", "\\x00", ""),
    ];

    public static IEnumerable<HostileFile> All() => _cells.Select((c, i) => c.Code switch
    {
        "" => File(i, c, Rows + 1, 0),
        "*" => File(i, c, null, null),
        _ => File(i, c, Rows, 1, c.Code),
    });

    private static HostileFile File(int i, (string Column, string Cell, string Code) c, int? loaded, int? refused, params string[] codes) =>
        Text($"cell-{i:00}-{c.Column}.csv", With($"cell{i}", Line($"cell{i}", 90, (c.Column, c.Cell.Contains(',') ? $"\"{c.Cell}\"" : c.Cell))), loaded, refused, codes);
}
