using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;
using FundWatch.Testing;

namespace FundWatch.BrowserTests;

/// <summary>Sending files to the API, with a script's token.</summary>
public sealed class FilesApiTests(WorkingWebHost host) : IClassFixture<WorkingWebHost>
{
    [Fact]
    public async Task A_file_is_accepted_loaded_by_a_job_and_reported_on()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var accepted = await client.PostAsync("/api/v1/files?source=bank&name=a.csv", new ByteArrayContent(PaymentFile.Of(20, "A")));
        accepted.StatusCode.Should().Be(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());

        var file = await OverAsync(client, accepted.Headers.Location!.ToString());

        file.GetProperty("status").GetString().Should().Be("done");
        file.GetProperty("sent_by").GetString().Should().Be(host.Accounts[Role.DataStaff].Login);
        var part = file.GetProperty("files")[0];
        part.GetProperty("path").GetString().Should().Be("a.csv", "where it lies on the server is nobody's business");
        foreach (var (key, value) in new[] { ("rows", 20), ("loaded", 19), ("updated", 0), ("unchanged", 0), ("quarantined", 1) })
        {
            part.GetProperty(key).GetInt64().Should().Be(value, key);
            file.GetProperty("totals").GetProperty(key).GetInt64().Should().Be(value, key);
        }

        part.GetProperty("stream").GetString().Should().Be("canteen_payment");
        var refused = file.GetProperty("refused")[0];
        refused.GetProperty("line").GetInt64().Should().Be(9);
        refused.GetProperty("code").GetString().Should().Be("two_decimal_points");
    }

    /// <summary>The README's own curl --data-binary was refused as a form without boundary.</summary>
    [Fact]
    public async Task What_curl_calls_a_form_is_taken_as_the_file_that_it_is()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var body = new ByteArrayContent(PaymentFile.Of(5, "C"));
        body.Headers.ContentType = new("application/x-www-form-urlencoded");
        var accepted = await client.PostAsync("/api/v1/files?source=curl&name=c.csv", body);
        accepted.StatusCode.Should().Be(HttpStatusCode.Accepted, await accepted.Content.ReadAsStringAsync());
        (await OverAsync(client, accepted.Headers.Location!.ToString())).GetProperty("totals").GetProperty("rows").GetInt64().Should().Be(5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Room_for_the_database_is_left_also_where_a_request_does_not_say_how_much_it_brings(bool says)
    {
        await using var full = new HostWithoutRoom();
        await full.InitializeAsync();
        using var client = await full.WithApiTokenAsync(Role.DataStaff);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/files?name=a.csv") { Content = new ByteArrayContent(PaymentFile.Of(20, "R")) };
        request.Headers.TransferEncodingChunked = !says;
        var answer = await client.SendAsync(request);
        (answer.StatusCode, (await answer.JsonAsync()).GetProperty("code").GetString()).Should().Be((HttpStatusCode.InsufficientStorage, "disk_full"));
        Directory.GetFiles(full.Store.Directory.Inbox, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public async Task A_form_is_taken_as_well_and_only_one_file_in_it()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        using var one = new MultipartFormDataContent { { new StringContent("x"), "note" }, { new ByteArrayContent(PaymentFile.Of(3, "F")), "file", "../../form.csv" } };
        var accepted = await client.PostAsync("/api/v1/files", one);
        accepted.StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await OverAsync(client, accepted.Headers.Location!.ToString())).GetProperty("name").GetString().Should().Be("form.csv");

        using var two = new MultipartFormDataContent { { new ByteArrayContent(PaymentFile.Of(1)), "a", "a.csv" }, { new ByteArrayContent(PaymentFile.Of(1)), "b", "b.csv" } };
        await RefusedAsync(await client.PostAsync("/api/v1/files", two), HttpStatusCode.BadRequest, "one_file");
        using var none = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        await RefusedAsync(await client.PostAsync("/api/v1/files", none), HttpStatusCode.BadRequest, "no_file");
    }

    [Theory]
    [InlineData("../../../escape.csv", "escape.csv")]
    [InlineData("..\\..\\escape.csv", "escape.csv")]
    [InlineData("/etc/escape.csv", "escape.csv")]
    [InlineData("..", "file")]
    [InlineData("a\r\nb.csv", "ab.csv")]
    public async Task A_name_leads_nowhere_but_into_its_own_folder(string name, string kept)
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var accepted = await client.PostAsync($"/api/v1/files?name={Uri.EscapeDataString(name)}", new ByteArrayContent(PaymentFile.Of(2, "T")));
        var file = await OverAsync(client, accepted.Headers.Location!.ToString());
        file.GetProperty("name").GetString().Should().Be(kept);
        Directory.EnumerateFiles(Path.GetDirectoryName(host.Store.Directory.Root)!, "escape*", SearchOption.AllDirectories)
            .Where(p => !p.StartsWith(host.Store.Directory.Done) && !p.StartsWith(Path.Combine(host.Store.Directory.Inbox, ".uploads"))).Should().BeEmpty();
    }

    [Theory]
    [InlineData("stream=nothing", "no_such_stream")]
    [InlineData("mapping=nothing", "no_such_mapping")]
    [InlineData("mapping=/etc/passwd", "no_such_mapping")]
    [InlineData("source=%00", "bad_source")]
    [InlineData("mapping=a%00b", "wrong_mapping")]
    [InlineData("sheet=a%00b", "wrong_sheet")]
    public async Task What_it_cannot_mean_is_refused_before_the_body_is_read(string query, string code)
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        await RefusedAsync(await client.PostAsync($"/api/v1/files?{query}", new ByteArrayContent(PaymentFile.Of(1))), HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task Too_large_and_empty_are_said_and_leave_nothing()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        await RefusedAsync(await client.PostAsync("/api/v1/files", new ByteArrayContent([])), HttpStatusCode.UnprocessableEntity, "empty_file");
        using var announced = new HttpRequestMessage(HttpMethod.Post, "/api/v1/files") { Content = new ByteArrayContent(new byte[WorkingWebHost.Limits.FileBytes + 1]) };
        announced.Headers.ExpectContinue = true;
        await RefusedAsync(await client.SendAsync(announced), HttpStatusCode.RequestEntityTooLarge, "too_large");
        Halves().Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_that_breaks_off_leaves_nothing()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        using (var wire = new TcpClient(host.Address.Host, host.Address.Port))
        {
            await wire.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"POST /api/v1/files?name=broken-off.csv HTTP/1.1\r\nHost: x\r\nAuthorization: {client.DefaultRequestHeaders.Authorization}\r\nContent-Length: 1000000\r\n\r\nhalf of it"));
            await UntilAsync(() => Halves().Any(p => p.EndsWith("broken-off.csv.part", StringComparison.Ordinal)));
        }

        await UntilAsync(() => !Halves().Any(p => p.Contains("broken-off", StringComparison.Ordinal)));
        (await (await client.GetAsync("/api/v1/files")).Content.ReadAsStringAsync()).Should().NotContain("broken-off");
    }

    [Fact]
    public async Task A_load_is_stopped_and_carried_on_and_one_that_is_over_is_not_stopped()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var address = (await client.PostAsync("/api/v1/files?source=slow&name=big.csv", new ByteArrayContent(PaymentFile.Of(150_000, "S")))).Headers.Location!.ToString();
        (await client.DeleteAsync(address)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        (await OverAsync(client, address)).GetProperty("status").GetString().Should().Be("cancelled");

        (await client.PostAsync(address + "/loads", null)).StatusCode.Should().Be(HttpStatusCode.Accepted);
        var done = await OverAsync(client, address);
        done.GetProperty("totals").GetProperty("rows").GetInt64().Should().Be(150_000);
        await RefusedAsync(await client.DeleteAsync(address), HttpStatusCode.Conflict, "already_over");
        await RefusedAsync(await client.PostAsync(address + "/loads", null), HttpStatusCode.Conflict, "not_over");
        await RefusedAsync(await client.GetAsync("/api/v1/files/999999"), HttpStatusCode.NotFound, "no_such_file");
    }

    [Fact]
    public async Task A_session_without_its_token_sends_nothing()
    {
        using var session = await host.SignedInAsync(Role.DataStaff);
        await RefusedAsync(await session.PostAsync("/api/v1/files", new ByteArrayContent(PaymentFile.Of(1))), HttpStatusCode.BadRequest, "token_missing");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(PaymentFile.Of(1)), "a", "a.csv" } };
        await RefusedAsync(await session.PostAsync("/api/v1/files", form), HttpStatusCode.BadRequest, "token_missing");
    }

    [Fact]
    public async Task The_description_tells_of_bodies_and_tokens()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var description = await (await client.GetAsync("/openapi/v1.json")).JsonAsync();
        var paths = description.GetProperty("paths");
        paths.GetProperty("/api/v1/files").GetProperty("post").GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(c => c.Name).Should().Equal("application/octet-stream", "multipart/form-data");
        paths.GetProperty("/api/v1/records/{stream}").GetProperty("post").GetProperty("requestBody").GetProperty("content").EnumerateObject().Select(c => c.Name).Should().Contain("application/x-ndjson");
        description.GetProperty("components").GetProperty("securitySchemes").GetProperty("token").GetProperty("scheme").GetString().Should().Be("bearer");
    }

    private string[] Halves() => Directory.GetFiles(Directory.CreateDirectory(Path.Combine(host.Store.Directory.Inbox, ".uploads")).FullName, "*.part", SearchOption.AllDirectories);

    private static async Task<JsonElement> OverAsync(HttpClient client, string address)
    {
        JsonElement file = default;
        await Eventually.HappensAsync(async () =>
        {
            file = await (await client.GetAsync(address)).JsonAsync();
            return file.GetProperty("status").GetString() is not ("waiting" or "loading");
        });
        return file;
    }

    private static async Task RefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var problem = await answer.JsonAsync();
        (answer.StatusCode, problem.GetProperty("code").GetString()).Should().Be((status, code));
        problem.GetProperty("detail").GetString().Should().NotBeNullOrWhiteSpace();
    }

    private static Task UntilAsync(Func<bool> happened) => Eventually.HappensAsync(() => Task.FromResult(happened()));
}
