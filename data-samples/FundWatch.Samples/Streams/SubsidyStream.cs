using FundWatch.Samples.Randomness;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Writes applications and the uses of the money, by the day of application.</summary>
public sealed class SubsidyStream(Prefecture world, SubsidyFactory factory, Output output)
{
    private static readonly string[] _kinds = ["涉企奖补", "惠农补贴", "农田建设", "民生保障"];

    private readonly Dice _dice = world.Dice.Fork("subsidies");
    private readonly HashSet<(string Company, string Programme)> _claimed = [];
    private long _applications;
    private long _uses;

    public void Write(IEnumerable<SubsidyCase> planted, int honest)
    {
        var days = WorkCalendar.Workdays(world.Options.From, world.Options.Until.AddDays(-45));
        var calendar = new DayQuota(days, _dice);
        var waiting = new Queue<SubsidyCase>(planted.OrderBy(c => c.Subsidy.AppliedOn));
        for (var d = 0; d < days.Count; d++)
        {
            while (waiting.TryPeek(out var next) && next.Subsidy.AppliedOn <= days[d])
            {
                Write(waiting.Dequeue());
            }

            for (var n = calendar.Due(honest, d); n > 0; n--)
            {
                if (Draw(days[d]) is { } file)
                {
                    Write(file);
                }
            }
        }

        while (waiting.TryDequeue(out var last))
        {
            Write(last);
        }
    }

    private SubsidyCase? Draw(DateOnly day)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var programme = Pick();
            if (programme.For == ApplicantKind.Person)
            {
                return factory.ForPerson(_dice, programme, _dice.Pick(world.Regions), day);
            }

            var company = _dice.Pick(world.Companies(programme.For == ApplicantKind.Cooperative ? Trade.Cooperative : Trade.Industry));
            if (!company.Reserved && _claimed.Add((company.Code, $"{programme.Code}{day.Year}")))
            {
                return factory.ForCompany(_dice, programme, company, day);
            }
        }

        return null;
    }

    private Programme Pick()
    {
        var at = _dice.Share() * Programmes.All.Sum(p => p.Weight);
        foreach (var programme in Programmes.All)
        {
            at -= programme.Weight;
            if (at < 0)
            {
                return programme;
            }
        }

        return Programmes.All[^1];
    }

    private void Write(SubsidyCase file)
    {
        var row = file.Subsidy;
        row.Key = $"SB{row.AppliedOn:yyyyMM}{++_applications:D7}";
        output.Write(row, Array.IndexOf(_kinds, row.ProgrammeKind), row.ProgrammeKind!, row.Key);
        foreach (var use in file.Uses)
        {
            use.Key = $"ZJ{++_uses:D9}";
            use.ApplicationId = row.Key;
            output.Write(use, row.AppliedOn.Year - world.Options.From.Year, $"{row.AppliedOn.Year}年申报", row.Key);
        }
    }
}
