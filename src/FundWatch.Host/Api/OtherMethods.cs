using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing.Template;

namespace FundWatch.Host.Api;

/// <summary>Answers what no endpoint of the API takes: 405 with <c>Allow</c> where the address takes other methods, else 404. The framework's own 405 is lost to the fallback, which takes every method.</summary>
internal static class OtherMethods
{
    public static Results<NotFound, StatusCodeHttpResult> Answer(HttpContext context, EndpointDataSource endpoints, IInlineConstraintResolver constraints)
    {
        var taken = endpoints.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.StartsWith(ApiEndpoints.Root, StringComparison.Ordinal) == true && IsAt(e, context, constraints))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Distinct().Order(StringComparer.Ordinal).ToList();
        if (taken.Count == 0)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.Allow = string.Join(", ", taken);
        return TypedResults.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private static bool IsAt(RouteEndpoint endpoint, HttpContext context, IInlineConstraintResolver constraints)
    {
        var values = new RouteValueDictionary();
        return new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(context.Request.Path, values)
            && endpoint.RoutePattern.ParameterPolicies.All(p => p.Value.All(policy =>
                policy.Content is null || constraints.ResolveConstraint(policy.Content)?.Match(context, null, p.Key, values, RouteDirection.IncomingRequest) != false));
    }
}
