using FundWatch.Data.Names;
using FundWatch.Data.Review;
using FundWatch.DatabaseTests.Ingest;
using FundWatch.Testing;
using Npgsql;

namespace FundWatch.DatabaseTests.Names;

public sealed class NameLinkTests : IngestTest
{
    private const string Organisations = """
        单位代码,单位名称,行政区划代码
        114314021000001129,岚溪区卫生健康局,431402
        11431402100000227F,岚溪区教育局,431402
        """;

    private const string Receptions = """
        单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额
        R1,11431402100000227F,岚溪区教育局,431402,2025-03-02,岚溪区　卫生健康局,431402,2,100,100
        R2,11431402100000227F,岚溪区教育局,431402,2025-03-03,区卫健局,431402,2,100,100
        R3,11431402100000227F,岚溪区教育局,431402,2025-03-04,区卫健局,431402,2,100,100
        R4,11431402100000227F,岚溪区教育局,431402,2025-03-05,某某公司,431402,2,100,100
        """;

    private NameLinkStore Store => new(Database.Store, TimeProvider.System);

    private UnmatchedNameStore Unmatched => new(Database.Store);

    private Task<NameSearch> FindAsync() => new NameFinder(Database.Store).FindAsync(default);

    [Fact]
    public async Task The_same_name_is_linked_a_short_form_is_proposed_and_no_row_is_touched()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", Receptions));
        var before = await Database.HashTablesAsync("record");
        var found = await FindAsync();
        found.Should().BeEquivalentTo(new { Names = 3, Exact = 1, Proposed = 1, Unmatched = 1, NotFound = 1, Ambiguous = 0 });
        found.NotFoundNames.Should().ContainSingle().Which.Should().BeEquivalentTo(new { Kind = "organisation", Name = "某某公司", Region = "431402", Rows = 1L });

        var links = await Store.ListAsync(null, null, default);
        links.Select(l => (l.WrittenName, l.RegisteredName, l.Method, l.State, l.Rows)).Should().Equal(
            ("区卫健局", "岚溪区卫生健康局", "abbreviation", "proposed", 2), ("岚溪区　卫生健康局", "岚溪区卫生健康局", "exact", "confirmed", 1));
        (await LinkedAsync()).Should().Be("岚溪区　卫生健康局>114314021000001129", "features see nothing that is only proposed");
        (await Database.HashTablesAsync("record")).Should().Equal(before);
    }

    [Fact]
    public async Task A_short_name_without_a_place_is_proposed_in_the_rows_own_and_never_linked_unasked()
    {
        var rows = Receptions.Replace("区卫健局,431402,", "区卫健局,,").Replace("岚溪区　卫生健康局,431402,", "县卫健局,,");
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", rows + "\nR5,11431402100000227F,岚溪区教育局,431402,2025-03-06,区卫健局,431402,2,100,100\nR6,11431402100000227F,某县教育局,431421,2025-03-06,区卫健局,,2,100,100"));
        (await FindAsync()).NotFoundNames.Should().ContainSingle(n => n.Name == "县卫健局" && n.Region == null, "it is no body of the row's place");
        var link = (await Store.ListAsync(null, null, default)).Should().ContainSingle("县 is no 区, and another county has none").Which;
        (link.WrittenName, link.RegionCode, link.RegisteredName, link.Method, link.Confidence, link.State, link.Rows).Should().Be(("区卫健局", "431402", "岚溪区卫生健康局", "own_place", 0.6m, "proposed", 3L));
    }

    [Fact]
    public async Task Names_that_fit_none_or_several_are_kept_with_their_rows_until_the_next_search()
    {
        (await Unmatched.SumAsync(default)).Should().Be(new UnmatchedSum(null, 0, 0), "nobody has looked yet, which is not that all were found");
        await IngestAsync(Write("org.csv", Organisations + "\n11431402100000300A,岚溪区教育体育局,431402\n"), Write("r.csv", Receptions + string.Concat(Enumerable.Range(0, 12).Select(i => $"\nX{i},11431402100000227F,岚溪区教育局,431402,2025-03-05,某某{i}公司,431402,2,100,100"))));
        (await FindAsync()).NotFoundNames.Should().HaveCount(10, "the rest is a page's business");
        var sum = await Unmatched.SumAsync(default);
        (sum.NotFound, sum.Ambiguous, sum.Names).Should().Be((13, 0, 13));
        sum.SearchedAt.Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        var names = await Unmatched.ListAsync("", 20, 0, default);
        names.Should().HaveCount(13).And.AllSatisfy(n => (n.Kind, n.Region, n.Rows, n.Candidates.Count).Should().Be(("organisation", "431402", 1L, 0)));
        (await Unmatched.ListAsync("", 5, 5, default)).Select(n => n.Name).Should().Equal(names.Skip(5).Take(5).Select(n => n.Name));

        // A register that knows some of them comes in, and rows with a name go: the next search forgets both.
        await IngestAsync(Write("org2.csv", Organisations.Replace("114314021000001129", "11431402100000331K").Replace("岚溪区卫生健康局", "某某3公司")));
        await ScalarAsync<object>("delete from record.reception where guest_org_name = '某某4公司'");
        (await Unmatched.SumAsync(default)).NotFound.Should().Be(13, "it is said of when this is");
        await FindAsync();
        (await Unmatched.ListAsync("", 20, 0, default)).Select(n => n.Name).Should().BeEquivalentTo(names.Select(n => n.Name).Except(["某某3公司", "某某4公司"]));
    }

    [Fact]
    public async Task A_search_finds_names_and_what_they_may_mean_and_tells_nothing_of_masked_ones()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("org2.csv", Organisations.Replace("114314021000001129", "11431402100000331K")), Write("f.csv", "使用流水号,申报编号,使用日期,金额,收款方\nU1,A1,2025-03-01,5,王小明\n"),
            Write("r.csv", Receptions + string.Concat(Enumerable.Range(0, 12).Select(i => $"\nX{i},11431402100000227F,岚溪区教育局,431402,2025-03-05,别的{i / 2}ABC公司,431402,2,100,100"))));
        await FindAsync();
        async Task<IEnumerable<string>> SearchAsync(string search) => (await Unmatched.ListAsync(search, 3, 0, default)).Select(n => n.Name);

        (await SearchAsync("")).Should().Equal("别的0ABC公司", "别的1ABC公司", "别的2ABC公司");
        (await SearchAsync("某某")).Should().Equal("某某公司");
        (await SearchAsync(" 别的3abc ")).Should().Equal("别的3ABC公司");
        (await SearchAsync("331K")).Should().Equal(["区卫健局", "岚溪区　卫生健康局"], "it may mean that one");
        (await SearchAsync("小明")).Should().BeEmpty();
        (await SearchAsync("王*")).Should().Equal("王**");
        (await SearchAsync("a\0b")).Should().BeEmpty();
    }

    [Fact]
    public async Task A_payee_that_no_register_knows_is_named_as_a_person_is()
    {
        await IngestAsync(Write("f.csv", "使用流水号,申报编号,使用日期,金额,收款方\nU1,A1,2025-03-01,5,王小明\nU2,A1,2025-03-01,5,岚溪某某商行有限公司\n"));
        (await FindAsync()).NotFoundNames.Select(n => n.Name).Should().BeEquivalentTo("王**", "岚溪某某商行有限公司");
    }

    [Fact]
    public async Task Two_who_look_at_once_write_one_after_the_other()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", Receptions));
        await using var other = await Database.Owner.OpenConnectionAsync();
        await using (var writing = new NpgsqlCommand("select pg_advisory_lock(hashtext('fundwatch.find-names'), 0)", other))
        {
            await writing.ExecuteNonQueryAsync();
        }

        var second = FindAsync();
        await Task.WhenAny(second, Eventually.HappensAsync(async () => await ScalarAsync<bool>("select exists (select from pg_locks where locktype = 'advisory' and not granted and classid = hashtext('fundwatch.find-names')::bit(32)::bigint::oid)")));
        second.IsCompleted.Should().BeFalse();
        await using (var written = new NpgsqlCommand("select pg_advisory_unlock(hashtext('fundwatch.find-names'), 0)", other))
        {
            await written.ExecuteNonQueryAsync();
        }

        (await second).Names.Should().Be(3);
    }

    [Fact]
    public async Task A_person_confirms_and_undoes_in_the_trail_and_the_program_does_not_come_back_to_it()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", Receptions));
        await FindAsync();
        var proposed = (await Store.ListAsync("proposed", null, default)).Single().Id;
        var exact = (await Store.ListAsync("confirmed", null, default)).Single().Id;

        (await Store.ConfirmAsync([proposed, 999], "wang", "问过", default)).Should().Equal(proposed);
        (await LinkedAsync()).Should().Be("区卫健局>114314021000001129;岚溪区　卫生健康局>114314021000001129");
        (await Store.UndoAsync([exact, proposed], "li", "另一个单位", default)).Should().Equal(exact < proposed ? [exact, proposed] : [proposed, exact]);
        await FindAsync();

        (await Store.ListAsync("undone", null, default)).Select(l => (l.DecidedBy, l.Note)).Should().Equal(("li", "另一个单位"), ("li", "另一个单位"));
        (await LinkedAsync()).Should().BeNull();
        var trail = await new TrailStore(Database.Store, TimeProvider.System).OfOfficeAsync();
        trail.Select(e => (e.Event, e.Actor)).Should().BeEquivalentTo([("name_confirmed", "wang"), ("name_undone", "li"), ("name_undone", "li")]);
        trail[0].Payload.Should().Contain("卫");
    }

    [Fact]
    public async Task What_the_program_linked_follows_the_register_and_what_a_person_confirmed_does_not()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", Receptions));
        await FindAsync();
        await Store.ConfirmAsync([(await Store.ListAsync("proposed", null, default)).Single().Id], "wang", null, default);

        // A second body of the same name: which one is meant can no longer be told.
        await IngestAsync(Write("org2.csv", Organisations.Replace("114314021000001129", "11431402100000331K")));
        var found = await FindAsync();
        found.Should().BeEquivalentTo(new { Names = 3, Exact = 0, Proposed = 0, Unmatched = 3, NotFound = 1, Ambiguous = 2 });
        found.AmbiguousNames[0].Name.Should().Be("区卫健局", "it has the most rows");
        found.AmbiguousNames[0].Candidates.Select(c => c.Code).Should().BeEquivalentTo("114314021000001129", "11431402100000331K");
        (await Store.ListAsync(null, null, default)).Select(l => (l.Method, l.State, l.DecidedBy)).Should().BeEquivalentTo([("abbreviation", "confirmed", "wang"), ("exact", "undone", (string?)null)]);

        (await Store.ListAsync(new NameFilter("undone", DecidedOnly: true), default)).Should().BeEmpty("nobody has undone it");
        (await Store.CountAsync(default)).Should().Equal(("proposed", 0), ("confirmed", 1), ("undone", 0));
        await ScalarAsync<object>("delete from record.organisation where org_code = '11431402100000331K'");
        await FindAsync();
        (await Store.ListAsync("confirmed", null, default)).Should().HaveCount(2, "the program may link again what it undid itself");
    }

    [Fact]
    public async Task Rules_read_links_through_the_view_and_cannot_write_them()
    {
        await IngestAsync(Write("org.csv", Organisations), Write("r.csv", Receptions));
        await FindAsync();
        await using var read = Database.Rules.CreateCommand("select count(*) from fw.linked_name");
        (await read.ExecuteScalarAsync()).Should().Be(1L);
        await using var write = Database.Rules.CreateCommand("delete from ingest.name_link");
        await FluentActions.Awaiting(() => write.ExecuteNonQueryAsync()).Should().ThrowAsync<Npgsql.PostgresException>();
    }

    [Fact]
    public async Task A_long_name_does_not_keep_others_from_being_linked()
    {
        var random = new Random(1);
        var list = string.Join("、", Enumerable.Range(0, 250).Select(_ => string.Concat(Enumerable.Range(0, 8).Select(_ => (char)random.Next(0x4e00, 0x9000))) + "局"));
        await IngestAsync(Write("org.csv", """
            单位代码,单位名称,行政区划代码
            114314021000001129,岚溪区卫生健康局,431402
            11431402100000227F,岚溪区教育局,431402
            """), Write("r.csv", $"""
            单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额
            R1,11431402100000227F,岚溪区教育局,431402,2025-03-02,岚溪区　卫生健康局,431402,2,100,100
            R2,11431402100000227F,岚溪区教育局,431402,2025-03-03,{list},431402,2,100,100
            """));
        (await ScalarAsync<long>("select count(*) from record.reception")).Should().Be(2);
        var found = await FindAsync();
        found.Exact.Should().Be(1);
        (await Unmatched.ListAsync("", 10, 0, default)).Should().ContainSingle(n => n.Name == list, "an entry of an index is short");
    }

    [Fact]
    public async Task A_long_name_that_is_registered_is_linked_like_any_other()
    {
        var random = new Random(2);
        var name = string.Concat(Enumerable.Range(0, 2_500).Select(_ => (char)random.Next(0x4e00, 0x9000))) + "局";
        await IngestAsync(Write("org.csv", $"""
            单位代码,单位名称,行政区划代码
            114314021000001129,{name},431402
            11431402100000227F,岚溪区教育局,431402
            """), Write("r.csv", $"""
            单据编号,单位代码,单位名称,行政区划代码,接待日期,来访单位,来访单位区划,来宾人数,餐费,报销金额
            R1,11431402100000227F,岚溪区教育局,431402,2025-03-02,{name},431402,2,100,100
            """));
        for (var again = 0; again < 2; again++)
        {
            (await FindAsync()).Exact.Should().Be(1);
            (await LinkedAsync()).Should().Be(name + ">114314021000001129");
        }
    }

    private Task<string?> LinkedAsync() => ScalarAsync<string>("select string_agg(written_name || '>' || code, ';' order by written_name collate \"C\") from fw.linked_name");
}
