using System.Net;
using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace FundWatch.BrowserTests;

/// <summary>Every page and endpoint against every role and nobody, on the running host.</summary>
public sealed class AccessTests(WebHost host) : IClassFixture<WebHost>
{
    private static readonly (string Path, string Permission)[] _guarded =
    [
        ("/leads", Permission.ReadLeads), ("/leads/1", Permission.ReadLeads), ("/runs", Permission.ReadRuns), ("/batches", Permission.ReadBatches),
        ("/trail", Permission.ReadOfficeTrail), ("/accounts", Permission.ManageAccounts),
        ("/api/v1/leads", Permission.ReadLeads), ("/api/v1/leads/export?format=csv", Permission.ExportLeads), ("/api/v1/runs", Permission.ReadRuns),
        ("/upload", Permission.LoadFiles), ("/api/v1/files", Permission.LoadFiles),
    ];

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.DataStaff)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.SystemAdmin)]
    [InlineData(Role.SecurityAdmin)]
    [InlineData(Role.AuditAdmin)]
    public async Task A_role_opens_what_it_may_and_nothing_else(string role)
    {
        using var client = await host.SignedInAsync(role);
        foreach (var (path, permission) in _guarded)
        {
            var answer = await client.GetAsync(path);
            var expected = Permission.Allows(permission, role) ? HttpStatusCode.OK : path.StartsWith("/api", StringComparison.Ordinal) ? HttpStatusCode.Forbidden : HttpStatusCode.Redirect;
            answer.StatusCode.Should().Be(expected, "{0} opens {1}", role, path);
            if (expected == HttpStatusCode.Redirect)
            {
                answer.Headers.Location!.PathAndQuery.Should().StartWith("/denied");
            }
        }
    }

    [Theory]
    [InlineData(Role.Auditor, "/batches", "可打开此页的角色：数据人员、监督人员。您的角色：核查人员。")]
    [InlineData(Role.SystemAdmin, "/leads/1?status=open", "可打开此页的角色：核查人员、数据人员、监督人员。您的角色：系统管理员。")]
    public async Task Whoever_may_not_open_a_page_is_told_who_may(string role, string path, string said)
    {
        using var client = await host.SignedInAsync(role);
        var answer = await client.GetAsync(path);

        var page = WebUtility.HtmlDecode(await client.GetStringAsync(answer.Headers.Location!.PathAndQuery));

        page.Should().Contain(said);
    }

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.DataStaff)]
    [InlineData(Role.Supervisor)]
    [InlineData(Role.SystemAdmin)]
    [InlineData(Role.SecurityAdmin)]
    [InlineData(Role.AuditAdmin)]
    public async Task Only_data_staff_put_data_in_by_cookie_and_by_token(string role)
    {
        using var session = await (await host.SignedInAsync(role)).WithTokenAsync();
        using var script = await host.WithApiTokenAsync(role);
        foreach (var client in new[] { session, script })
        {
            foreach (var (method, path) in new[] { ("POST", "/api/v1/files?source=../x"), ("GET", "/api/v1/files/1"), ("DELETE", "/api/v1/files/1"), ("POST", "/api/v1/files/1/loads"), ("POST", "/api/v1/records/nothing") })
            {
                var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path) { Content = method == "POST" ? new StringContent("") : null });
                (answer.StatusCode == HttpStatusCode.Forbidden).Should().Be(!Permission.Allows(Permission.LoadFiles, role), "{0} {1} by {2} is answered with {3}", method, path, role, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task A_token_opens_the_API_and_no_page()
    {
        using var script = await host.WithApiTokenAsync(Role.Supervisor);
        (await script.GetAsync("/api/v1/leads")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await script.GetAsync("/openapi/v1.json")).StatusCode.Should().Be(HttpStatusCode.OK);
        (await script.GetAsync("/leads")).Headers.Location!.PathAndQuery.Should().StartWith("/sign-in");
        script.DefaultRequestHeaders.Authorization = new("Bearer", "fwt_wrong");
        var refused = await script.GetAsync("/api/v1/leads");
        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        refused.Headers.WwwAuthenticate.ToString().Should().Be("Bearer");
    }

    [Fact]
    public async Task Nobody_opens_anything_but_the_sign_in()
    {
        using var client = host.Client();
        foreach (var path in _guarded.Select(g => g.Path).Append("/").Append("/openapi/v1.json").Append("/_blazor/negotiate").Append("/api/v1/session").Append("/hangfire"))
        {
            var answer = await client.GetAsync(path);
            answer.StatusCode.Should().BeOneOf([HttpStatusCode.Redirect, HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.MethodNotAllowed], "nobody opens {0}", path);
            if (answer.StatusCode == HttpStatusCode.Redirect)
            {
                answer.Headers.Location!.PathAndQuery.Should().StartWith("/sign-in");
            }
        }

        (await client.GetAsync("/sign-in")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public void Every_endpoint_of_the_API_names_a_permission()
    {
        var endpoints = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)).ToList();
        endpoints.Count.Should().BeGreaterThan(15);
        endpoints.Where(e => !e.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(a => a.Policy is not null && Permission.Roles.ContainsKey(a.Policy)))
            .Select(e => e.RoutePattern.RawText).Should().BeEquivalentTo(["/api/v1/session", "/api/v1/{*path:nonfile}"], "anybody signed in may ask who he is, or for what is not there");
    }

    [Fact]
    public async Task Wherever_a_role_may_read_leads_but_not_move_them_the_API_refuses_the_move()
    {
        using var client = await (await host.SignedInAsync(Role.DataStaff)).WithTokenAsync();
        var answer = await client.PostAsync("/api/v1/leads/1/moves", new StringContent("{\"action\":\"claim\"}", null, "application/json"));
        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_keep_a_browser_in_bounds()
    {
        using var client = host.Client();
        var answer = await client.GetAsync("/sign-in");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Should().ContainSingle().Subject;
        policy.Should().Contain("default-src 'none'").And.Contain("script-src 'self'").And.Contain("frame-ancestors 'none'").And.NotContain("unsafe-eval");
        policy.Split(';').Single(p => p.Contains("script-src")).Should().NotContain("unsafe-inline");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        answer.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites()
    {
        using var client = host.Client();
        var account = host.Accounts[Role.AuditAdmin];
        var answer = await client.SignInAsync(account.Login, account.Password!);
        answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("fundwatch=", StringComparison.Ordinal)).ToLowerInvariant()
            .Should().Contain("httponly").And.Contain("samesite=strict");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using var client = host.Client();
        var answer = await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "sign-in", ["Form.Login"] = "auditor", ["Form.Password"] = "x" }));
        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await client.PostAsync("/sign-out", new FormUrlEncodedContent([]))).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }
}
