using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using FundWatch.Data.Leads;
using FundWatch.Data.Leads.Export;
using FundWatch.Data.Review;
using FundWatch.Testing;

namespace FundWatch.DatabaseTests.Leads;

public sealed class LeadExportTests : IAsyncLifetime
{
    private const string Columns = "lead_id,fingerprint,stream,scheme,subject_kind,subject_code,subject_name,region_code,sector,risk_score,p_value,q_value,amount_at_stake,reason_codes,"
        + "reasons_zh,reasons_en,evidence_keys,model_versions,first_seen,last_seen,status,assignee,due_on,outcome,currency,legal_basis_zh,legal_basis_en";

    private readonly TestDatabase _database = new();
    private readonly Scene _scene;

    public LeadExportTests() => _scene = new Scene(_database);

    public async Task InitializeAsync()
    {
        await _database.InitializeAsync();
        await _scene.RuleAsync("REC-001", reasonZh: "{item}：“{who}”，需核实", reasonEn: "{item}: \"{who}\", to be verified");
        await _scene.FlagAsync("REC-001", "R1", detail: """{"who": "甲,乙\n丙"}""");
        await _scene.FlagAsync("REC-001", "R2", detail: """{"who": "丁"}""");
        await _scene.FlagAsync("REC-001", "R3", subject: "=HYPERLINK(\"http://x\")", value: 4);
        await _scene.BuildAsync();
    }

    public Task DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task A_csv_has_the_contracts_columns_a_byte_order_mark_and_no_formula()
    {
        var bytes = await ExportAsync("csv");
        bytes.Take(3).Should().Equal([0xEF, 0xBB, 0xBF]);
        var text = Encoding.UTF8.GetString(bytes)[1..];
        text.Should().StartWith(Columns + "\r\n");
        text.Should().Contain("\"'=HYPERLINK(\"\"http://x\"\")\"").And.Contain("reception:R1;reception:R2").And.Contain("甲,乙\n丙");
        text.Should().NotContain(",=").And.NotContain(",\"=");
    }

    [Fact]
    public async Task A_lead_takes_the_law_behind_its_reasons_along_and_says_where_it_is_unchecked()
    {
        await _scene.ExecuteAsync("update rule.catalogue set basis_zh = '某规定（2013）第十条', basis_en = 'Some rules (2013), art. 10' where rule_id = 'REC-001'");

        using (var json = JsonDocument.Parse(await ExportAsync("json")))
        {
            var lead = json.RootElement.GetProperty("leads")[0];
            lead.GetProperty("legal_basis_zh").GetString().Should().Be("REC-001 某规定（2013）第十条【依据待核实】");
            lead.GetProperty("legal_basis_en").GetString().Should().Be("REC-001 Some rules (2013), art. 10 [basis to be verified]");
        }

        await _scene.ExecuteAsync("update rule.catalogue set basis_checked = true where rule_id = 'REC-001'");
        Encoding.UTF8.GetString(await ExportAsync("csv")).Should().Contain("CNY,REC-001 某规定（2013）第十条,\"REC-001 Some rules (2013), art. 10\"\r\n");
        var first = (await _scene.Leads.RowsAsync(new LeadFilter(), 1).ToListAsync()).Single();
        (await _scene.Leads.ShowAsync(first.LeadId))!.Lead.LegalBasisZh.Should().Be(first.LegalBasisZh, "one lead and the list say the same");
    }

    [Fact]
    public async Task A_lead_shown_on_the_command_line_has_the_law_below_each_reason()
    {
        await _scene.ExecuteAsync("update rule.catalogue set basis_zh = '某规定', basis_en = 'Some rules, art. 10' where rule_id = 'REC-001'");
        var lead = (await _scene.Leads.RowsAsync(new LeadFilter(), 1).FirstAsync()).LeadId;
        string[] show = ["leads", "show", $"{lead}", "--data-dir", _database.Store.Directory.Root, "--connection", _database.ConnectionString];

        (await Host.Program.RunAsync(show)).Out.Should().Contain("Legal basis: Some rules, art. 10 [basis to be verified]");
        using var json = JsonDocument.Parse((await Host.Program.RunAsync([.. show, "--json"])).Out);
        var part = json.RootElement.GetProperty("parts")[0];
        part.GetProperty("basis_zh").GetString().Should().Be("某规定");
        part.GetProperty("basis_checked").GetBoolean().Should().BeFalse();
        part.GetProperty("basis_holds").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task Abroad_the_law_is_named_as_one_that_does_not_hold()
    {
        await _scene.ExecuteAsync("update rule.catalogue set basis_zh = '某规定', basis_en = 'Some rules', basis_checked = true where rule_id = 'REC-001'");
        await _scene.ExecuteAsync("update review.lead set currency = 'GBP'");

        var lead = await _scene.Leads.RowsAsync(new LeadFilter(), 1).FirstAsync();

        lead.LegalBasisZh.Should().Be("REC-001 仅为数据比较，下列中国法规不适用于境外：某规定");
        lead.LegalBasisEn.Should().Contain("does not hold abroad").And.EndWith("Some rules");
    }

    [Fact]
    public async Task Json_is_one_object_whose_leads_have_the_contracts_members()
    {
        using var json = JsonDocument.Parse(await ExportAsync("json"));
        var leads = json.RootElement.GetProperty("leads");
        leads.GetArrayLength().Should().Be(2);
        leads[0].EnumerateObject().Select(m => m.Name).Should().Equal(Columns.Split(','));
        leads[0].GetProperty("risk_score").GetDecimal().Should().BeGreaterThan(50);
        leads[0].GetProperty("p_value").ValueKind.Should().Be(JsonValueKind.Null);
        leads[0].GetProperty("first_seen").GetString().Should().Be("2026-03-02T09:00:00+08:00");
    }

    [Fact]
    public async Task An_xlsx_is_read_back_with_numbers_as_numbers_and_no_formula()
    {
        using var stream = new MemoryStream(await ExportAsync("xlsx"));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            zip.Entries.Should().Contain(e => e.FullName.EndsWith("sheet1.xml", StringComparison.Ordinal) || e.FullName.Contains("worksheets", StringComparison.Ordinal));
        }

        using var book = SpreadsheetDocument.Open(stream, isEditable: false);
        var rows = book.WorkbookPart!.WorksheetParts.Single().Worksheet!.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList();
        rows.Should().HaveCount(3);
        rows[0].Select(c => c.InnerText).Should().Equal(Columns.Split(','));
        decimal.Parse(rows[1][9].CellValue!.Text, System.Globalization.CultureInfo.InvariantCulture).Should().BeGreaterThan(50);
        rows.SelectMany(r => r).Should().OnlyContain(c => c.CellFormula == null && !c.InnerText.StartsWith('='));
        rows[1][14].InnerText.Should().Contain("甲,乙\n丙");
    }

    [Fact]
    public async Task Every_export_is_recorded_with_who_took_what()
    {
        await ExportAsync("csv");
        var recorded = (await new TrailStore(_database.Store, _scene.Clock).OfOfficeAsync()).Single();
        recorded.Should().BeEquivalentTo(new { Event = "export", Actor = "chen" });
        recorded.Payload.Should().Contain("\"format\":\"csv\"");
        await ((Func<Task>)(() => new LeadExport(_database.Store, _scene.Clock).WriteAsync(Stream.Null, "csv", new LeadFilter(), null, ""))).Should().ThrowAsync<ArgumentException>();
    }

    [Fact]
    public async Task Filters_choose_and_top_limits()
    {
        (await CountAsync(new LeadFilter(Status: "open"))).Should().Be(2);
        (await CountAsync(new LeadFilter(Status: "closed"))).Should().Be(0);
        (await CountAsync(new LeadFilter(Text: "hyperlink"))).Should().Be(1);
        (await CountAsync(new LeadFilter(MinScore: 75))).Should().Be(1);
        (await CountAsync(new LeadFilter(Stream: "subsidy"))).Should().Be(0);
        (await _scene.Leads.RowsAsync(new LeadFilter(), 1).CountAsync()).Should().Be(1);
    }

    private async Task<int> CountAsync(LeadFilter filter) => await _scene.Leads.RowsAsync(filter, null).CountAsync();

    private async Task<byte[]> ExportAsync(string format)
    {
        using var stream = new MemoryStream();
        await new LeadExport(_database.Store, _scene.Clock).WriteAsync(stream, format, new LeadFilter(), null, "chen");
        return stream.ToArray();
    }
}
