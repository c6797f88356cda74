using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Layouts;

/// <summary>
/// A header of two lines, as merged cells leave it: a name merged downwards stands above an empty cell, one merged to the right stands before empty cells and names the group
/// of those below it (单位 over 代码 and 名称).
/// </summary>
internal static class TwoLineHeader
{
    /// <summary>Both lines as one for a stream; null where the upper line adds nothing.</summary>
    public static string[]? Join(RecordStream stream, string[] above, string[] below)
    {
        if (above.Length == 0 || below.Length == 0)
        {
            return null;
        }

        var joined = new string[Math.Max(above.Length, below.Length)];
        var group = "";
        var adds = false;
        for (var i = 0; i < joined.Length; i++)
        {
            var (upper, lower) = (At(above, i), At(below, i));
            group = upper.Length > 0 ? upper : group;
            joined[i] = lower.Length == 0 ? upper
                : HeaderRecognition.Find(stream, group + lower) is null && HeaderRecognition.Find(stream, lower) is not null ? lower : group + lower;
            adds |= joined[i].Length > lower.Length && HeaderRecognition.Find(stream, joined[i]) is not null;
        }

        return adds ? joined : null;
    }

    private static string At(string[] cells, int index) => index < cells.Length ? cells[index] : "";
}
