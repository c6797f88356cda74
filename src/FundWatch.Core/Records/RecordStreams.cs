using System.Reflection;

namespace FundWatch.Core.Records;

/// <summary>The fifteen streams of the data contract, read from the embedded columns.csv.</summary>
public static class RecordStreams
{
    private static readonly Lazy<IReadOnlyList<RecordStream>> _all = new(Load);

    // What the contract's table cannot say: names for people, natural keys of the reference streams, and what grows by the month.
    private static readonly Dictionary<string, (string Chinese, string English, string[]? Key, string? Partition)> _about = new()
    {
        ["reception"] = ("公务接待", "Reception", null, null),
        ["canteen_payment"] = ("食堂扫码支付", "Canteen payment", null, "paid_at"),
        ["subsidy"] = ("奖补资金", "Subsidy", null, null),
        ["fund_use"] = ("资金使用", "Fund use", null, null),
        ["project"] = ("工程项目", "Project", null, null),
        ["bid"] = ("投标", "Bid", null, null),
        ["project_event"] = ("项目变更与支付", "Project event", null, null),
        ["meal_purchase"] = ("校园餐采购", "School meal purchase", null, "purchased_on"),
        ["organisation"] = ("单位", "Organisation", ["org_code"], null),
        ["company"] = ("企业", "Company", ["company_code"], null),
        ["watchlist"] = ("名单", "Watchlist", ["subject_code", "list_name", "listed_on"], null),
        ["reception_standard"] = ("接待标准", "Reception standard", ["region_code", "org_level", "meal_type", "valid_from"], null),
        ["price_reference"] = ("参考价", "Price reference", ["item_name", "region_code", "month"], null),
        ["holiday"] = ("节假日", "Holiday", ["day"], null),
        ["personnel"] = ("人员", "Personnel", ["person_id", "org_code"], null),
    };

    public static IReadOnlyList<RecordStream> All => _all.Value;

    /// <exception cref="ArgumentException">No such stream; the message lists those there are.</exception>
    public static RecordStream Get(string name) =>
        Find(name) ?? throw new ArgumentException($"Unknown stream '{name}'. Known: {string.Join(", ", All.Select(s => s.Name))}.", nameof(name));

    public static RecordStream? Find(string name) => All.FirstOrDefault(s => s.Name == name);

    private static List<RecordStream> Load()
    {
        using var file = Assembly.GetExecutingAssembly().GetManifestResourceStream("columns.csv")!;
        using var reader = new StreamReader(file);
        reader.ReadLine();
        var rows = new List<(string Stream, Column Column)>();
        while (reader.ReadLine() is { } line)
        {
            // stream,column,zh_header,required,type: only the last may be quoted or hold commas.
            var cells = line.Split(',', 5);
            rows.Add((cells[0], new Column(cells[1], cells[2], cells[3] == "yes", TypeOf(cells[4].Trim('"')), cells[4].Trim('"'))));
        }

        return rows.GroupBy(r => r.Stream).Select(stream =>
        {
            var about = _about[stream.Key];
            var columns = stream.Select(r => r.Column).ToList();
            var key = about.Key is null ? [columns[0]] : about.Key.Select(k => columns.Single(c => c.Name == k)).ToList();
            return new RecordStream(stream.Key, about.Chinese, about.English, IsReference: about.Key is not null, columns, key,
                columns.SingleOrDefault(c => c.Name == about.Partition));
        }).ToList();
    }

    private static ColumnType TypeOf(string contractType) => contractType switch
    {
        _ when contractType.StartsWith("text", StringComparison.Ordinal) => ColumnType.Text,
        _ when contractType.StartsWith("date", StringComparison.Ordinal) => ColumnType.Date,
        _ when contractType.StartsWith("timestamp", StringComparison.Ordinal) => ColumnType.Timestamp,
        "money" => ColumnType.Money,
        "decimal" => ColumnType.Decimal,
        "0-100" => ColumnType.Percent,
        "int" => ColumnType.Count,
        "yyyy-MM" => ColumnType.Month,
        "code18 or hashed person" => ColumnType.CreditCodeOrPersonal,
        _ when contractType.StartsWith("code18", StringComparison.Ordinal) => ColumnType.CreditCode,
        _ when contractType.StartsWith("region6", StringComparison.Ordinal) => ColumnType.Region,
        _ when contractType.Contains(';') => ColumnType.CreditCodeOrPersonalList,
        _ when contractType.StartsWith("hashed person", StringComparison.Ordinal)
            || contractType.StartsWith("person", StringComparison.Ordinal)
            || contractType.StartsWith("account", StringComparison.Ordinal) => ColumnType.Personal,
        _ => ColumnType.Text, // code lists (早 中 晚), GB/T 4754, "normalised to kg": text with a note
    };
}
