using Apache.Arrow;

namespace FundWatch.Data.Features;

/// <summary>Reads what is not a feature from a batch of <see cref="FeatureReader"/>.</summary>
public sealed class FeatureRowText(RecordBatch batch)
{
    private readonly Decimal128Array _amounts = (Decimal128Array)batch.Column("amount");
    private readonly ListArray _evidence = (ListArray)batch.Column("evidence");

    /// <summary>subject_code, subject_name, region_code, sector or peer_group of a row.</summary>
    public string? Text(string column, int row) => ((StringArray)batch.Column(column)).GetString(row);

    public decimal? Amount(int row) => _amounts.GetValue(row);

    /// <summary>The rows of records with the most weight, as stream:natural_key.</summary>
    public string[] Evidence(int row)
    {
        var keys = (StringArray)_evidence.GetSlicedValues(row);
        return [.. Enumerable.Range(0, keys.Length).Select(i => keys.GetString(i))];
    }
}
