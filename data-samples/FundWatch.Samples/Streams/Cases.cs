using FundWatch.Samples.Rows;
using FundWatch.Samples.World;

namespace FundWatch.Samples.Streams;

/// <summary>A reception with the payments that its diners made.</summary>
public sealed class ReceptionCase
{
    public required Organisation Host { get; init; }

    public required Organisation Guest { get; set; }

    public required Reception Reception { get; init; }

    public Canteen? Canteen { get; set; }

    public List<CanteenPayment> Payments { get; } = [];

    /// <summary>The day it enters the books: that of its letter, so that letters are numbered in order.</summary>
    public DateOnly Day => Reception.Letter is { Number: null } letter ? letter.Date : Reception.ReceptionDate;

    public int Heads => Reception.GuestCount + (Reception.AccompanyCount ?? 0);
}

/// <summary>An application and what became of the money.</summary>
public sealed class SubsidyCase
{
    public required Subsidy Subsidy { get; init; }

    public required Region Region { get; init; }

    public required Programme Programme { get; init; }

    /// <summary>Null where a person applies.</summary>
    public Company? Company { get; init; }

    public List<FundUse> Uses { get; } = [];
}

/// <summary>A project with its bids and events.</summary>
public sealed class ProjectCase
{
    public required Organisation Owner { get; init; }

    public required Project Project { get; init; }

    public List<Bid> Bids { get; } = [];

    /// <summary>The bidders, in the order of the bids.</summary>
    public List<Company> Bidders { get; } = [];

    public List<ProjectEvent> Events { get; } = [];

    /// <summary>Null where nobody was found yet.</summary>
    public Company? Supplier { get; set; }
}
