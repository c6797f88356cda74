using System.Globalization;
using System.Text;
using FundWatch.Core.Ingest;

namespace FundWatch.Fuzz.Cells;

/// <summary>Amounts, quantities, shares and counts.</summary>
internal static class NumberPromises
{
    private const long Limit = 1_000_000_000_000_000_000; // numeric(18, scale)
    private static readonly string[] _units = ["公斤", "斤", "亩", "箱"];
    private static readonly long[] _factors = [1, 100, 10_000, 100_000_000];

    public static void Check(byte[] cell, byte choice)
    {
        Number(cell, choice % 5, _factors[choice / 5 % _factors.Length]);
        Percent(cell);
        Count(cell);
        Quantity(cell, _units[choice / 15 % _units.Length]);
        OwnUnit([.. cell, .. "元"u8], _factors[choice / 5 % _factors.Length]);
        if (ChineseAmount.TryParse(cell, out var amount))
        {
            PromiseBroken.Unless(amount >= 0 && ChineseAmount.IsSpelt(cell), "an amount in words is none below zero");
        }
    }

    private static void Number(byte[] cell, int scale, long factor)
    {
        var issue = NumberCell.Parse(cell, scale, factor, out var scaled);
        if (CellIssues.IsRefusal(issue))
        {
            return;
        }

        PromiseBroken.Unless(issue is CellIssue.None or CellIssue.Rounded, $"{issue} says nothing about a number");
        PromiseBroken.Unless(scaled is > -Limit and < Limit, $"{scaled} does not fit numeric(18, {scale})");
        var printed = Printed(scaled, scale);
        PromiseBroken.Unless(NumberCell.Parse(Encoding.UTF8.GetBytes(printed), scale, 1, out var again) == CellIssue.None && again == scaled, $"{printed} is read back as {again}, not as {scaled}");
    }

    // What says yuan is in yuan below whatever header.
    private static void OwnUnit(byte[] cell, long factor)
    {
        var issue = NumberCell.Parse(cell, 2, 1, out var scaled);
        PromiseBroken.Unless(NumberCell.Parse(cell, 2, factor, out var below) == issue && (CellIssues.IsRefusal(issue) || below == scaled), $"{scaled} is {below} below a header that multiplies by {factor}");
    }

    // In the column's own unit and without one it is the same quantity.
    private static void Quantity(byte[] cell, string unit)
    {
        if (CellIssues.IsRefusal(Measure.Parse(cell, unit, 4, out var scaled)))
        {
            return;
        }

        PromiseBroken.Unless(scaled is > -Limit and < Limit, $"{scaled} does not fit numeric(18, 4)");
        var printed = Printed(scaled, 4) + unit;
        PromiseBroken.Unless(Measure.Parse(Encoding.UTF8.GetBytes(printed), unit, 4, out var again) == CellIssue.None && again == scaled, $"{printed} is read back as {again}, not as {scaled}");
    }

    private static void Percent(byte[] cell)
    {
        if (!CellIssues.IsRefusal(PercentCell.Parse(cell, out var scaled)))
        {
            PromiseBroken.Unless(scaled is >= 0 and <= 1_000_000, "a share lies between 0 and 100 percent");
            var printed = Printed(scaled, 4) + "%";
            PromiseBroken.Unless(PercentCell.Parse(Encoding.UTF8.GetBytes(printed), out var again) == CellIssue.None && again == scaled, $"{printed} is read back as {again}");
        }
    }

    private static void Count(byte[] cell)
    {
        if (!CellIssues.IsRefusal(CountCell.Parse(cell, out var count)))
        {
            PromiseBroken.Unless(count >= 0, "a count is none below zero");
            PromiseBroken.Unless(CountCell.Parse(Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture)), out var again) == CellIssue.None && again == count, $"{count} is read back as {again}");
        }
    }

    private static string Printed(long scaled, int scale) =>
        (scaled / (decimal)Math.Pow(10, scale)).ToString("F" + scale, CultureInfo.InvariantCulture);
}
