using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace FundWatch.Host.Api;

/// <summary>
/// How many bodies of records are dealt with at once. Each holds its bytes several times over and up to seven connections, and those of one source and stream
/// load one after the other anyway: each waits for its turn before it is read and before it holds anything, and beyond a number nobody waits.
/// </summary>
internal static class RecordsTurns
{
    /// <summary>Bodies dealt with at once, whatever their streams: of the connections that the process may have they leave more than half to pages and jobs.</summary>
    private const int Places = 4;

    /// <summary>Requests that may wait, behind one source's stream and for a place. Few: each is judged before the next, and senders lose patience.</summary>
    private const int Waiting = 8;

    private const int SecondsToWait = 5;

    // First the turn, then a place: whoever waits for its turn keeps no place from others.
    public static void AddRecordsTurns(this IServiceCollection services) => services.Configure<RateLimiterOptions>(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, string>(context => Turn(context) is { } turn ? Limit(turn, 1) : RateLimitPartition.GetNoLimiter("")),
            PartitionedRateLimiter.Create<HttpContext, bool>(context => Turn(context) is not null ? Limit(true, Places) : RateLimitPartition.GetNoLimiter(false)));
        limiter.OnRejected = (rejected, _) => Turn(rejected.HttpContext) is null ? ValueTask.CompletedTask : RefuseAsync(rejected.HttpContext);
    });

    /// <summary>The endpoint's requests wait for their turn.</summary>
    public static RouteHandlerBuilder TakesTurns(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(new Mark()).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static RateLimitPartition<T> Limit<T>(T key, int permits) => RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions
    {
        PermitLimit = permits, QueueLimit = Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    // Of a source and its stream; null where a request need not wait. A line feed is in neither.
    private static string? Turn(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<Mark>() is null ? null
        : $"{context.Request.RouteValues["stream"]}\n{FilesApi.Source(context.Request.Query["source"])}";

    private static async ValueTask RefuseAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = SecondsToWait.ToString(null, null);
        await ApiProblems.Of(StatusCodes.Status429TooManyRequests, "too_many_at_once", "同时发送的请求太多", "Too many requests at once",
            $"同时发送的请求太多，本次的记录没有导入。请等 {SecondsToWait} 秒后以同样的正文重试；请逐个发送，或把多条记录合并为一个请求。",
            $"Too many requests at once; the records of this one were not taken in. Send the same body again after {SecondsToWait} seconds; send one after the other, or more records in one request.").ExecuteAsync(context);
    }

    private sealed class Mark;
}
