using System.Text;
using FundWatch.Data.Ingest;
using FundWatch.Data.Ingest.Mappings;
using FundWatch.Data.Ingest.Privacy;
using FundWatch.Data.Ingest.Quality;
using FundWatch.Data.Ingest.Quarantine;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Ingest;

/// <summary>Numbers of persons in columns that are not made for them: nowhere in the store but in the vault, and the same token as in the columns of persons.</summary>
public sealed class PersonNumberTests : IngestTest
{
    private const string Zhang = "330106198001011235", Li = "33010619750808106X", Damaged = "330106198001011230", Old = "330106600101123", Card = "6217001234567893";
    private const string Personnel = "人员标识,单位代码,姓名\n" + Zhang + ",91152201078377449P,张三\n" + Li + ",91152201078377449P,李四\n";
    private const string Purchases = "采购单号,学校代码,学校,行政区划代码,供应商代码,供应商,品名,数量,计量单位,单价,金额,采购日期\n";

    private static readonly string[] _numbers = [Zhang, Li, Damaged, Old, Card];

    [Fact]
    public async Task A_resident_number_where_a_firms_code_is_due_is_the_token_of_that_person()
    {
        await IngestAsync(Write("staff.csv", Personnel));
        var report = await IngestAsync(Write("a.csv", Purchases + Purchase(1, Zhang) + Purchase(2, "33010619750808106x") + Purchase(3, "330106-19800101-1235") + Purchase(4, Damaged) + Purchase(5, Old)
            + Purchase(6, "91152201078377449P") + Purchase(7, "440301103097413") + Purchase(8, "330106195001011063")));

        report.Totals.Loaded.Should().Be(8);
        report.Files[0].Warnings.Should().BeEquivalentTo(new Dictionary<string, int> { ["resident_id_as_code:supplier_code"] = 6, ["bad_credit_code:supplier_code"] = 1 });
        (await ScalarAsync<string>("""
            select string_agg(m.purchase_id || coalesce('=' || p.person_name, case when m.supplier_code ~ '^p_' then '=token' else '=' || m.supplier_code end), ' ' order by m.purchase_id)
            from record.meal_purchase m left join (select person_id, case person_id when '' then '' else (select v.masked from vault.personal v where v.token = person_id) end as person_name from record.personnel) p
                on p.person_id = m.supplier_code
            """)).Should().Be("CG1=****1235 CG2=****106X CG3=****1235 CG4=token CG5=token CG6=91152201078377449P CG7=440301103097413 CG8=token");
        (await ScalarAsync<long>("select count(*) from record.meal_purchase m where supplier_code ~ '^p_' and not exists (select from vault.personal v where v.token = m.supplier_code)")).Should().Be(0);
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task It_makes_no_difference_how_often_a_number_comes_or_in_what_format()
    {
        await IngestAsync(Write("a.csv", Purchases + string.Concat(Enumerable.Range(0, 9_000).Select(i => Purchase(i, i % 3 == 0 ? Zhang : "91152201078377449P", "张三" + (i % 2 == 0 ? Li : ""))))));
        (await ScalarAsync<long>("select count(*) from record.meal_purchase where supplier_code ~ '^p_' and warnings @> '{resident_id_as_code:supplier_code}'")).Should().Be(3_000);
        (await ScalarAsync<long>("select count(*) from record.meal_purchase where supplier_name ~ '^张三p_' and warnings @> '{personal_number_in_text:supplier_name}'")).Should().Be(4_500);
        await IngestAsync(Write("b.jsonl", $$"""{"采购单号":"J1","学校代码":"XX1","学校":"一小","行政区划代码":"330102","供应商代码":{{Zhang}},"品名":"米","数量":1,"计量单位":"公斤","单价":4,"金额":5,"采购日期":"2025-03-02"}""" + "\n"));
        await IngestAsync(Write("c.xlsx", XlsxFile.Make([.. (Purchases + Purchase(90_000, Zhang)).TrimEnd('\n').Split('\n').Select(l => l.Split(','))])));
        await IngestAsync(Write("d.json", $$$"""
            {"uri":"x","publishedDate":"2025-01-01T00:00:00Z","releases":[{"ocid":"ocds-1","id":"1","date":"2025-01-02T00:00:00Z","tag":["award"],"tender":{"title":"修路","procurementMethod":"open"},
             "buyer":{"id":"{{{Li}}}","name":"某局"},"parties":[{"id":"{{{Li}}}","name":"某局","roles":["buyer"],"address":{"region":"330102"}}],"awards":[{"id":"a","suppliers":[{"id":"{{{Zhang}}}","name":"张三"}],"value":{"amount":5,"currency":"CNY"}}]}]}
            """));
        (await ScalarAsync<long>("select count(distinct supplier_code) from record.meal_purchase where supplier_code ~ '^p_'")).Should().Be(1);
        (await ScalarAsync<string>("select concat_ws(' ', o.masked, s.masked, p.supplier_code = (select max(supplier_code) from record.meal_purchase)) from record.project p join vault.personal o on o.token = owner_code join vault.personal s on s.token = supplier_code"))
            .Should().Be("****106X ****1235 t");
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task Identifiers_and_texts_keep_all_but_the_number()
    {
        await IngestAsync(Write("staff.csv", Personnel));
        var report = await IngestAsync(Write("u.csv", "使用流水号,申报编号,使用日期,金额,用途说明,收款方,收款账号\n"
            + $"U1,{Zhang},2025-03-02,5,退张三{Zhang}押金（卡{Card}）,{Zhang},{Card}\n"
            + $"SQ{Li}-2,330106202503020018,2025-03-02,5,ID{Zhang}ok,李四,1\n"));
        report.Totals.Loaded.Should().Be(2);
        var token = await ScalarAsync<string>("select token from vault.personal where masked = '****1235' and token in (select person_id from record.personnel)");
        var card = await ScalarAsync<string>("select payee_account from record.fund_use where use_id = 'U1'");
        (await ScalarAsync<string>("select concat_ws('|', application_id, purpose, payee_name, array_to_string(warnings, ' ')) from record.fund_use where use_id = 'U1'")).Should().Be(
            $"{token}|退张三{token}押金（卡{card}）|{token}|resident_id_as_code:application_id personal_number_in_text:purpose personal_number_in_text:payee_name");
        (await ScalarAsync<string>("select concat_ws('|', use_id, application_id, purpose) from record.fund_use where use_id <> 'U1'"))
            .Should().MatchRegex("^SQ p_.{22} -2\\|330106202503020018\\|ID p_.{22} ok$");
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task Digits_of_full_width_within_a_text_are_a_number_too()
    {
        await IngestAsync(Write("staff.csv", Personnel));
        var report = await IngestAsync(Write("u.csv", "使用流水号,申报编号,使用日期,金额,用途说明,收款方,收款账号\n"
            + $"U1,SQ1,2025-03-02,5,退（张三）{Wide(Zhang)}押金，卡{Wide(Card[..8])}{Card[8..]},李四,1\n"
            + "U2,SQ1,2025-03-02,5,第１２次（２０２５年）押金,李四,1\n"));
        report.Totals.Loaded.Should().Be(2);
        var token = await ScalarAsync<string>("select token from vault.personal where masked = '****1235' and token in (select person_id from record.personnel)");
        (await ScalarAsync<string>("select concat_ws('|', purpose, array_to_string(warnings, ' ')) from record.fund_use where use_id = 'U1'"))
            .Should().MatchRegex($"^退\\(张三\\){token}押金,卡p_.{{22}}\\|personal_number_in_text:purpose$");
        (await ScalarAsync<string>("select concat_ws('|', purpose, array_to_string(warnings, ' ')) from record.fund_use where use_id = 'U2'")).Should().Be("第１２次（２０２５年）押金", "a text without one is kept as it is");
        await NothingIsInClearAsync();
        (await ScalarAsync<long>($"select count(*) from record.fund_use where purpose ~ '{Wide(Zhang)}|{Wide(Card[..8])}'")).Should().Be(0);
    }

    private static string Wide(string digits) => string.Concat(digits.Select(d => (char)(d - '0' + '０')));

    [Fact]
    public async Task A_word_that_is_none_of_a_list_is_looked_at_too()
    {
        await IngestAsync(Write("p.csv", Payments(3).Replace(",中\n", $",张三{Zhang}\n")));
        (await ScalarAsync<long>("select count(*) from record.canteen_payment where meal_type ~ '^张三p_.{22}$' and warnings = '{personal_number_in_text:meal_type}'")).Should().Be(3);
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task A_dry_run_puts_nobody_into_the_vault()
    {
        var before = await Database.HashTablesAsync("record", "history", "ingest", "vault");
        var report = await IngestAsync(new IngestRequest([Write("a.csv", Purchases + Purchase(1, Zhang, "张三" + Li))], DryRun: true));
        report.Files[0].Warnings.Should().ContainKey("resident_id_as_code:supplier_code");
        (await Database.HashTablesAsync("record", "history", "ingest", "vault")).Should().BeEquivalentTo(before);
    }

    [Fact]
    public async Task The_same_again_is_unchanged_and_a_row_that_comes_later_is_in_the_vault()
    {
        var lines = Enumerable.Range(0, 300).Select(i => Purchase(i, i % 50 == 0 ? Zhang : "91152201078377449P")).ToList();
        await IngestAsync(Write("a.csv", Purchases + string.Concat(lines)));
        lines[7] = Purchase(7, Li);
        lines[50] = lines[50].Replace(",5,", ",6,");
        var report = await IngestAsync(Write("b.csv", Purchases + string.Concat(lines)));
        (report.Totals.Unchanged, report.Totals.Updated).Should().Be((298, 2));
        (await ScalarAsync<string>("select v.masked from vault.personal v join record.meal_purchase m on m.supplier_code = v.token where purchase_id = 'CG7'")).Should().Be("****106X");
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task A_refused_row_shows_no_number_and_gives_the_token_once_it_is_corrected()
    {
        await IngestAsync(Write("a.csv", Purchases + Purchase(1, Zhang).Replace("2025-03-02", Li) + Purchase(2, "91152201078377449P", $"张三{Zhang}").Replace(",5,", $",{Zhang},")));
        await IngestAsync(Write("o.csv", $"单位代码,单位名称,行政区划代码\n{Zhang},甲,330102\n{Zhang},乙,330102\n"));
        var store = new QuarantineStore(Database.Store);
        var rows = await store.ListAsync(new QuarantineFilter(), default, withRaw: false);
        rows.Select(r => r.Code).Should().Equal("bad_date", "too_large", "duplicate_key");
        string.Join(' ', rows.Select(r => r.MessageZh + r.MessageEn)).Should().Contain("****106X").And.Contain("****1235");
        foreach (var row in rows)
        {
            var cells = (await store.ShowAsync(row.Id, clear: false, default))!.Cells;
            string.Join(' ', cells.Select(c => c.Value)).Should().NotContainAny(_numbers).And.Contain("****1235");
            cells.Where(c => c.Value.Contains("****")).Should().OnlyContain(c => c.IsMasked);
            string.Join(' ', (await store.ShowAsync(row.Id, clear: true, default))!.Cells.Select(c => c.Value)).Should().Contain(Zhang);
        }

        await NothingIsInClearAsync();
        var sheet = new MemoryStream();
        var service = new QuarantineService(Database.Store, TimeProvider.System);
        await service.ExportAsync(new QuarantineFilter(Ids: [rows[0].Id]), sheet, default);
        await service.RetryAsync(Write("corrected.csv", Encoding.UTF8.GetString(sheet.ToArray()).Replace("," + Li, ",2025-03-02")), "tester", default);
        (await ScalarAsync<string>("select v.masked || array_to_string(m.warnings, ' ') from record.meal_purchase m join vault.personal v on v.token = m.supplier_code")).Should().Be("****1235resident_id_as_code:supplier_code");
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task Report_draft_and_complaint_show_no_number_and_say_what_to_do()
    {
        await IngestAsync(Write("c.csv", "统一社会信用代码,企业名称\n91152201078377449P,某公司\n"));
        var file = Write("a.csv", Purchases + string.Concat(Enumerable.Range(0, 40).Select(i => Purchase(i, Zhang, "张三" + Li))));
        var load = await IngestAsync(file);
        var report = await new QualityReports(Database.Store).ReadAsync(load.Files[0].BatchId!.Value, default);
        report!.Findings.Remarks.Should().Contain(r => r.Code == "personal_cells" && r.Column == "supplier_code" && r.Count == 40 && r.Zh.Contains("统一社会信用代码") && r.En.Contains("credit code"));
        report.Findings.Remarks.Should().Contain(r => r.Code == "personal_text" && r.Column == "supplier_name");
        report.Findings.References.Single(r => r.Column == "supplier_code").Examples.Should().Equal("****1235");

        var draft = MappingDraft.Of(Write("u.csv", $"流水,证号,收款户名,金额,付款人标识,备考\n1,{Zhang},张三{Li},5,王小明,{Card}\n"), "canteen_payment");
        draft.ToText(chinese: true).Should().NotContainAny(_numbers).And.Contain("****1235").And.NotContain("王小明").And.Contain("王**");
        var unknown = await IngestAsync(Write("x.csv", $"学校,{Zhang},张三\n学校,{Li},李四\n"));
        (unknown.Files[0].Error!.Zh + unknown.Files[0].Error!.En).Should().NotContainAny(_numbers).And.Contain("****1235");
        await NothingIsInClearAsync();
    }

    [Fact]
    public async Task A_store_that_an_earlier_version_filled_is_made_good_when_it_is_opened()
    {
        var purchases = Purchases + Purchase(1, Zhang) + Purchase(2, "91152201078377449P", $"张三{Li}") + Purchase(3, "91152201078377449P") + Purchase(4, "440301103097413").Replace("2025-03", "2025-04");
        var companies = "统一社会信用代码,企业名称,成立日期\n" + $"{Old},甲,2001-01-01\n91152201078377449P,乙,2001-01-01\n";
        await IngestAsync(Write("a.csv", purchases), Write("c.csv", companies));
        const string State = "select string_agg(r::text, '|' order by k) from (select purchase_id as k, row_hash, supplier_code, supplier_name, array_to_string(warnings, ' ') as w, recorded_from from record.meal_purchase union all select company_code, row_hash, company_name, null, array_to_string(warnings, ' '), recorded_from from record.company) r";
        var now = await ScalarAsync<string>(State);
        var (zhang, old) = (await ScalarAsync<string>("select supplier_code from record.meal_purchase where purchase_id = 'CG1'"), await ScalarAsync<string>("select max(company_code) from record.company"));
        const string Versions = "select (select count(*) from history.meal_purchase) || ' ' || (select count(*) from history.company)";

        // What the version before would have left: rows, a row replaced since, a flag, a lead, a reason.
        await ExecuteAsync($"""
            alter table record.meal_purchase disable trigger user; alter table record.company disable trigger user;
            update record.meal_purchase set supplier_code = '{Zhang}', warnings = array['bad_credit_code:supplier_code'], row_hash = gen_random_uuid() where purchase_id = 'CG1';
            update record.meal_purchase set supplier_name = '张三{Li}', warnings = null, row_hash = gen_random_uuid() where purchase_id = 'CG2';
            update record.company set company_code = '{Old}', warnings = array['bad_credit_code:company_code'], row_hash = gen_random_uuid() where company_name = '甲';
            alter table record.meal_purchase enable trigger user; alter table record.company enable trigger user;
            insert into history.meal_purchase select *, clock_timestamp() from record.meal_purchase where purchase_id = 'CG1';
            truncate vault.personal;
            insert into rule.flag (rule_id, rule_version, stream, scheme, subject_kind, subject_code, item_key, kind, severity, evidence, detail)
                values ('SCH-007', 1, 'meal_purchase', 'meals.supplier', 'company', '{Zhang}', '{Zhang}|2025', 'analytic', 3, array['company:{Old}', 'meal_purchase:CG1'], jsonb_build_object('supplier', '{Zhang}'));
            insert into review.lead (fingerprint, stream, scheme, subject_kind, subject_code, subject_name, risk_score, priority, reason_codes, reasons_zh, reasons_en, evidence_keys, content_sha256)
                values ('{Core.Leads.Fingerprint.Of("meals.supplier", "company", Zhang)}', 'meal_purchase', 'meals.supplier', 'company', '{Zhang}', '{Zhang}', 50, 1, array['SCH-007'], '向 {Zhang} 采购', 'bought from {Zhang}', array['company:{Old}'], 'x');
            insert into ingest.rejected_row (batch_id, stream, file_name, line_no, code, message_zh, message_en, raw, issues)
                values (1, 'company', 'x', 2, 'duplicate_key', '主键“{Zhang}”重复', '{Zhang} again', '', '{JsonIssues}');
            """);
        var trail = await ScalarAsync<long>("select count(*) from review.trail");
        (await ScalarAsync<string>(State)).Should().Contain(Zhang).And.Contain(Old);
        var versions = await ScalarAsync<string>(Versions);
        await ExecuteAsync("insert into ingest.unprotected values ('meal_purchase'), ('company'), ('')");

        await using (await Data.Postgres.FundWatchDatabase.OpenAsync(new(Database.Store.Directory.Root, Database.ConnectionString), TimeProvider.System, default))
        {
            await NothingIsInClearAsync();
        }

        (await ScalarAsync<string>(State)).Should().Be(now, "fields, hashes, warnings and times are those of a load by this version");
        (await ScalarAsync<string>(Versions)).Should().Be(versions, "the number would live on in an old version");
        (await ScalarAsync<string>("select supplier_code from history.meal_purchase")).Should().Be(zhang);
        (await ScalarAsync<string>("select concat_ws(' ', subject_code, item_key, evidence::text, detail::text) from rule.flag")).Should().Be($"{zhang} {zhang}|2025 {{company:{old},meal_purchase:CG1}} {{\"supplier\": \"{zhang}\"}}");
        (await ScalarAsync<string>("select concat_ws(' ', fingerprint, subject_code, subject_name, reasons_zh, evidence_keys::text) from review.lead"))
            .Should().Be($"{Core.Leads.Fingerprint.Of("meals.supplier", "company", zhang!)} {zhang} ****1235 向 ****1235 采购 {{company:{old}}}");
        (await ScalarAsync<string>("select string_agg(masked, ' ' order by masked) from vault.personal")).Should().Be("****106X ****1123 ****1235");
        (await ScalarAsync<long>("select count(*) from review.trail where event = 'persons_protected' and actor = 'system'")).Should().Be(3);
        (await ScalarAsync<long>("select count(*) from review.trail")).Should().Be(trail + 3);

        var again = await IngestAsync(Write("b.csv", "\uFEFF" + purchases), Write("d.csv", "\uFEFF" + companies));
        again.Totals.Unchanged.Should().Be(again.Totals.Rows);
    }

    [Fact]
    public async Task Of_two_rows_that_are_one_person_the_second_goes_into_the_past()
    {
        await IngestAsync(Write("c.csv", $"统一社会信用代码,企业名称,成立日期\n{Zhang},甲,2001-01-01\n"));
        // What the version before would have left: one person in two spellings.
        await ExecuteAsync($"""
            alter table record.company disable trigger user;
            update record.company set company_code = '{Zhang}';
            insert into record.company (company_code, company_name, established_on, source_id, batch_id, line_no, row_hash, recorded_from)
                select company_code || ' ', company_name, established_on, source_id, batch_id, 9, row_hash, recorded_from from record.company;
            alter table record.company enable trigger user;
            insert into ingest.unprotected values ('company')
            """);
        await using (await Data.Postgres.FundWatchDatabase.OpenAsync(new(Database.Store.Directory.Root, Database.ConnectionString), TimeProvider.System, default))
        {
            await NothingIsInClearAsync();
        }

        (await ScalarAsync<string>("select (r.company_code = h.company_code and r.company_name = h.company_name and r.established_on = h.established_on and h.line_no = 9 and h.recorded_to > h.recorded_from)::text from record.company r, history.company h")).Should().Be("true");
    }

    private static readonly string JsonIssues = $$"""[{"column":"company_code","code":"duplicate_key","zh":"{{Zhang}}","en":"{{Zhang}}"}]""";

    private static string Purchase(int i, string supplier, string name = "某供应商") => $"CG{i},XX1,一小,330102,{supplier},{name},米,1,公斤,4,5,2025-03-02\n";

    // Every row of every table as text. Tables of versions before may hold what was replaced; here nothing may.
    private async Task NothingIsInClearAsync()
    {
        await using var list = Database.Owner.CreateCommand("""
            select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and n.nspname !~ '^pg_' and c.relkind in ('r', 'p') and not c.relispartition
            """);
        var tables = new List<string>();
        await using (var reader = await list.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        tables.Should().Contain("record.meal_purchase").And.Contain("vault.personal");
        foreach (var table in tables)
        {
            (await ScalarAsync<string>($"select t::text from {table} t where t::text ~* '{string.Join('|', _numbers)}' limit 1")).Should().BeNull($"no number may be in {table}");
        }
    }
}
