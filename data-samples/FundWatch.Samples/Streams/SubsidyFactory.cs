using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Draws honest applications: accepted, reviewed, made public, approved and paid in this order and in time, and spent on what they were for.</summary>
public sealed class SubsidyFactory(Prefecture world)
{
    public SubsidyCase ForCompany(Dice dice, Programme programme, Company company, DateOnly appliedOn)
    {
        var row = Start(dice, programme, company.Region, appliedOn);
        (row.ProjectTitle, row.ProjectSummary) = ProjectTexts.For(programme.Theme, dice, company.Region.Name + Places.Town(dice.Whole(0, 31)));
        row.ApplicantCode = company.Code;
        row.ApplicantName = company.Name;
        row.IndustryCode = company.IndustryCode;
        row.EstablishedOn = company.EstablishedOn;
        row.RegisteredCapital = company.Capital;
        row.InsuredCount = company.Insured;
        row.LegalRep = company.LegalRep;
        row.Phone = company.Phone;
        row.Address = company.Address;
        row.BankAccount = company.Account;
        row.IntermediaryName = dice.Chance(0.12) ? $"{company.Region.Short}{dice.Pick(_agents)}" : null;
        var file = new SubsidyCase { Subsidy = row, Region = company.Region, Programme = programme, Company = company };
        Decide(dice, file, refused: dice.Chance(0.14));
        return file;
    }

    public SubsidyCase ForPerson(Dice dice, Programme programme, Region region, DateOnly appliedOn)
    {
        var row = Start(dice, programme, region, appliedOn);
        row.ApplicantCode = world.Ids.PersonId(region.Code);
        row.ApplicantName = People.Any(dice);
        row.Phone = world.Ids.Phone();
        row.Address = $"{region.Name}{Places.Town(dice.Whole(0, 31))}{Places.Village(dice.Whole(0, 31))}{dice.Whole(1, 22)}组{dice.Whole(1, 160)}号";
        row.BankAccount = world.Ids.PersonalAccount();
        row.ProjectTitle = programme.Name;
        var file = new SubsidyCase { Subsidy = row, Region = region, Programme = programme };
        Decide(dice, file, refused: dice.Chance(0.05));
        return file;
    }

    /// <summary>Gives the application its dates and amounts, and spends the money.</summary>
    public void Decide(Dice dice, SubsidyCase file, bool refused)
    {
        var row = file.Subsidy;
        var department = world.Department(file.Region, file.Programme.Sector);
        row.AcceptedOn = WorkCalendar.Later(row.AppliedOn, dice.Whole(1, 5));
        row.ReviewedOn = WorkCalendar.Later(row.AcceptedOn.Value, dice.Whole(4, 20));
        row.Reviewer = department.Approvers[dice.Whole(2, 3)];
        file.Uses.Clear();
        if (refused)
        {
            return;
        }

        row.PublicisedOn = WorkCalendar.Later(row.ReviewedOn.Value, dice.Whole(1, 6));
        row.ApprovedOn = WorkCalendar.Later(row.PublicisedOn.Value, dice.Whole(5, 12));
        row.Approver = department.Approvers[dice.Whole(0, 1)];
        row.ApprovedAmount = dice.Chance(0.55) ? row.AppliedAmount : Amounts.Round(row.AppliedAmount * (decimal)dice.Between(0.6, 0.98), file.Programme.Step);
        row.DisburseDueOn = row.ApprovedOn.Value.AddDays(30);
        row.DisbursedOn = row.ApprovedOn.Value.AddDays(dice.Whole(3, 27));
        if (!WorkCalendar.IsWorkday(row.DisbursedOn.Value))
        {
            row.DisbursedOn = WorkdayBefore(row.DisbursedOn.Value, row.ApprovedOn.Value);
        }

        row.DisbursedAmount = row.ApprovedAmount;
        row.PayeeName = row.ApplicantName;
        row.PayeeAccount = row.BankAccount;
        Spend(dice, file);
    }

    /// <summary>Two to five payments to suppliers over the half year after the money came.</summary>
    public void Spend(Dice dice, SubsidyCase file)
    {
        file.Uses.Clear();
        if (file.Company is null || file.Subsidy.DisbursedAmount is not { } money)
        {
            return;
        }

        var parts = dice.Whole(2, 6);
        var left = Amounts.Fen(money * (decimal)dice.Between(0.93, 1));
        var on = file.Subsidy.DisbursedOn!.Value;
        for (var i = 0; i < parts; i++)
        {
            on = WorkCalendar.Later(on, dice.Whole(2, 24));
            var amount = i == parts - 1 ? left : Amounts.Fen(left * (decimal)dice.Between(0.2, 0.6));
            left -= amount;
            file.Uses.Add(Use(dice, file, on, amount));
        }
    }

    public FundUse Use(Dice dice, SubsidyCase file, DateOnly on, decimal amount)
    {
        var category = dice.Pick(file.Programme.Uses);
        var supplier = dice.Pick(world.Companies(category.Contains("工程", StringComparison.Ordinal) || category.Contains("改造", StringComparison.Ordinal)
            ? Trade.Works
            : dice.Chance(0.6) ? Trade.Goods : Trade.Services));
        return new FundUse
        {
            UsedOn = on,
            Amount = amount,
            Category = category,
            Purpose = $"支付{file.Subsidy.ProjectTitle}{category}款",
            PayeeName = supplier.Name,
            PayeeAccount = supplier.Account,
            InvoiceNo = world.Ids.Invoice(on),
        };
    }

    private Subsidy Start(Dice dice, Programme programme, Region region, DateOnly appliedOn)
    {
        var department = world.Department(region, programme.Sector);
        return new Subsidy
        {
            ProgrammeCode = $"{programme.Code}-{appliedOn.Year}",
            ProgrammeName = programme.Name,
            ProgrammeKind = programme.Kind,
            FundingLevel = programme.FundingLevel,
            DepartmentCode = department.Code,
            DepartmentName = department.Name,
            RegionCode = region.Code,
            AppliedOn = appliedOn,
            AppliedAmount = dice.MoneyLogNormal(programme.Median, programme.Sigma, programme.Step),
        };
    }

    private static DateOnly WorkdayBefore(DateOnly day, DateOnly notBefore)
    {
        while (day > notBefore && !WorkCalendar.IsWorkday(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    private static readonly string[] _agents = ["启航企业管理咨询有限公司", "博信项目管理有限公司", "惠企服务中心", "众创知识产权代理有限公司"];
}
