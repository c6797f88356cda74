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
    private readonly int _cell;
    private readonly bool _isCurrency;
    private byte[] _last = [];
    private string? _lastOther;

    private UnitColumn(Layout layout, int cell)
    {
        _units = new UnitsInUse(layout);
        _cell = cell;
        _isCurrency = _currencyNames.Contains(HeaderName.Of(layout.Headers[cell]).Key);
    }

    /// <summary>Null for nearly every file: no header of such a name, or a column has taken it.</summary>
    public static UnitColumn? Of(Layout layout)
    {
        var used = layout.Columns.SelectMany(c => c.Cells).Concat(layout.SkipRows.Select(s => s.Cell)).ToHashSet();
        var cell = Enumerable.Range(0, layout.Headers.Count).Where(i => !used.Contains(i) && HeaderName.Of(layout.Headers[i]).Key is var key && (_currencyNames.Contains(key) || _unitNames.Contains(key))).Cast<int?>().FirstOrDefault();
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

    private string? Judge(ReadOnlySpan<byte> cell)
    {
        if (CellText.IsEmpty(cell) || cell.Length > 60)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(cell);
        return MoneyUnit.Parse(text) is { IsSmall: false } unit ? _units.AgreeInRow(unit) ? null : unit.Name : _isCurrency && !_yuan.Contains(text) ? text : null; // 单位 may name an office
    }
}
