using FundWatch.Samples.Schemes;

namespace FundWatch.Samples.Lookalikes;

/// <summary>Something that looks odd and is innocent. It keeps every rule and is planted in a clean prefecture too.</summary>
public abstract class Lookalike : StoryKind
{
    public override bool IsScheme => false;

    public override int Count => 2;
}
