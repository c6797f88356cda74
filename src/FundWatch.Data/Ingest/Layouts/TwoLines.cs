using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>A row and the one above it, as a header of two lines (<see cref="TwoLineHeader"/>) that each stream is asked of.</summary>
internal sealed class TwoLines
{
    private readonly string[] _above, _below;
    private readonly string[] _units; // that the group begun in a cell states

    private TwoLines(string[] above, string[] below)
    {
        (_above, _below) = (above, below);
        var saysUnit = !TwoLineHeader.IsCaption(above, below) && !TwoLineHeader.IsTitle(above, below);
        _units = [.. above.Select((upper, i) => saysUnit && upper.Length > 0 && TwoLineHeader.At(below, i).Length > 0 ? TwoLineHeader.UnitOf(upper) : "")]; // above an empty cell it is a name, and no group's
    }

    /// <summary>Null where no header can be of both.</summary>
    public static TwoLines? Of(string[] above, string[] below) => above.Length == 0 || below.Length == 0 || Array.Exists(above, RowsAbove.IsAmount) ? null : new TwoLines(above, below);

    /// <summary>Both lines as one for a stream; null where the upper line adds nothing.</summary>
    /// <param name="carriesUnit">True where an amount is in the unit that its group states.</param>
    public string[]? Join(RecordStream stream, HeaderNames names, out bool carriesUnit)
    {
        carriesUnit = false;
        var joined = new string[Math.Max(_above.Length, _below.Length)];
        var (group, unit) = ("", "");
        var adds = false;
        for (var i = 0; i < joined.Length; i++)
        {
            var (upper, lower) = (TwoLineHeader.At(_above, i), TwoLineHeader.At(_below, i));
            if (upper.Length > 0)
            {
                (group, unit) = (upper, _units[i]);
            }

            joined[i] = lower.Length == 0 ? upper
                : names.Find(stream, group + lower) is null && names.Find(stream, lower) is not null ? lower : group + lower;
            if (unit.Length > 0 && names.Find(stream, joined[i]) is { } found && HeaderRecognition.TakesStated(stream.Columns[found.Index], joined[i]))
            {
                joined[i] += unit;
                carriesUnit = true;
            }

            adds |= joined[i].Length > lower.Length && names.Find(stream, joined[i]) is not null;
        }

        return adds ? joined : null;
    }
}
