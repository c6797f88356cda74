namespace FundWatch.Samples.World;

/// <summary>A county, a district, or the city proper. The codes have the form of GB/T 2260 and belong to no real place.</summary>
/// <param name="Number">Position among the regions whose records are in the files.</param>
public sealed record Region(int Number, string Code, string Name)
{
    /// <summary>The name without its last word: 岚溪 of 岚溪区.</summary>
    public string Short => Name[..^1];

    public bool IsCity => Code.EndsWith("00", StringComparison.Ordinal);
}
