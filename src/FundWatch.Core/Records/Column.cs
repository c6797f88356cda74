namespace FundWatch.Core.Records;

/// <summary>One column of a stream, as in the data contract.</summary>
/// <param name="Name">Canonical name, also the name in the store.</param>
/// <param name="ChineseHeader">The header finance systems export.</param>
/// <param name="IsRequired">A row without a valid value here goes to quarantine.</param>
/// <param name="Note">The contract's own words on the type: the allowed values of a code list, for example.</param>
public sealed record Column(string Name, string ChineseHeader, bool IsRequired, ColumnType Type, string Note)
{
    /// <summary>True where the clear value may only lie in the vault.</summary>
    public bool IsPersonal => Type is ColumnType.Personal or ColumnType.CreditCodeOrPersonal or ColumnType.CreditCodeOrPersonalList;
}
