namespace FundWatch.Fuzz;

/// <summary>The program returned, but not what it promises.</summary>
public sealed class PromiseBroken(string message) : Exception(message)
{
    /// <summary>Throws unless the promise was kept.</summary>
    public static void Unless(bool kept, string promise)
    {
        if (!kept)
        {
            throw new PromiseBroken(promise);
        }
    }
}
