using FundWatch.Core.Records;

namespace FundWatch.Data.Postgres;

/// <summary>When two rows of a stream's tables are one record: a part of the key that may be empty is the same where both are. Names come from the contract, never from input.</summary>
internal static class SameRecord
{
    /// <param name="one">What the statement calls the one row.</param>
    /// <param name="other">And the other.</param>
    public static string Key(RecordStream stream, string one, string other) =>
        string.Join(" and ", stream.Key.Select(k => $"{one}.{k.Name} {(k.IsRequired ? "=" : "is not distinct from")} {other}.{k.Name}"));

    /// <summary>Of one source, as far as that is not said already.</summary>
    public static string Of(RecordStream stream, string one, string other) => $"{Key(stream, one, other)} and {one}.source_id = {other}.source_id";
}
