using FundWatch.Core.Ingest;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Host.Cli;
using FundWatch.Host.Pages.Leads;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FundWatch.Host.Api;

/// <summary>The queue's filters as query parameters, under the names the page's address bar uses.</summary>
public sealed record LeadQuery
{
    [FromQuery(Name = "stream")] public string? Stream { get; init; }
    [FromQuery(Name = "scheme")] public string? Scheme { get; init; }

    /// <summary>A status; "open" (the default) for all that are not finished; "all".</summary>
    [FromQuery(Name = "status")] public string? Status { get; init; }

    /// <summary>A division code or the beginning of one.</summary>
    [FromQuery(Name = "region")] public string? Region { get; init; }

    /// <summary>In names, codes and reasons.</summary>
    [FromQuery(Name = "q")] public string? Text { get; init; }

    /// <summary>0 to 100.</summary>
    [FromQuery(Name = "min")] public decimal? Minimum { get; init; }

    /// <summary>1: only those assigned to the caller.</summary>
    [FromQuery(Name = "mine")] public string? Mine { get; init; }

    /// <summary>The same leads as the page shows under this address.</summary>
    public LeadFilter ToFilter(string login) => new QueueAddress(Stream, Scheme, Status, Region, Text, Minimum, Mine == "1", null).ToFilter(login);

    /// <summary>What is wrong with it, or null. Schemes may be a local rule's own.</summary>
    internal ProblemHttpResult? Wrong() => ApiProblems.Unknown("stream", Stream, Choices.JudgedStreams) ?? ApiProblems.Unknown("status", Status, ["open", "all", .. LeadStatus.All]) ?? ApiProblems.HasNul("scheme", Scheme) ?? ApiProblems.HasNul("q", Text)
        ?? (!string.IsNullOrWhiteSpace(Region) && !RegionCell.MayBegin(Region)
            ? ApiProblems.BadRequest("unknown_region", $"“{Region}”不是行政区划代码的前几位。", $"`region` takes the first one to six digits of a division code (GB/T 2260); '{Region}' is none.") : null);
}
