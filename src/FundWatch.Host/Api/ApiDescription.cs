using FundWatch.Host.Accounts;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace FundWatch.Host.Api;

/// <summary>What the description cannot see for itself: the two ways to sign in, and bodies that are read as they come.</summary>
internal static class ApiDescription
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "FundWatch";
            document.Info.Description = $"Sign in on the page (cookie; changes also bring the token of GET {ApiEndpoints.Root}/session in {ApiEndpoints.TokenHeader}), "
                + "or send `Authorization: Bearer` with a token of `fundwatch accounts token create`. Refusals are problem details with a stable `code`.";
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["token"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "fundwatch accounts token create LOGIN --name N" },
                ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "fundwatch" },
            };
            document.Security = [Requirement(document, "token"), Requirement(document, "session")];
            return Task.CompletedTask;
        });
    }

    /// <summary>The body is a file, or a form with one.</summary>
    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(400).ProducesProblem(413).ProducesProblem(422).ProducesProblem(507)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            operation.RequestBody = Body(("application/octet-stream", file),
                ("multipart/form-data", new OpenApiSchema { Type = JsonSchemaType.Object, Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = file } }));
            return Task.CompletedTask;
        });

    /// <summary>The body is a list of records, one, or one a line.</summary>
    public static RouteHandlerBuilder TakesRecords(this RouteHandlerBuilder endpoint) => endpoint
        .ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(422)
        .AddOpenApiOperationTransformer((operation, _, _) =>
        {
            var record = new OpenApiSchema { Type = JsonSchemaType.Object, Description = "Canonical names or Chinese headers of the stream's columns" };
            operation.RequestBody = Body(("application/json", new OpenApiSchema { Type = JsonSchemaType.Array, Items = record }), ("application/x-ndjson", record));
            return Task.CompletedTask;
        });

    private static OpenApiRequestBody Body(params (string Type, OpenApiSchema Schema)[] kinds) =>
        new() { Required = true, Content = kinds.ToDictionary(k => k.Type, k => new OpenApiMediaType { Schema = k.Schema }) };

    private static OpenApiSecurityRequirement Requirement(OpenApiDocument document, string scheme) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
