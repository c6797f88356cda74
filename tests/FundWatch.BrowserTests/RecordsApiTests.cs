using System.Net;
using System.Text;
using FundWatch.BrowserTests.Support;
using FundWatch.Host.Accounts;

namespace FundWatch.BrowserTests;

/// <summary>Records posted to a stream are loaded and judged before the answer.</summary>
public sealed class RecordsApiTests(WorkingWebHost host) : IClassFixture<WorkingWebHost>
{
    [Fact]
    public async Task A_record_that_breaks_a_rule_comes_back_with_its_lead_and_the_same_body_again_changes_nothing()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var body = $"[{Reception("J1", escorts: 9)},{Reception("J2", escorts: 1)},{Reception("J3", escorts: 1).Replace("2025-03-04", "2025-13-04")}]";

        var answer = await PostAsync(client, body);
        answer.StatusCode.Should().Be(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var first = await answer.JsonAsync();

        Counts(first).Should().Be((3, 2, 0, 0, 1));
        var refused = first.GetProperty("refused").EnumerateArray().Should().ContainSingle().Subject;
        refused.GetProperty("index").GetInt32().Should().Be(2);
        refused.GetProperty("column").GetString().Should().Be("reception_date");
        refused.GetProperty("code").GetString().Should().Be("bad_date");
        first.GetProperty("judged").GetBoolean().Should().BeTrue();
        var lead = first.GetProperty("leads").EnumerateArray().Should().ContainSingle().Subject;
        lead.GetProperty("change").GetString().Should().Be("new");
        lead.GetProperty("scheme").GetString().Should().Be("reception.standard");
        lead.GetProperty("reasons_zh").GetString().Should().Contain("疑似");

        var again = await (await PostAsync(client, body)).JsonAsync();
        Counts(again).Should().Be((3, 0, 0, 2, 1));
        again.GetProperty("leads").EnumerateArray().Should().ContainSingle().Which.GetProperty("change").GetString().Should().Be("unchanged");

        var changed = await (await PostAsync(client, Reception("J1", escorts: 10))).JsonAsync();
        Counts(changed).Should().Be((1, 0, 1, 0, 0));
        changed.GetProperty("leads")[0].GetProperty("change").GetString().Should().Be("updated");
        Directory.GetDirectories(Path.Combine(host.Store.Directory.Inbox, ".uploads")).Should().BeEmpty("a body is kept only until it is loaded");
    }

    [Fact]
    public async Task Lines_keep_their_index_over_blank_ones_and_what_is_no_object_is_a_refused_record()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var answer = await PostAsync(client, $"{Reception("L1")}\n\n\nnot json\n{Reception("L2")}\r\n", "application/x-ndjson");
        var records = await answer.JsonAsync();
        Counts(records).Should().Be((3, 2, 0, 0, 1));
        records.GetProperty("refused")[0].GetProperty("index").GetInt32().Should().Be(1);
        records.GetProperty("refused")[0].GetProperty("code").GetString().Should().Be("bad_json");
    }

    [Theory]
    [InlineData("reception", "[{\"reception_id\": ", "application/json", HttpStatusCode.BadRequest, "bad_json")]
    [InlineData("reception", "[]", "application/json", HttpStatusCode.BadRequest, "no_records")]
    [InlineData("reception", "", "application/x-ndjson", HttpStatusCode.BadRequest, "no_records")]
    [InlineData("reception", "[{\"a\": 1}]", "application/json", HttpStatusCode.UnprocessableEntity, "missing_column")]
    [InlineData("nothing", "[{}]", "application/json", HttpStatusCode.NotFound, "no_such_stream")]
    public async Task What_cannot_be_taken_in_is_refused_whole_with_a_code(string stream, string body, string type, HttpStatusCode status, string code)
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var answer = await client.PostAsync($"/api/v1/records/{stream}", new StringContent(body, Encoding.UTF8, type));
        var problem = await answer.JsonAsync();
        (answer.StatusCode, problem.GetProperty("code").GetString()).Should().Be((status, code));
        problem.GetProperty("detail").GetString().Should().NotContain(host.Store.Directory.Root);
    }

    [Theory]
    [InlineData("\"just a string\"", "application/json", "not_records", "一段文本", "a text")]
    [InlineData("null", "application/json", "not_records", "空值", "null")]
    [InlineData("[1,2]", "application/json", "not_records", "第 1 条是一个数字", "number 1 is a number")]
    [InlineData("hello", "text/plain", "bad_json", "第 1 行第 1 个字符", "line 1 at character 1")]
    [InlineData("{\"reception_id\": \"A\", \"reception_id\": \"B\"}", "application/json", "repeated_name", "“reception_id”出现两次", "'reception_id'")]
    [InlineData("[{\"a\": {\"b\": 1}, \"a.b\": 2}]", "application/json", "repeated_name", "“a.b”出现两次", "'a.b'")]
    [InlineData("[{\"a\": 1},\n {\"单位\": 1 2}]", "application/json", "bad_json", "第 2 行第 11 个字符", "line 2 at character 11")]
    [InlineData("[{\"a\": 1", "application/json", "bad_json", "第 1 行第 9 个字符处中断", "breaks off in line 1 at character 9")]
    [InlineData("\n\n{\"a\" 1}", "application/x-ndjson", "bad_json", "第 3 行第 6 个字符", "line 3 at character 6")]
    public async Task A_body_without_any_record_is_told_what_it_is_and_not_which_columns_it_lacks(string body, string type, string code, string zh, string en)
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        foreach (var (language, words) in new[] { ("zh-CN", zh), ("en", en) })
        {
            client.DefaultRequestHeaders.AcceptLanguage.Clear();
            client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            var answer = await PostAsync(client, body, type);
            var problem = await answer.JsonAsync();
            (answer.StatusCode, problem.GetProperty("code").GetString()).Should().Be((HttpStatusCode.BadRequest, code));
            problem.GetProperty("detail").GetString().Should().Contain(words).And.NotContain("LineNumber");
        }
    }

    [Fact]
    public async Task A_body_in_another_encoding_is_called_so()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var content = new ByteArrayContent(Encoding.GetEncoding("GB18030").GetBytes(Reception("G1"))) { Headers = { ContentType = new("application/json") } };
        var answer = await client.PostAsync("/api/v1/records/reception", content);
        (answer.StatusCode, (await answer.JsonAsync()).GetProperty("code").GetString()).Should().Be((HttpStatusCode.BadRequest, "not_utf8"));
    }

    [Fact]
    public async Task What_became_of_the_records_is_said_in_the_language_asked_for()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        (await (await PostAsync(client, Reception("W1"))).JsonAsync()).GetProperty("judged_detail").GetString().Should().Contain("评分");
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en-GB, zh;q=0.5");
        (await (await PostAsync(client, Reception("W1"))).JsonAsync()).GetProperty("judged_detail").GetString().Should().StartWith("Nothing is new");
    }

    [Fact]
    public async Task More_than_the_limit_is_refused_whole()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        var many = string.Join('\n', Enumerable.Repeat("{}", WorkingWebHost.Limits.Records + 1));
        (await PostAsync(client, many, "application/x-ndjson")).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        (await PostAsync(client, new string(' ', WorkingWebHost.Limits.RecordsBytes + 1))).StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Of_many_bodies_at_once_each_is_taken_in_in_its_turn_or_told_to_come_again()
    {
        using var client = await host.WithApiTokenAsync(Role.DataStaff);
        client.Timeout = TimeSpan.FromMinutes(10); // the last in the queue waits for the judging of all before it
        var answers = await Task.WhenAll(Enumerable.Range(0, 80).Select(i => client.PostAsync("/api/v1/records/reception?source=many", new StringContent(Reception($"M{i}"), Encoding.UTF8, "application/json"))));

        answers.Select(a => a.StatusCode).Should().OnlyContain(s => s == HttpStatusCode.OK || s == HttpStatusCode.TooManyRequests).And.Contain(HttpStatusCode.TooManyRequests);
        var refused = answers.First(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BePositive();
        (await refused.JsonAsync()).GetProperty("code").GetString().Should().Be("too_many_at_once");
        await using var command = host.Store.App.CreateCommand("select array_agg(reception_id order by reception_id) from record.reception r join ingest.source s using (source_id) where s.name = 'many'");
        var taken = Enumerable.Range(0, 80).Where(i => answers[i].StatusCode == HttpStatusCode.OK).Select(i => $"M{i}").Order(StringComparer.Ordinal).ToList();
        ((string[])(await command.ExecuteScalarAsync())!).Order(StringComparer.Ordinal).Should().Equal(taken);
        taken.Count.Should().BeGreaterThan(1, "some wait for their turn");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string body, string type = "application/json") =>
        client.PostAsync("/api/v1/records/reception?source=oa", new StringContent(body, Encoding.UTF8, type));

    private static (long, long, long, long, long) Counts(System.Text.Json.JsonElement answer) =>
        (answer.GetProperty("records").GetInt64(), answer.GetProperty("loaded").GetInt64(), answer.GetProperty("updated").GetInt64(),
            answer.GetProperty("unchanged").GetInt64(), answer.GetProperty("quarantined").GetInt64());

    private static string Reception(string id, int escorts = 1) => $$"""
        {"reception_id": "{{id}}", "org_code": "11430301MB1Q00001A", "org_name": "清源县农业农村局", "region_code": "430301", "reception_date": "2025-03-04", "guest_org_name": "邻县农业农村局",
         "letter_no": "邻农函〔2025〕{{id}}号", "guest_count": 5, "accompany_count": {{escorts}}, "meal_count": 1, "meal_amount": 300.00, "total_amount": 300.00}
        """.ReplaceLineEndings("");
}
