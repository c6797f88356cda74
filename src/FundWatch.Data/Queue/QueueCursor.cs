using System.Globalization;

namespace FundWatch.Data.Queue;

/// <summary>The last lead of a page: the next one starts behind it, however many leads have been filed since.</summary>
public readonly record struct QueueCursor(decimal Priority, long LeadId)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Priority}_{LeadId}");

    /// <returns>Null where the text is not a cursor.</returns>
    public static QueueCursor? Parse(string? text) =>
        text?.Split('_') is [var priority, var lead]
        && decimal.TryParse(priority, NumberStyles.Number, CultureInfo.InvariantCulture, out var p)
        && long.TryParse(lead, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new QueueCursor(p, id)
            : null;
}
