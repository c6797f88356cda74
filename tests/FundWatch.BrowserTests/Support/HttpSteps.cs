using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using FundWatch.Host.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace FundWatch.BrowserTests.Support;

/// <summary>Signing in and asking without a browser.</summary>
public static partial class HttpSteps
{
    /// <summary>A client that keeps cookies and follows no redirect.</summary>
    public static HttpClient Client(this WebHost host) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = host.Address };

    public static async Task<HttpClient> SignedInAsync(this WebHost host, string role)
    {
        var client = host.Client();
        var answer = await client.SignInAsync(host.Accounts[role].Login, host.Accounts[role].Password!);
        answer.StatusCode.Should().Be(HttpStatusCode.Redirect);
        return client;
    }

    public static async Task<HttpResponseMessage> SignInAsync(this HttpClient client, string login, string password)
    {
        var page = await client.GetStringAsync("/sign-in");
        return await client.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in", ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["Form.Login"] = login, ["Form.Password"] = password,
        }));
    }

    /// <summary>Puts the session's token on all further requests.</summary>
    public static async Task<HttpClient> WithTokenAsync(this HttpClient client)
    {
        using var session = JsonDocument.Parse(await client.GetStringAsync("/api/v1/session"));
        client.DefaultRequestHeaders.Add("X-FundWatch-Token", session.RootElement.GetProperty("token").GetString());
        return client;
    }

    /// <summary>A client without cookies that brings an API token of the role's account.</summary>
    public static async Task<HttpClient> WithApiTokenAsync(this WebHost host, string role)
    {
        var (_, text) = (await host.Services.GetRequiredService<ApiTokenStore>().CreateAsync(host.Accounts[role].Login, "test", 1, "test"))!.Value;
        var client = host.Client();
        client.DefaultRequestHeaders.Authorization = new("Bearer", text);
        return client;
    }

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
