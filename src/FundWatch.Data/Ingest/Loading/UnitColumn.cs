using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading;

/// <summary>A column that nothing of the contract takes and that says, row by row, in what unit or currency the amounts are: 单位, 币种.</summary>
internal sealed class UnitColumn
{
    private static readonly HashSet<string> _currencyNames = ["币种", "货币", "币别", "币种名称", "币种代码", "货币种类", "货币名称", "货币代码", "currency", "currencycode"];
    private static readonly HashSet<string> _unitNames = ["单位", "金额单位", "货币单位", "计价单位", "计量单位"];
    private static readonly HashSet<string> _yuan = new(StringComparer.OrdinalIgnoreCase) { "人民币", "人民币元", "元", "CNY", "RMB", "¥", "￥", "156", "142" }; // as ISO and the customs number it

    private readonly UnitsInUse _units;
    private readonly string? _currency;
    private readonly int _cell;
    private readonly bool _isCurrency;
    private byte[] _last = [];
    private string? _lastOther;

    private UnitColumn(Layout layout, int cell)
    {
        (_units, _currency) = (new UnitsInUse(layout), layout.Currency);
        _cell = cell;
        _isCurrency = _currencyNames.Contains(HeaderName.Of(layout.Headers[cell]).Key);
    }

    /// <summary>True of a header whose cells may say in what unit or currency the amounts beside them are.</summary>
    public static bool IsNamed(string header) => HeaderName.Of(header).Key is var key && (_currencyNames.Contains(key) || _unitNames.Contains(key));

    /// <summary>The unit or currency that a cell of such a column names: 美元, USD, 美元（USD）, 万元; null where it names none that is known.</summary>
    public static MoneyUnit? NamedBy(string cell) => MoneyUnit.Parse(cell) ?? MoneyUnit.In(cell);

    /// <summary>The currency (ISO 4217) that a cell of a column with this header names, yuan among them; null where it names none.</summary>
    public static string? CurrencyBy(string header, string cell) =>
        NamedBy(cell) is { Factor: 1 } unit ? unit.Currency ?? Layout.Yuan : _currencyNames.Contains(HeaderName.Of(header).Key) && ForeignMoney.IsCode(cell) ? cell : null;

    /// <summary>Null for nearly every file: no header of such a name, or a column has taken it.</summary>
    public static UnitColumn? Of(Layout layout)
    {
        var used = layout.Columns.SelectMany(c => c.Cells).Concat(layout.SkipRows.Select(s => s.Cell)).ToHashSet();
        var cell = Enumerable.Range(0, layout.Headers.Count).Where(i => !used.Contains(i) && IsNamed(layout.Headers[i])).Cast<int?>().FirstOrDefault();
        return cell is { } found ? new UnitColumn(layout, found) : null;
    }

    /// <summary>The unit or currency that the row names, where amounts are not read in it; else null.</summary>
    public string? Other(RowReader row)
    {
        var cell = CellText.Trim(row[_cell]);
        if (!cell.SequenceEqual(_last))
        {
            (_last, _lastOther) = (cell.ToArray(), Judge(cell));
        }

        return _lastOther;
    }

    /// <summary>True of a row that names neither.</summary>
    public bool IsSilent(RowReader row) => CellText.IsEmpty(CellText.Trim(row[_cell]));

    private string? Judge(ReadOnlySpan<byte> cell)
    {
        if (CellText.IsEmpty(cell) || cell.Length > 60)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(cell);
        if ((_isCurrency ? NamedBy(text) : MoneyUnit.Parse(text)) is not { IsSmall: false } unit) // 单位 may name an office
        {
            return _isCurrency && !_yuan.Contains(text) && text != _currency ? text : null;
        }

        // Beside amounts in 万 of dollars 美元 is no other unit, as 人民币 is none beside 万元.
        return _units.AgreeInRow(unit) || (_isCurrency && unit.Factor == 1 && unit.Currency is not null && unit.Currency == _currency) ? null : unit.Name;
    }
}
