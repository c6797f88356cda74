using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.Streams;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Schemes;

/// <summary>What a story has at hand while it is planted: chance of its own, subjects nobody else uses, honest cases to start from.</summary>
public sealed class Plot(Planting planting, StoryKind kind, int number, Dice dice)
{
    private static readonly string[] _repairs = ["维修", "维护", "养护", "装修", "拆除", "修缮", "应急", "防汛"];

    private Story? _story;

    public Dice Dice { get; } = dice;

    public int Number { get; } = number;

    public Prefecture World => planting.World;

    public ReceptionFactory Receptions => planting.ReceptionFactory;

    public SubsidyFactory Subsidies => planting.SubsidyFactory;

    public ProjectFactory Projects => planting.ProjectFactory;

    /// <summary>Says in one sentence what was done; before the first row is marked.</summary>
    public void Tell(string note) => _story = new Story(kind.Kind, $"{kind.Kind}-{Number:D3}", kind.IsScheme, note);

    public Mark About(string subjectKind, string? subjectCode) => new(_story ?? throw new InvalidOperationException("Tell comes first."), subjectKind, subjectCode);

    public Organisation TakeHost() => planting.Deal("hosts", () => World.LocalHosts.Where(h => h.Level != "乡" || h.Name.EndsWith("政府", StringComparison.Ordinal)));

    public Organisation TakeOwner() => planting.Deal("owners", () => World.LocalHosts);

    public School TakeSchool() => planting.Deal("schools", () => World.Schools);

    public Company TakeApplicant()
    {
        var company = planting.Deal("applicants", () => World.Companies(Trade.Industry).Where(c => !c.Reserved).ToList());
        return company;
    }

    public Company TakeCooperative() => planting.Deal("cooperatives", () => World.Companies(Trade.Cooperative).Where(c => !c.Reserved).ToList());

    public Programme ProgrammeFor(ApplicantKind who) => Dice.Pick(Programmes.All.Where(p => p.For == who).ToList());

    /// <summary>A workday on which events may happen; leaves room for what follows.</summary>
    public DateOnly Day(int roomAfter = 60) =>
        WorkCalendar.OnOrAfter(World.Options.From.AddDays(Dice.Whole(5, World.Options.Until.DayNumber - World.Options.From.DayNumber - roomAfter)));

    public DateOnly ProjectDay()
    {
        var (from, until) = ProjectStream.Window(World.Options);
        return WorkCalendar.OnOrAfter(from.AddDays(Dice.Whole(0, until.DayNumber - from.DayNumber - 20)));
    }

    /// <summary>A guest from another prefecture, of the host's sector.</summary>
    public Organisation Guest(Organisation host)
    {
        while (true)
        {
            var guest = Dice.Pick(World.Guests[host.Sector.Name]);
            if (!guest.Region.Code.StartsWith(host.Region.Code[..4], StringComparison.Ordinal))
            {
                return guest;
            }
        }
    }

    /// <summary>An honest reception to start from; the host's calendar keeps its place.</summary>
    public ReceptionCase Reception(Organisation host, Organisation guest, DateOnly letterDate)
    {
        ReceptionCase visit;
        do
        {
            visit = Receptions.Draw(Dice, host, guest, letterDate);
            letterDate = WorkCalendar.Later(letterDate, 3);
        }
        while (!host.IsFree(visit.Reception.ReceptionDate, 3));
        host.Reserve(visit.Reception.ReceptionDate);
        return visit;
    }

    /// <summary>Moves the reception onto another letter, or none; the payments follow.</summary>
    public static void SetLetter(ReceptionCase visit, Letter? letter)
    {
        visit.Reception.Letter = letter;
        visit.Payments.ForEach(p => p.Letter = letter);
    }

    /// <summary>An honest, approved application of a company to start from.</summary>
    public SubsidyCase Approved(Programme programme, Company company, DateOnly appliedOn)
    {
        var file = Subsidies.ForCompany(Dice, programme, company, appliedOn);
        if (file.Subsidy.ApprovedOn is null)
        {
            Subsidies.Decide(Dice, file, refused: false);
        }

        return file;
    }

    /// <summary>Sets what was asked for and, where approved, what was paid and spent.</summary>
    public void SetAmount(SubsidyCase file, decimal amount)
    {
        file.Subsidy.AppliedAmount = amount;
        if (file.Subsidy.ApprovedAmount is not null)
        {
            file.Subsidy.ApprovedAmount = amount;
            file.Subsidy.DisbursedAmount = amount;
            Subsidies.Spend(Dice, file);
        }
    }

    /// <summary>An honest project to start from.</summary>
    public ProjectCase Project(string? kind = null, decimal? budget = null, string? method = null, DateOnly? on = null, Organisation? owner = null) =>
        Projects.Draw(Dice, owner ?? TakeOwner(), on ?? ProjectDay(), kind, budget, method);

    /// <summary>An honest project that is no repair: repairs are judged by other limits. An owner's next project has a given name, so another owner is asked.</summary>
    public ProjectCase NewWorks(string kind, decimal? budget = null, string? method = null, DateOnly? on = null)
    {
        ProjectCase file;
        do
        {
            file = Project(kind, budget, method, on);
        }
        while (_repairs.Any(file.Project.ProjectName.Contains));
        return file;
    }

    /// <summary>An honest project of works that is settled within the data.</summary>
    public ProjectCase FinishedProject(string? kind = null, string? method = null)
    {
        var owner = TakeOwner();
        while (true)
        {
            var file = Project(kind ?? Dice.Weighted(("工程", 3.0), ("农田建设", 1.0)), null, method, owner: owner);
            if (file.Project.SettlementAudited is not null && file.Project.ContractAmount > 150_000)
            {
                return file;
            }
        }
    }

    public void Add(ReceptionCase visit, Mark? mark, bool markPayments = false)
    {
        if (mark is not null)
        {
            visit.Reception.Add(mark);
            if (markPayments)
            {
                visit.Payments.ForEach(p => p.Add(mark));
            }
        }

        planting.Receptions.Add(visit);
    }

    public void Add(SubsidyCase file, Mark? mark)
    {
        if (mark is not null)
        {
            file.Subsidy.Add(mark);
        }

        planting.Subsidies.Add(file);
    }

    public void Add(ProjectCase file, Mark? mark)
    {
        if (mark is not null)
        {
            file.Project.Add(mark);
        }

        planting.Projects.Add(file);
    }
}
