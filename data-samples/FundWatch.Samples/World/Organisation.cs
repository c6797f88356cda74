namespace FundWatch.Samples.World;

/// <summary>A bureau, a township, a service centre: host of receptions, owner of projects, issuer of letters.</summary>
public sealed class Organisation(int number, string code, string name, Region region, string level, Sector sector, string letterWord, string? parentCode)
{
    private readonly Queue<(DateOnly Day, Organisation Guest)> _busy = new();
    private readonly List<DateOnly> _reserved = [];
    private DateOnly _lastLetter;
    private int _serial;

    /// <summary>Position among the hosts; -1 for one that only sends guests.</summary>
    public int Number { get; } = number;

    public string Code { get; } = code;

    public string Name { get; } = name;

    public Region Region { get; } = region;

    /// <summary>省 市 县 乡.</summary>
    public string Level { get; } = level;

    public Sector Sector { get; } = sector;

    public string? ParentCode { get; } = parentCode;

    public string[] Handlers { get; set; } = [];

    public string[] Approvers { get; set; } = [];

    /// <summary>The canteen in the house; the account its bills are paid to.</summary>
    public string CanteenAccount { get; set; } = "";

    /// <summary>How busy the house is, 1 on average.</summary>
    public double Activity { get; set; } = 1;

    /// <summary>Whether the house has no reception within so many days: an honest one does not receive on adjacent days.</summary>
    public bool IsFree(DateOnly day, int gap) =>
        _busy.All(b => Math.Abs(b.Day.DayNumber - day.DayNumber) >= gap) && _reserved.All(d => Math.Abs(d.DayNumber - day.DayNumber) >= gap);

    /// <summary>Whether this guest was among the last dozen: an honest house does not see the same people every week.</summary>
    public bool SawLately(Organisation guest) => _busy.Any(b => b.Guest == guest);

    public void Take(DateOnly day, Organisation guest)
    {
        _busy.Enqueue((day, guest));
        if (_busy.Count > 12)
        {
            _busy.Dequeue();
        }
    }

    /// <summary>Keeps a day for what is planned before the calendar is walked.</summary>
    public void Reserve(DateOnly day) => _reserved.Add(day);

    public bool HasLetterOn(DateOnly day) => _lastLetter == day;

    /// <summary>The next number of the issuer's register; letters that have nothing to do with receptions take numbers too.</summary>
    public string NextLetter(DateOnly day, int step)
    {
        if (day.Year != _lastLetter.Year)
        {
            _serial = 0;
        }

        _lastLetter = day;
        _serial += step;
        return $"{letterWord}函〔{day.Year}〕{_serial}号";
    }

    /// <summary>A number as the issuer writes it, taken from nowhere.</summary>
    public string MadeUpLetter(int year, int number) => $"{letterWord}函〔{year}〕{number}号";
}
