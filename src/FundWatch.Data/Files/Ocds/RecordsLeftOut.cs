namespace FundWatch.Data.Files.Ocds;

/// <summary>Records of a file that hold nothing to read and are refused rows of another of its streams: how many, and the ids of the first.</summary>
internal sealed class RecordsLeftOut
{
    /// <summary>Ids that are kept.</summary>
    public const int Named = 5;

    private readonly List<string> _first = [];

    public long Count { get; private set; }

    public IReadOnlyList<string> First => _first;

    public void Add(string ocid)
    {
        if (Count++ < Named)
        {
            _first.Add(ocid);
        }
    }
}
