using System.Text;
using System.Text.Json;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Files.Ocds;

namespace FundWatch.UnitTests.Files;

public sealed class OcdsReaderTests
{
    private const string OneLot = """
        {"ocid":"x-1","buyer":{"id":"B1","name":"County water bureau"},
         "parties":[{"id":"B1","name":"County water bureau","address":{"region":"431223"}},{"id":"S1","name":"First Ltd","contactPoint":{"telephone":"0745 1"}}],
         "tender":{"title":"Canal","mainProcurementCategory":"works","procurementMethod":"open","value":{"amount":900000},
                   "tenderPeriod":{"startDate":"2024-03-01T09:00:00+08:00","endDate":"2024-03-25T09:00:00+08:00"},"lots":[{"id":"1"}]},
         "bids":{"details":[{"id":"b1","status":"valid","value":{"amount":880000.50},"tenderers":[{"id":"S1","name":"First Ltd"}],"relatedLots":["1"]},
                            {"id":"b2","status":"disqualified","value":{"amount":860000},"tenderers":[{"id":"S2","name":"Second Ltd"}]}]},
         "awards":[{"id":"a1","status":"active","date":"2024-04-02T00:00:00+08:00","value":{"amount":880000.50},"suppliers":[{"id":"S1","name":"First Ltd"}]}],
         "contracts":[{"id":"c1","awardID":"a1","dateSigned":"2024-04-20T00:00:00+08:00","value":{"amount":880000.50},
                       "implementation":{"transactions":[{"id":"t1","date":"2024-06-01T00:00:00+08:00","value":{"amount":200000},"payee":{"name":"First Ltd"}}]}}]}
        """;

    [Fact]
    public void A_release_with_one_lot_becomes_one_project_its_bids_and_its_payments()
    {
        var project = Rows(OneLot, "project").Should().ContainSingle().Subject;
        project.Should().Contain("project_id", "x-1").And.Contain("project_name", "Canal").And.Contain("owner_name", "County water bureau")
            .And.Contain("region_code", "431223").And.Contain("project_kind", "工程").And.Contain("tender_method", "公开招标")
            .And.Contain("tender_notice_on", "2024-03-01").And.Contain("award_amount", "880000.50").And.Contain("supplier_code", "S1")
            .And.Contain("contract_signed_on", "2024-04-20");

        var bids = Rows(OneLot, "bid");
        bids.Select(b => (b["bid_id"], b["bidder_name"], b["bid_amount"], b["status"])).Should()
            .Equal(("x-1/b1", "First Ltd", "880000.50", "有效"), ("x-1/b2", "Second Ltd", "860000", "否决"));
        bids[0]["phone"].Should().Be("0745 1");

        Rows(OneLot, "project_event").Should().ContainSingle().Subject.Should().Contain("event_id", "x-1/c1/t1")
            .And.Contain("event_kind", "支付").And.Contain("amount", "200000").And.Contain("event_on", "2024-06-01");
    }

    [Fact]
    public void Every_lot_is_a_competition_of_its_own()
    {
        const string twoLots = """
            {"ocid":"x-2","buyer":{"name":"Bureau"},"tender":{"title":"Supplies","lots":[{"id":"L1","title":"Paper"},{"id":"L2","title":"Toner"}]},
             "bids":{"details":[{"id":"b1","relatedLot":"L1","value":{"amount":1}},{"id":"b2","relatedLots":["L2"],"value":{"amount":2}},
                                {"id":"b3","relatedLots":[{"lotId":"L2"}],"value":{"amount":3}}]}}
            """;
        Rows(twoLots, "project").Select(p => (p["project_id"], p["project_name"])).Should()
            .Equal(("x-2/L1", "Supplies：Paper"), ("x-2/L2", "Supplies：Toner"));
        Rows(twoLots, "bid").Select(b => (b["project_id"], b["bid_amount"])).Should().Equal(("x-2/L1", "1"), ("x-2/L2", "2"), ("x-2/L2", "3"));
    }

    [Fact]
    public void Bids_awards_and_payments_find_their_lots_however_these_are_named()
    {
        const string json = """
            {"ocid":"x","tender":{"title":"T","lots":[{"id":"1"},{"id":2},{"id":"2"},{"title":"nameless"}]},
             "bids":{"details":[{"id":"a","relatedLots":["2","1","2"]},{"id":"b","relatedLots":[2]},{"id":"c","relatedLots":["unknown"]},{"id":"d"}]},
             "awards":[{"id":"w1","relatedLots":["1"],"value":{"amount":10},"suppliers":[{"name":"One"}]},{"id":"w2","status":"active","relatedLots":["1","2"],"value":{"amount":20},"suppliers":[{"name":"Two"}]},{"id":"w3","status":"cancelled","relatedLot":"1"}],
             "contracts":[{"id":"k1","awardID":"w1","implementation":{"transactions":[{"id":"p"}]}},{"id":"k2","awardID":"w2","dateSigned":"2024-05-01","implementation":{"transactions":[{"id":"p"},{"id":"q"}]}}]}
            """;
        Rows(json, "bid").Select(b => b["bid_id"]).Should().BeEquivalentTo("x/1/a", "x/2/a", "x//a", "x/2/b", "x//b", "x//c", "x//d");
        Rows(json, "project").Select(p => (p["project_id"], p["supplier_name"], p["award_amount"], p["contract_signed_on"])).Should()
            .Equal(("x/1", "Two", "20", "2024-05-01"), ("x/2", "Two", "20", "2024-05-01"), ("x/2", "Two", "20", "2024-05-01"), ("x/", "Two", "20", "2024-05-01"));
        Rows(json, "project_event").Select(e => e["event_id"]).Should()
            .BeEquivalentTo("x/1/k1/p", "x//k1/p", "x/1/k2/p", "x/2/k2/p", "x//k2/p", "x/1/k2/q", "x/2/k2/q", "x//k2/q");
    }

    [Fact]
    public void A_process_whose_rows_would_be_far_larger_than_itself_is_refused()
    {
        string Many(Func<int, string> one) => string.Join(',', Enumerable.Range(0, 3_000).Select(one));
        var json = $$$"""
            {"ocid":"x","tender":{"lots":[{{{Many(i => $$"""{"id":"{{i}}"}""")}}}]},"awards":[{"id":"w","relatedLots":[{{{Many(i => $"\"{i}\"")}}}]}],
             "contracts":[{"awardID":"w","implementation":{"transactions":[{{{Many(i => $$"""{"id":"{{i}}"}""")}}}]}}]}
            """;
        using var reader = Open(json, "project_event");
        var read = () =>
        {
            while (reader.Read())
            {
            }
        };
        read.Should().Throw<FileRefused>().Which.Should().Match<FileRefused>(e => e.Code == "too_large" && e.En.Contains("line 1 ", StringComparison.Ordinal) && e.Zh.Contains("第 1 行", StringComparison.Ordinal));
    }

    [Fact]
    public void Objects_are_cut_alike_however_the_bytes_arrive()
    {
        var releases = Enumerable.Range(0, 40).Select(i => $$$"""{"ocid":"{{{i}}}","tender":{"title":"{{{new string('x', i)}}}\\\"}]|[{\\\\"}}""").ToList();
        var text = "{\"a|b\":\"\\\\\",\"releases\":[" + string.Join(",\n", releases) + "]}";
        var expected = releases.Select((r, i) => (r, i + 1L)).ToList();
        Cut(text, text.Length).Should().Equal(expected);
        for (var size = 1; size < 140; size++)
        {
            Cut(text, size).Should().Equal(expected, "{0} bytes at a time", size);
        }

        static List<(string, long)> Cut(string text, int size)
        {
            var objects = new JsonObjects(new SlowStream(Encoding.UTF8.GetBytes(text), size));
            var found = new List<(string, long)>();
            while (objects.Next() is { IsEmpty: false } one)
            {
                found.Add((Encoding.UTF8.GetString(one.Span), objects.Line));
            }

            return found;
        }
    }

    private sealed class SlowStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, size));
    }

    [Theory]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\":\"b\"}\n")]
    [InlineData("[{\"ocid\":\"a\"},{\"ocid\":\"b\"}]")]
    [InlineData("{\"uri\":\"u\",\"publisher\":{\"name\":\"{[\\\"\"},\"releases\":[{\"ocid\":\"a\"},{\"ocid\":\"b\"}],\"version\":\"1.1\"}")]
    [InlineData("{\"records\":[{\"ocid\":\"a\",\"compiledRelease\":{\"ocid\":\"a\"}},{\"ocid\":\"b\",\"releases\":[{\"ocid\":\"x\"},{\"ocid\":\"b\"}]}]}")]
    [InlineData("{\"releases\":[{\"ocid\":\"a\"}]}\n{\"releases\":[{\"ocid\":\"b\"}]}")]
    [InlineData("[{\"ocid\":\"a\"}]\n\uFEFF[{\"ocid\":\"b\"}]")]
    public void Lines_arrays_and_packages_give_the_same_releases(string json) =>
        Rows(json, "project").Select(p => p["project_id"]).Should().Equal("a", "b");

    [Theory]
    [InlineData("{\"releases\":[]}", "'releases'")]
    [InlineData("{\n \"uri\": \"u\",\n \"publisher\": {\"name\": \"n\"},\n \"extensions\": [\"e\"],\n \"records\": [ ],\n \"version\": \"1.1\"\n}\n", "'records'")]
    public void A_package_with_nothing_in_it_is_said_to_be_one(string json, string list)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.Refusal().Should().Match<FileRefused>(e => e.Code == "no_releases" && e.En.Contains($"its list {list} is empty") && e.Zh.Contains("没有可导入的发布或记录。请") && !e.En.Contains("--suggest-mapping"));
    }

    [Fact]
    public void A_record_with_an_empty_list_is_no_package()
    {
        using var file = new TableFile("a.json", "{\"day\":\"2025-10-01\",\"records\":[]}"u8.ToArray());
        file.Read().Should().Equal("day|records", "2025-10-01|");
    }

    [Theory]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\":\"b\",\"tender\":{", "bad_json")]
    [InlineData("{\"ocid\":\"a\"}\n{\"ocid\" \"b\"}", "bad_json")]
    [InlineData("{\"ocid\":\"a\"}]", "bad_json")]
    [InlineData("{\"ocid\":\"a\"}\n{\"id\":\"no identifier\"}", "not_ocds")]
    public void Damaged_json_is_refused_with_its_place(string json, string code)
    {
        var read = () => Rows(json, "project");
        var refused = read.Should().Throw<FileRefused>().Where(e => e.Code == code && e.En.Contains("line ")).Which;
        refused.Zh.Should().NotMatchRegex("[a-z]+ [a-z]+ [a-z]+", "the words of .NET are English").And.MatchRegex("第 \\d+ 行");
        refused.En.Should().NotContain("LineNumber").And.NotContain("BytePosition");
    }

    [Fact]
    public void A_package_larger_than_the_buffers_is_cut_into_its_releases()
    {
        var releases = string.Join(",", Enumerable.Range(0, 5000).Select(i => $$$"""{"ocid":"r{{{i}}}","tender":{"title":"{{{new string('t', i % 400)}}}"}}"""));
        Rows($$"""{"releases":[{{releases}}]}""", "project").Select(p => p["project_id"]).Should().Equal(Enumerable.Range(0, 5000).Select(i => $"r{i}"));
    }

    private const string ThreeReleases = """
        {"ocid":"m-1","id":"3","date":"2024-03-01T00:00:00Z","tag":["award"],"awards":[{"id":"a1","status":"active","value":{"amount":90,"currency":"AMD"},"suppliers":[{"id":"S1","name":"First"}]}],"tender":{"id":"t","procurementMethod":null}}
        {"ocid":"other","id":"1","date":"2024-01-01T00:00:00Z","tag":["tender"],"tender":{"title":"Other"}}
        {"ocid":"m-1","id":"1","date":"2024-01-01T00:00:00Z","tag":["tender"],"tender":{"id":"t","title":"Canal","procurementMethod":"open","value":{"amount":100,"currency":"AMD"}}}
        {"ocid":"m-1","id":"2","date":"2024-02-01T00:00:00Z","tag":["tenderUpdate"],"tender":{"title":"Canal, lower part","value":{"amount":120}},"awards":[{"id":"a1","value":{"amount":95}},{"id":"a0","status":"cancelled"}]}
        """;

    [Fact]
    public void Releases_of_one_process_are_one_in_the_order_of_their_dates()
    {
        var rows = Rows(ThreeReleases, "project");
        rows.Select(r => r["project_id"]).Should().Equal("other", "m-1");
        rows[1].Should().Contain("project_name", "Canal, lower part").And.Contain("control_price", "120").And.Contain("award_amount", "90").And.Contain("supplier_name", "First")
            .And.Contain("tender_method", "", "null takes a value away");
    }

    [Fact]
    public void Objects_merge_by_id_other_lists_are_taken_whole_and_what_speaks_of_one_release_is_left_out()
    {
        static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
        Encoding.UTF8.GetString(OcdsMerge.Compile([
            Parse("""{"ocid":"x","id":"b","date":"2024-02-01","tag":["t"],"list":["c"],"items":[{"id":2,"n":"two"},{"id":"1","n":"text one"},{"n":"without"}],"parties":[{"id":"p","additionalIdentifiers":[{"id":"2"}]}],"gone":null,"empty":[]}"""),
            Parse("""{"ocid":"x","id":"a","date":"2024-01-01","tag":["t"],"list":["a","b"],"items":[{"id":1,"n":"one","m":5},{"id":2,"n":"zwei","m":6}],"parties":[{"id":"p","name":"P","additionalIdentifiers":[{"id":"1"}]}],"gone":7,"empty":[1]}"""),
        ]).ToArray()).Should().Be("""{"id":"x-2024-02-01","date":"2024-02-01","tag":["compiled"],"ocid":"x","list":["c"],"items":[{"id":1,"n":"one","m":5},{"id":2,"n":"two","m":6},{"id":"1","n":"text one"},{"n":"without"}],"parties":[{"id":"p","name":"P","additionalIdentifiers":[{"id":"2"}]}],"empty":[1]}""");
    }

    [Fact]
    public void Records_give_their_compiled_release_or_their_releases_merged()
    {
        Rows("""{"records":[{"ocid":"r","compiledRelease":{"ocid":"r","tender":{"title":"Compiled"}},"releases":[{"url":"x"}]}]}""", "project").Single()["project_name"].Should().Be("Compiled");
        Rows("""{"records":[{"ocid":"r","releases":[{"ocid":"r","date":"2024-02-01","tender":{"title":"Second"}},{"ocid":"r","date":"2024-01-01","tender":{"title":"First","value":{"amount":5}}}]}]}""", "project").Single()
            .Should().Contain("project_name", "Second").And.Contain("control_price", "5");
    }

    [Theory]
    [InlineData("{\"ocid\":\"bad\",\"releases\":[{\"url\":\"https://example.org/1\",\"date\":\"2024-01-01\",\"tag\":[\"tender\"]}]}")]
    [InlineData("{\"ocid\":\"bad\",\"releases\":[{\"ocid\":\"bad\"},{\"url\":\"https://example.org/1\"}]}")]
    [InlineData("{\"ocid\":\"bad\",\"releases\":[]}")]
    [InlineData("{\"ocid\":\"bad\",\"versionedRelease\":{\"ocid\":\"bad\"}}")]
    [InlineData("{\"ocid\":\"b\",\"releases\":[{\"url\":\"https://example.org/1\"}]}")]
    public void A_record_that_holds_no_release_is_refused_by_itself_and_once(string bad)
    {
        var file = FileOf($$$"""{"records":[{"ocid":"a","compiledRelease":{"ocid":"a"}},{{{bad}}},{"ocid":"b","releases":[{"ocid":"b"}]}]}""");
        foreach (var again in new[] { "for the first time", "once the file is known" })
        {
            Issues("project").Should().BeEquivalentTo([CellIssue.None, CellIssue.RecordWithoutRelease, CellIssue.None], again);
            Issues("bid").Should().BeEmpty("neither record has bids, and the refusal was said");
        }

        List<CellIssue> Issues(string stream)
        {
            using var reader = new OcdsReader(file.Open(), file, stream, () => 0);
            var issues = new List<CellIssue>();
            while (reader.Read())
            {
                issues.Add(reader.RowIssue);
            }

            return issues;
        }
    }

    [Fact]
    public void Where_records_are_refused_does_not_depend_on_which_stream_is_asked_for_first()
    {
        const string json = """{"records":[{"ocid":"a","versionedRelease":{}},{"ocid":"b","compiledRelease":{"ocid":"b","bids":{"details":[{"id":"1","tenderers":[{"id":"S1"}]}]}}}]}""";
        Rows(json, "bid").Should().ContainSingle("a load of bids that is killed may be carried on by one of all streams, behind as many rows").Which["project_id"].Should().Be("b");
        Rows(json, "project").Should().HaveCount(2);
    }

    [Fact]
    public void The_currency_is_told_and_a_row_in_another_one_is_refused()
    {
        const string json = """
            {"ocid":"1","tender":{"value":{"amount":1,"currency":"AMD"}}}
            {"ocid":"2","tender":{"value":{"amount":1,"currency":"AMD"}}}
            {"ocid":"3","tender":{"value":{"amount":1,"currency" : "USD"}}}
            """;
        using var reader = Open(json, "project");
        reader.Currency.Should().Be("AMD");
        var issues = new List<CellIssue>();
        while (reader.Read())
        {
            issues.Add(reader.RowIssue);
        }

        issues.Should().Equal(CellIssue.None, CellIssue.None, CellIssue.OtherCurrency);
        using var yuan = Open("""{"ocid":"1","tender":{"value":{"amount":1,"currency":"CNY"}}}""", "project");
        yuan.Currency.Should().Be("CNY");
    }

    [Theory]
    [InlineData("{\"ocid\":\"2\",\"tender\":{\"value\":{\"currency\":\"EUR\"}},\"contracts\":[{\"id\":\"c\",\"value\":{\"currency\":\"GBP\"}}]}", CellIssue.SeveralCurrencies)]
    [InlineData("{\"ocid\":\"2\",\"date\":\"2024-01-01\",\"tender\":{\"value\":{\"currency\":\"EUR\"}}}\n{\"ocid\":\"2\",\"date\":\"2024-02-01\",\"contracts\":[{\"id\":\"c\",\"value\":{\"currency\":\"GBP\"}}]}", CellIssue.SeveralCurrencies)]
    [InlineData("{\"ocid\":\"2\",\"date\":\"2024-01-01\",\"tender\":{\"value\":{\"currency\":\"GBP\"}}}\n{\"ocid\":\"2\",\"date\":\"2024-02-01\",\"tender\":{\"value\":{\"currency\":\"GBP\"}}}", CellIssue.OtherCurrency)]
    public void A_process_with_several_currencies_of_its_own_is_told_from_one_that_belongs_into_another_file(string process, CellIssue expected)
    {
        var file = FileOf(process + string.Concat(Enumerable.Range(3, 4).Select(i => $"\n{{\"ocid\":\"{i}\",\"tender\":{{\"value\":{{\"currency\":\"EUR\"}}}}}}")));
        foreach (var again in new[] { "first read", "merged before" })
        {
            using var reader = new OcdsReader(file.Open(), file, "project", () => 0);
            var issues = new List<CellIssue>();
            while (reader.Read())
            {
                issues.Add(reader.RowIssue);
            }

            issues.Where(i => i != CellIssue.None).Should().Equal([expected], again);
        }

        var (zh, en) = CellIssues.Describe(CellIssue.SeveralCurrencies, "", "2", "EUR");
        zh.Should().Contain("“2”").And.Contain("EUR").And.NotContain("--source");
        en.Should().Contain("'2'").And.Contain("EUR").And.NotContain("--source");
    }

    [Fact]
    public void Every_stream_is_the_same_whether_or_not_another_one_was_read_before()
    {
        var file = FileOf(ThreeReleases);
        foreach (var stream in OcdsReader.Streams.Concat(OcdsReader.Streams))
        {
            Rows(new OcdsReader(file.Open(), file, stream, () => 0)).Should().BeEquivalentTo(Rows(ThreeReleases, stream), o => o.WithStrictOrdering(), stream);
        }

        file.Kept.Keys.Should().BeEquivalentTo(["bid", "project_event"], "the pass that read the projects has left them behind");
    }

    [Fact]
    public void Streams_behind_the_first_are_told_from_what_it_left_behind_and_what_is_let_go_is_read_anew()
    {
        const string json = """
            {"ocid":"a","versionedRelease":{}}
            {"ocid":"b","tender":{"value":{"currency":"EUR"},"lots":[{"id":"1"},{"id":"2"}]},"bids":{"details":[{"id":"x","relatedLots":["2","1"],"value":{"amount":7}}]},"awards":[{"id":"w","relatedLot":"1"}],"contracts":[{"id":"c","awardID":"w","implementation":{"transactions":[{"id":"p","payee":{"name":"\ud800"}}]}}]}
            {"ocid":"c","tender":{"value":{"currency":"EUR"}},"bids":{"details":[{"id":"y"}]}}
            {"ocid":"d","tender":{"value":{"currency":"GBP"}},"bids":{"details":[{"id":"z"}]}}
            """;
        var file = FileOf(json);
        foreach (var stream in (string[])["bid", "project_event", "project", "bid", "project_event"])
        {
            All(stream, file).Should().Equal(All(stream, FileOf(json)), stream);
        }

        file.Kept.Keys.Should().BeEquivalentTo(["project_event"], "bids were read first");
        using (var open = new OcdsReader(file.Open(), file, "project_event", () => 0))
        {
            file.Dispose();
            open.Read().Should().BeTrue("who reads may read on");
            open.Progress.Should().Be(1);
        }

        file.Kept.Should().BeEmpty();
        All("project_event", file).Should().Equal(All("project_event", FileOf(json)));

        static List<string> All(string stream, OcdsFile file)
        {
            using var reader = new OcdsReader(file.Open(), file, stream, () => 0);
            var rows = new List<string>();
            while (reader.Read())
            {
                rows.Add($"{reader.LineNumber} {reader.RowIssue} {reader.WholeOf} {string.Join('|', Enumerable.Range(0, reader.Count).Select(i => Encoding.UTF8.GetString(reader[i])))}");
            }

            return [.. rows, $"{reader.LeftOut?.Count}: {string.Join(", ", reader.LeftOut?.First ?? [])}"];
        }
    }

    [Fact]
    public void A_pass_that_is_left_half_way_hands_nothing_over()
    {
        var file = FileOf(ThreeReleases);
        using (var reader = new OcdsReader(file.Open(), file, "project", () => 0))
        {
            reader.Read().Should().BeTrue();
        }

        file.Kept.Should().BeEmpty();
        Rows(new OcdsReader(file.Open(), file, "project", () => 0)).Should().HaveCount(2);
    }

    [Fact]
    public void Releases_of_one_process_that_do_not_fit_in_memory_refuse_the_file()
    {
        var release = $$$"""{"ocid":"x","date":"2024-01-01","tender":{"title":"{{{new string('t', 4_000_000)}}}"}}""";
        var read = () => Rows(string.Join('\n', Enumerable.Repeat(release, 5)), "project");
        read.Should().Throw<FileRefused>().Which.Should().Match<FileRefused>(e => e.Code == "too_large" && e.En.Contains("line 5", StringComparison.Ordinal) && e.Zh.Contains("第 5 行", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"identifier\":{\"scheme\":\"CN-USCC\",\"id\":\"91431402MA0000015C\"}", "91431402MA0000015C")]
    [InlineData("\"identifier\":{\"id\":\"91431402ma0000015c\"}", "91431402ma0000015c")]
    [InlineData("\"identifier\":{\"scheme\":\"X\",\"id\":\"7\"},\"additionalIdentifiers\":[{\"id\":8},{\"id\":\"91431402MA0000015C\"}]", "91431402MA0000015C")]
    [InlineData("\"identifier\":{\"id\":\"91431402MA0000015D\"}", "S1")]
    [InlineData("\"identifier\":null", "S1")]
    public void The_credit_code_of_a_party_is_its_code_wherever_it_is_named(string identifiers, string code)
    {
        var party = $$"""{"id":"S1","name":"First Ltd",{{identifiers}} }""";
        var parts = (string[])[
            $$$"""{"ocid":"p","date":"2024-01-01","parties":[{{{party}}}],"tender":{"title":"Canal","procuringEntity":{"id":"S1"}},"bids":{"details":[{"id":"b","tenderers":[{"id":"S1"},{"id":"S2"}]}]}}""",
            """{"ocid":"p","date":"2024-02-01","awards":[{"id":"a","status":"active","suppliers":[{"id":"S1"}]}]}""",
        ];
        var project = Rows(string.Join('\n', parts), "project").Should().ContainSingle().Subject;
        project.Should().Contain("owner_code", code).And.Contain("supplier_code", code);
        Rows(parts[0], "bid").Single()["bidder_code"].Should().Be(code);
    }

    private static OcdsFile FileOf(string json) => new(() => new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static OcdsReader Open(string json, string stream) => new(new MemoryStream(Encoding.UTF8.GetBytes(json)), FileOf(json), stream, () => 0);

    private static List<Dictionary<string, string>> Rows(string json, string stream) => Rows(Open(json, stream));

    private static List<Dictionary<string, string>> Rows(OcdsReader opened)
    {
        using var reader = opened;
        var rows = new List<Dictionary<string, string>>();
        while (reader.Read())
        {
            var cells = new Dictionary<string, string>();
            for (var i = 0; i < reader.Count; i++)
            {
                cells[reader.Names![i]] = Encoding.UTF8.GetString(reader[i]);
            }

            rows.Add(cells);
        }

        return rows;
    }
}
