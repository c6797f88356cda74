namespace FundWatch.Data.Ingest.Loading;

/// <summary>Where a field lies in a block, its length before it included. Of a field that is not there: length 0.</summary>
internal readonly record struct FieldPlace(int Start, int Length);

/// <summary>The fields of one column for a batch of rows.</summary>
/// <param name="Fields">The block that they lie in.</param>
/// <param name="Places">By row.</param>
internal readonly record struct PlacedFields(PgBlock Fields, FieldPlace[] Places);
