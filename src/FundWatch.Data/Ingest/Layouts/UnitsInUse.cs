using FundWatch.Core.Ingest;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A row, or the name of a sheet or a file, that states a unit of money in which no amount was read.</summary>
/// <param name="Line">0 of a name.</param>
/// <param name="Unit">As people write it: 万元.</param>
public sealed record UnitElsewhere(long Line, string Unit)
{
    /// <summary>The name of the sheet that states it.</summary>
    public string? Sheet { get; init; }

    /// <summary>The name of the file that states it.</summary>
    public string? File { get; init; }
}

/// <summary>In which units a layout reads its amounts.</summary>
internal sealed class UnitsInUse
{
    private readonly Layout _layout;
    private readonly ColumnSource[] _amounts;
    private readonly long[] _unnamed;

    public UnitsInUse(Layout layout)
    {
        _layout = layout;
        _amounts = [.. layout.Columns.Where(c => c is { Column.Type: ColumnType.Money, Cells: [var cell] } && cell < layout.Headers.Count && HeaderName.Of(c.Column.ChineseHeader).Factor is null)];
        _unnamed = [.. _amounts.Where(c => HeaderRecognition.TakesUnit(c.Column, layout.Headers[c.Cells[0]])).Select(c => c.Factor)];
    }

    /// <summary>Cells of the amounts.</summary>
    public IEnumerable<int> Cells => _amounts.Select(c => c.Cells[0]);

    /// <summary>For people: 元, or 元、万元; 万USD.</summary>
    public string Names => string.Join("、", _amounts.Select(c => c.Factor).Distinct().Order().Select(f => Units.Name(f, _layout.Currency)));

    /// <summary>True where what is stated of all amounts holds for those whose own header names no unit; where there are none of these, for any.</summary>
    public bool Agree(MoneyUnit unit) => _amounts.Length == 0 || (unit.Currency == (unit.Currency is null ? null : _layout.Currency)
        && (_unnamed.Length > 0 ? Array.TrueForAll(_unnamed, f => f == unit.Factor) : Array.Exists(_amounts, c => c.Factor == unit.Factor)));

    /// <summary>The same of what a row or a caption says: beside amounts in 万元 人民币 is no other unit.</summary>
    public bool AgreeInRow(MoneyUnit unit) => unit.IsYuanAlone ? _layout.Currency is null : Agree(unit);

    /// <summary>Units that stand alone below an amount's header and are not the amount's.</summary>
    public IEnumerable<MoneyUnit> OtherBelow(IReadOnlyList<string> row) => _amounts.Where(c => c.Cells[0] < row.Count)
        .Select(c => (c.Factor, Unit: MoneyUnit.Parse(row[c.Cells[0]]))).Where(c => c.Unit is { Factor: not null, IsYuanAlone: false } unit && ((unit.Currency is { } code && code != _layout.Currency) || unit.Factor != c.Factor)).Select(c => c.Unit!.Value);
}
