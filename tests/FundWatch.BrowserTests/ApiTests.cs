using System.Net;
using System.Net.Http.Json;
using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;

namespace FundWatch.BrowserTests;

public sealed class ApiTests(SeededWebHost host) : IClassFixture<SeededWebHost>
{
    [Fact]
    public async Task Pages_of_the_list_follow_each_other_without_gap_or_repeat()
    {
        using var client = await host.SignedInAsync(Role.Auditor);
        var seen = new List<long>();
        var next = "";
        do
        {
            var page = await (await client.GetAsync($"/api/v1/leads?status=all&limit=7&after={next}")).JsonAsync();
            seen.AddRange(page.GetProperty("leads").EnumerateArray().Select(l => l.GetProperty("lead_id").GetInt64()));
            next = page.GetProperty("next").GetString();
            page.GetProperty("total").GetInt64().Should().Be(Seed.Leads);
        }
        while (next is not null);
        seen.Should().OnlyHaveUniqueItems().And.HaveCount(Seed.Leads);
    }

    [Fact]
    public async Task Filters_narrow_the_list()
    {
        using var client = await host.SignedInAsync(Role.Auditor);
        var page = await (await client.GetAsync("/api/v1/leads?stream=project&min=50&q=农田&limit=500")).JsonAsync();
        page.GetProperty("leads").EnumerateArray().Should().NotBeEmpty()
            .And.OnlyContain(l => l.GetProperty("stream").GetString() == "project" && l.GetProperty("risk_score").GetDecimal() >= 50);
        (await client.GetAsync("/api/v1/leads?after=rubbish")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(Role.DataStaff, "/api/v1/batches?source=a%00b", "wrong_source")]
    [InlineData(Role.Auditor, "/api/v1/leads?q=a%00b", "wrong_q")]
    [InlineData(Role.Auditor, "/api/v1/leads?scheme=a%00b", "wrong_scheme")]
    public async Task A_text_that_the_store_cannot_hold_is_refused_in_words(string role, string path, string code)
    {
        using var client = await host.SignedInAsync(role);
        (await CodeAsync(await client.GetAsync(path))).Should().Be((HttpStatusCode.BadRequest, code));
    }

    [Fact]
    public async Task A_lead_comes_with_reasons_that_add_up_and_masked_evidence()
    {
        using var client = await host.SignedInAsync(Role.Auditor);
        var answer = await client.GetAsync("/api/v1/leads/1");
        answer.Headers.ETag.Should().NotBeNull();
        var lead = await answer.JsonAsync();
        lead.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("contribution").GetDecimal()).Should().Be(lead.GetProperty("lead").GetProperty("risk_score").GetDecimal());
        var text = await answer.Content.ReadAsStringAsync();
        text.Should().Contain("王**").And.NotContain("p_handler");
        (await client.GetAsync("/api/v1/leads/999999")).StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_move_needs_the_token_the_version_and_whatever_the_table_says()
    {
        using var client = await host.SignedInAsync(Role.Auditor);
        (await MoveAsync(client, 2, "claim", "\"1\"")).StatusCode.Should().Be(HttpStatusCode.BadRequest, "the token is missing");
        await client.WithTokenAsync();
        (await MoveAsync(client, 2, "claim", null)).StatusCode.Should().Be(HttpStatusCode.PreconditionRequired);
        (await MoveAsync(client, 2, "claim", "\"7\"")).StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await CodeAsync(await MoveAsync(client, 2, "dismiss", "\"1\""))).Should().Be((HttpStatusCode.UnprocessableEntity, "note_required"));
        (await CodeAsync(await MoveAsync(client, 2, "close", "\"1\""))).Should().Be((HttpStatusCode.UnprocessableEntity, "wrong_status"));

        var moved = await MoveAsync(client, 2, "claim", "\"1\"");
        moved.StatusCode.Should().Be(HttpStatusCode.OK);
        moved.Headers.ETag!.Tag.Should().Be("\"2\"");
        (await CodeAsync(await MoveAsync(client, 2, "claim", "\"1\""))).Should().Be((HttpStatusCode.Conflict, "stale"));

        var history = (await (await client.GetAsync("/api/v1/leads/2")).JsonAsync()).GetProperty("history").EnumerateArray().ToList();
        history.Should().ContainSingle(e => e.GetProperty("event").GetString() == "claim" && e.GetProperty("actor").GetString() == host.Accounts[Role.Auditor].Login);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    [InlineData("xlsx")]
    public async Task An_export_is_a_file_and_an_event_in_the_trail(string format)
    {
        using var client = await host.SignedInAsync(Role.Supervisor);
        var answer = await client.GetAsync($"/api/v1/leads/export?status=all&stream=reception&format={format}");
        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.FileName.Should().Contain($"leads.{format}");
        (await answer.Content.ReadAsByteArrayAsync()).Length.Should().BeGreaterThan(100);
        var events = await host.OfficeEventsAsync();
        events.Should().Contain(e => e.Event == "export" && e.Payload.Contains(format));
        (await client.GetAsync("/api/v1/leads/export?format=pdf")).StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_export_holds_what_the_list_shows_under_the_same_filters_and_a_wrong_number_of_rows_exports_nothing()
    {
        using var client = await host.SignedInAsync(Role.Supervisor);
        var lead = (await (await client.GetAsync("/api/v1/leads?status=all&limit=1")).JsonAsync()).GetProperty("leads")[0].GetProperty("lead_id").GetInt64();
        foreach (var q in new[] { $"{lead}", $" {lead} ", "%20", "需核实%20" })
        {
            var list = (await (await client.GetAsync($"/api/v1/leads?status=all&limit=500&q={q}")).JsonAsync()).GetProperty("leads").EnumerateArray().Select(l => l.GetProperty("lead_id").GetInt64());
            var export = (await (await client.GetAsync($"/api/v1/leads/export?status=all&top=500&format=json&q={q}")).JsonAsync()).GetProperty("leads").EnumerateArray().Select(l => l.GetProperty("lead_id").GetInt64());
            export.Should().Equal(list, "of '{0}'", q).And.NotBeEmpty();
        }

        var before = (await host.OfficeEventsAsync()).Count(e => e.Event == "export");
        (await CodeAsync(await client.GetAsync("/api/v1/leads/export?format=csv&top=-1"))).Should().Be((HttpStatusCode.BadRequest, "wrong_top"));
        (await host.OfficeEventsAsync()).Count(e => e.Event == "export").Should().Be(before);
    }

    [Fact]
    public async Task The_description_lists_the_endpoints()
    {
        using var client = await host.SignedInAsync(Role.DataStaff);
        var paths = (await (await client.GetAsync("/openapi/v1.json")).JsonAsync()).GetProperty("paths").EnumerateObject().Select(p => p.Name);
        paths.Should().Contain(["/api/v1/leads", "/api/v1/leads/{id}", "/api/v1/leads/{id}/moves", "/api/v1/leads/export", "/api/v1/runs", "/api/v1/session"]);
    }

    [Fact]
    public async Task What_is_not_there_is_answered_with_problem_details()
    {
        using var client = await host.SignedInAsync(Role.Auditor);
        var answer = await client.GetAsync("/api/v1/nothing");
        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("PUT", "/api/v1/files", 405, "GET, POST")]
    [InlineData("PATCH", "/api/v1/files/7", 405, "DELETE, GET")]
    [InlineData("PUT", "/api/v1/files/seven", 404, null)]
    [InlineData("PUT", "/api/v1/nothing", 404, null)]
    public async Task A_method_that_an_address_does_not_take_is_told_from_an_address_that_is_not_there(string method, string path, int status, string? allow)
    {
        using var client = await host.SignedInAsync(Role.DataStaff);
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        ((int)answer.StatusCode).Should().Be(status);
        (allow is null ? null : string.Join(", ", answer.Content.Headers.Allow)).Should().Be(allow);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/problem+json");
    }

    [Theory]
    [InlineData("/api/v1/nothing", 404, "no_such_address", "/api/v1/nothing", "/api/v1/nothing")]
    [InlineData("/api/v1/nothing.csv", 404, "no_such_address", "/openapi/v1.json", "/openapi/v1.json")]
    [InlineData("/api/v2/leads", 404, "no_such_address", "/api/v2/leads", "/api/v2/leads")]
    [InlineData("/api", 404, "no_such_address", "/openapi/v1.json", "/openapi/v1.json")]
    [InlineData("/api/v1/leads/abc", 404, "no_such_address", "/api/v1/leads/abc", "/api/v1/leads/abc")]
    [InlineData("/api/v1/leads/999999", 404, "no_such_lead", "没有线索", "no lead 999999")]
    [InlineData("/api/v1/leads?limit=abc", 400, "wrong_limit", "limit 应为整数，而不是“abc”", "`limit` takes a whole number, not 'abc'")]
    [InlineData("/api/v1/leads?limit=-1", 400, "wrong_limit", "1 或以上", "from 1 on, not -1")]
    [InlineData("/api/v1/leads?limit=0", 400, "wrong_limit", "1 或以上", "from 1 on, not 0")]
    [InlineData("/api/v1/runs?limit=0", 400, "wrong_limit", "1 或以上", "from 1 on, not 0")]
    [InlineData("/api/v1/leads?min=high", 400, "wrong_min", "min 应为数字", "`min` takes a number, not 'high'")]
    [InlineData("/api/v1/leads/export", 400, "missing_format", "缺少参数 format", "`format` is missing")]
    [InlineData("/api/v1/batches", 403, "not_allowed", "监督人员；此账户：核查人员", "Supervisor; this account's: Auditor")]
    public async Task A_refusal_says_what_to_do_in_the_language_asked_for(string path, int status, string code, string zh, string en)
    {
        using var client = await host.SignedInAsync(code == "missing_format" ? Role.Supervisor : Role.Auditor);
        await ShouldSayAsync(client, path, null, status, code, zh);
        await ShouldSayAsync(client, path, "en-US,en;q=0.9", status, code, en);
        await ShouldSayAsync(client, path, "zh-TW, en;q=0.5", status, code, zh);
    }

    [Theory]
    [InlineData(null, "not_signed_in", "accounts token create", "需要登录")]
    [InlineData("fwt_wrong", "bad_token", "accounts token create", "令牌无效")]
    public async Task Who_is_not_signed_in_is_told_how_also_before_the_description(string? token, string code, string detail, string title)
    {
        using var client = host.Client();
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        }

        foreach (var path in new[] { "/api/v1/leads", "/openapi/v1.json" })
        {
            (await ShouldSayAsync(client, path, null, 401, code, detail)).Should().Be(title);
            (await ShouldSayAsync(client, path, "en", 401, code, detail)).Should().NotBe(title);
        }
    }

    [Fact]
    public async Task A_move_without_its_version_is_told_so_in_Chinese_too()
    {
        using var client = await (await host.SignedInAsync(Role.Auditor)).WithTokenAsync();
        var problem = await (await MoveAsync(client, 2, "claim", null)).JsonAsync();
        problem.GetProperty("title").GetString().Should().Be("缺少 If-Match");
        problem.GetProperty("detail").GetString().Should().Contain("ETag");
    }

    [Fact]
    public async Task The_description_names_the_refusals()
    {
        using var client = await host.SignedInAsync(Role.DataStaff);
        var paths = (await (await client.GetAsync("/openapi/v1.json")).JsonAsync()).GetProperty("paths");
        Statuses("/api/v1/leads", "get").Should().Contain(["200", "400", "401", "403"]);
        Statuses("/api/v1/leads/{id}", "get").Should().Contain(["200", "404"]);
        Statuses("/api/v1/leads/{id}/moves", "post").Should().Contain(["200", "404", "409", "422", "428"]);
        Statuses("/api/v1/batches", "get").Should().Contain(["200", "400", "401", "403"]);
        Statuses("/api/v1/batches/{id}/report", "get").Should().Contain(["200", "400", "404"]);

        IEnumerable<string> Statuses(string path, string method) => paths.GetProperty(path).GetProperty(method).GetProperty("responses").EnumerateObject().Select(r => r.Name);
    }

    /// <returns>The title.</returns>
    private static async Task<string> ShouldSayAsync(HttpClient client, string path, string? languages, int status, string code, string words)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (languages is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(languages);
        }

        var answer = await client.SendAsync(request);
        var problem = await answer.JsonAsync();
        ((int)answer.StatusCode, problem.GetProperty("code").GetString()).Should().Be((status, code));
        problem.GetProperty("detail").GetString().Should().Contain(words);
        var title = problem.GetProperty("title").GetString()!;
        title.Any(c => c is >= '\u4e00' and <= '\u9fff').Should().Be(languages?.StartsWith("en") != true, "the title {0} is in the detail's language", title);
        return title;
    }

    private static Task<HttpResponseMessage> MoveAsync(HttpClient client, long lead, string action, string? ifMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/leads/{lead}/moves") { Content = JsonContent.Create(new { action }) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return client.SendAsync(request);
    }

    private static async Task<(HttpStatusCode, string?)> CodeAsync(HttpResponseMessage answer) => (answer.StatusCode, (await answer.JsonAsync()).GetProperty("code").GetString());
}
