using FundWatch.Core.Ingest;
using FundWatch.Core.Review;
using FundWatch.Data.Leads;
using FundWatch.Host.Cli;
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

    public LeadFilter ToFilter(string login) => new(
        Empty(Stream), Empty(Scheme), Status switch { null or "" => "open", "all" => null, var one => one }, Empty(Region), Mine == "1" ? login : null, Empty(Text), Minimum);

    /// <summary>What is wrong with it, or null. Schemes may be a local rule's own.</summary>
    internal ProblemHttpResult? Wrong() => ApiProblems.Unknown("stream", Stream, Choices.JudgedStreams) ?? ApiProblems.Unknown("status", Status, ["open", "all", .. LeadStatus.All])
        ?? (Empty(Region) is { } region && !RegionCell.MayBegin(region)
            ? ApiProblems.BadRequest("unknown_region", $"“{region}”不是行政区划代码的前几位。", $"`region` takes the first one to six digits of a division code (GB/T 2260); '{region}' is none.") : null);

    private static string? Empty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
