using FundWatch.Samples.Randomness;
using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>Draws honest projects: tendered where the law says so, real competition, payments behind progress, small changes, a fair settlement.</summary>
public sealed class ProjectFactory(Prefecture world)
{
    private readonly Dictionary<(int Owner, string Kind), int> _serials = [];

    /// <summary>From this amount on a project must be tendered (国家发展改革委令第16号第五条).</summary>
    public static decimal TenderFrom(string kind) => kind switch
    {
        "货物" => 2_000_000,
        "服务" => 1_000_000,
        _ => 4_000_000,
    };

    public static Trade TradeFor(string kind) => kind switch
    {
        "货物" => Trade.Goods,
        "服务" => Trade.Services,
        _ => Trade.Works,
    };

    public ProjectCase Draw(Dice dice, Organisation owner, DateOnly approvedOn, string? kind = null, decimal? budget = null, string? method = null)
    {
        var farmland = owner.Sector.Name is "农业农村" or "自然资源" or "水利" or "乡镇";
        kind ??= dice.Weighted(("工程", 45.0), ("货物", 22.0), ("服务", 18.0), ("农田建设", farmland ? 40.0 : 0));
        budget ??= kind switch
        {
            "货物" => dice.MoneyLogNormal(820_000, 0.9, 1000),
            "服务" => dice.MoneyLogNormal(480_000, 0.8, 1000),
            "农田建设" => dice.MoneyLogNormal(5_600_000, 0.8, 10_000),
            _ => dice.MoneyLogNormal(2_500_000, 1.0, 10_000),
        };
        var serial = _serials[(owner.Number, kind)] = _serials.GetValueOrDefault((owner.Number, kind)) + 1;
        var (name, location) = ProjectNames.For(owner, kind, approvedOn.Year, serial);
        var project = new Project
        {
            ProjectName = name,
            OwnerCode = owner.Code,
            OwnerName = owner.Name,
            RegionCode = owner.Region.Code,
            Sector = owner.Sector.Name,
            ProjectKind = kind,
            Location = location,
            AreaMu = kind == "农田建设" ? Math.Round(budget.Value / dice.Whole(2100, 2900), 1) : null,
            ApprovedOn = approvedOn,
            BudgetAmount = budget,
            TenderMethod = method ?? (budget >= TenderFrom(kind) ? "公开招标" : Untendered(dice, kind, budget.Value)),
        };
        var file = new ProjectCase { Owner = owner, Project = project };
        Award(dice, file);
        Execution.Run(dice, file, world.Options.Until);
        return file;
    }

    /// <summary>Bids, award, contract and works once more, with these bidders and prices.</summary>
    public void Rebid(Dice dice, ProjectCase file, IReadOnlyList<Company> bidders, decimal[] prices)
    {
        SetBids(dice, file, bidders, prices);
        Execution.Run(dice, file, world.Options.Until);
    }

    /// <summary>From notice to contract.</summary>
    private void Award(Dice dice, ProjectCase file)
    {
        var project = file.Project;
        file.Bids.Clear();
        file.Bidders.Clear();
        project.ControlPrice = Amounts.Down(project.BudgetAmount!.Value * (decimal)dice.Between(0.93, 0.99), 100);
        if (project.TenderMethod is "直接发包" or "单一来源")
        {
            file.Supplier = dice.Pick(Free(project.ProjectKind!));
            project.AwardedOn = WorkCalendar.Later(project.ApprovedOn!.Value, dice.Whole(5, 30));
            Contract(dice, file, Amounts.Down(project.ControlPrice.Value * (decimal)dice.Between(0.94, 0.995), 0.01m));
            return;
        }

        var open = project.TenderMethod is "公开招标" or "邀请招标";
        project.AgencyName = $"{Places.City.Short}{dice.Pick(_agencies)}";
        project.TenderNoticeOn = WorkCalendar.Later(project.ApprovedOn!.Value, dice.Whole(6, 40));
        project.BidDeadline = WorkCalendar.OnOrAfter(project.TenderNoticeOn.Value.AddDays(open ? dice.Whole(21, 30) : dice.Whole(10, 16)))
            .ToDateTime(new TimeOnly(9, dice.Pick(_minutes)));
        project.BidOpenedAt = project.BidDeadline;
        var bidders = dice.Shuffled(DrawBidders(dice, project, open ? dice.Whole(3, 9) : dice.Whole(3, 5)));
        SetBids(dice, file, bidders, BidPrices.Draw(dice, project.ControlPrice.Value, bidders.Count));
    }

    /// <summary>Enters the bids; the lowest valid one wins.</summary>
    private void SetBids(Dice dice, ProjectCase file, IReadOnlyList<Company> bidders, decimal[] prices)
    {
        var project = file.Project;
        file.Bids.Clear();
        file.Bidders.Clear();
        file.Bidders.AddRange(bidders);
        for (var i = 0; i < bidders.Count; i++)
        {
            file.Bids.Add(BidOf(dice, project, bidders[i], prices[i]));
        }

        if (bidders.Count > 3 && dice.Chance(0.12))
        {
            var dear = file.Bids.MaxBy(b => b.BidAmount)!;
            (dear.Status, dear.RejectionReason) = ("否决", dice.Pick(_rejections));
        }

        var won = file.Bids.Where(b => b.Status == "有效").MinBy(b => b.BidAmount)!;
        file.Supplier = bidders[file.Bids.IndexOf(won)];
        project.AwardedOn = WorkCalendar.Later(DateOnly.FromDateTime(project.BidOpenedAt!.Value), dice.Whole(3, 7));
        Contract(dice, file, won.BidAmount);
    }

    private static Bid BidOf(Dice dice, Project project, Company bidder, decimal price) => new()
    {
        BidderCode = bidder.Code,
        BidderName = bidder.Name,
        BidAmount = price,
        SubmittedAt = project.BidDeadline!.Value.AddMinutes(-dice.Whole(12, 2_600)).AddSeconds(-dice.Whole(0, 59)),
        Status = "有效",
        LegalRep = bidder.LegalRep,
        Phone = bidder.Phone,
        Address = bidder.Address,
        DepositAccount = bidder.Account,
        Contact = bidder.Contact,
        DeviceId = bidder.Device,
        DocumentAuthor = bidder.BidWriter,
    };

    public List<Company> DrawBidders(Dice dice, Project project, int count)
    {
        var pool = Free(project.ProjectKind!);
        var drawn = new List<Company>();
        while (drawn.Count < Math.Min(count, pool.Count))
        {
            var company = dice.Pick(pool);
            if (!drawn.Contains(company))
            {
                drawn.Add(company);
            }
        }

        return drawn;
    }

    private List<Company> Free(string kind) => world.Companies(TradeFor(kind));

    private static void Contract(Dice dice, ProjectCase file, decimal amount)
    {
        var project = file.Project;
        project.AwardAmount = amount;
        project.SupplierCode = file.Supplier!.Code;
        project.SupplierName = file.Supplier.Name;
        project.ContractSignedOn = WorkCalendar.Later(project.AwardedOn!.Value, dice.Whole(3, 14));
        project.ContractAmount = amount;
    }

    private static string Untendered(Dice dice, string kind, decimal budget) => budget < 600_000 && dice.Chance(0.4)
        ? "直接发包"
        : kind == "货物"
            ? dice.Weighted(("询价", 4.0), ("竞争性谈判", 2.0), ("竞争性磋商", 1.0), ("公开招标", 2.0), ("单一来源", 0.3))
            : dice.Weighted(("竞争性磋商", 5.0), ("竞争性谈判", 2.0), ("公开招标", 2.0), ("邀请招标", 0.5), ("单一来源", 0.2));

    private static readonly int[] _minutes = [0, 30];
    private static readonly string[] _agencies = ["诚正招标代理有限公司", "中拓工程咨询有限公司", "鸿信项目管理有限公司", "公共资源招标咨询有限公司", "华誉采购服务有限公司", "建投招标有限公司"];
    private static readonly string[] _rejections = ["未按要求签章", "资质证书过期", "报价清单漏项", "投标保证金未到账"];
}
