using System.Text;

namespace FundWatch.UnitTests.Files;

public sealed class JsonTests
{
    private static readonly string[] _rows = ["day|kind", "2025-10-01|放假", "2025-10-11|调休上班"];

    [Theory]
    [InlineData("[{\"day\":\"2025-10-01\",\"kind\":\"放假\"},{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]")]
    [InlineData("[\n  {\n    \"day\": \"2025-10-01\",\n    \"kind\": \"放假\"\n  },\n  {\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\n]\n")]
    [InlineData("{\"code\":0,\"data\":[{\"day\":\"2025-10-01\",\"kind\":\"放假\"},{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]}")]
    [InlineData("{\n \"message\": \"ok [}\", \"ids\": [1,2], \"data\": {\"total\": 2,\n \"rows\": [\n{\"day\":\"2025-10-01\",\"kind\":\"放假\"},\n{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]}, \"after\": {\"x\": []}\n}")]
    [InlineData("{\"day\":\"2025-10-01\",\"kind\":\"放假\"}\n\n{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\n")]
    [InlineData("\uFEFF{\"day\":\"2025-10-01\",\"kind\":\"放假\"}\r\n{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}")]
    public void Every_common_form_gives_the_same_rows(string json) => Read(json).Should().Equal(_rows);

    [Theory]
    [InlineData("[[\"day\",\"kind\"],[\"2025-10-01\",\"放假\"],[],[\"2025-10-11\",\"调休上班\"]]")]
    [InlineData("[\n [\"day\", \"kind\"],\n [\"2025-10-01\", \"放假\"],\n [\"2025-10-11\", \"调休上班\"]\n]\n")]
    [InlineData("{\"code\":0,\"data\":{\"rows\":[[\"day\",\"kind\"],[\"2025-10-01\",\"放假\"],[\"2025-10-11\",\"调休上班\"]]}}")]
    [InlineData("[\"day\",\"kind\"]\n[\"2025-10-01\",\"放假\"]\n[\"2025-10-11\",\"调休上班\"]\n")]
    public void Arrays_in_an_array_are_rows_of_cells(string json) => Read(json).Should().Equal(_rows);

    [Fact]
    public void A_row_of_cells_may_hold_anything_but_another_table() =>
        Read("[[\"a\",\"b\"],[1.50,null],[true,{\"x\":1}],[[1,2],[[3]]],{\"a\":1}]").Should().Equal("a|b", "1.50|", "true|{…} !NestedValue", "1;2;|[…]; !NestedValue", "{\"a\":1} !!BadJson");

    [Theory]
    [InlineData("[[编号]],名称\n1,甲\n", "[[编号]]|名称")]
    [InlineData("[\"编号\"],名称\n[1],甲\n", "[\"编号\"]|名称")]
    public void Brackets_around_words_are_no_rows(string text, string header) => Read(text)[0].Should().Be(header);

    [Fact]
    public void Quotes_within_texts_do_not_hide_the_carriage_return_behind_them() =>
        Read("[\"a\",\"b\"]\r[\"x\",\"1\\\",\\\"2\"]\r[\"y\",\"\"]\r").Should().Equal("a|b", "x|1\",\"2", "y|");

    [Fact]
    public void Lines_of_json_may_end_in_a_carriage_return() => Read("{\"day\":\"2025-10-01\",\"kind\":\"放假\"}\r{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\r").Should().Equal(_rows);

    [Fact]
    public void A_single_object_is_one_row() => Read("{\n\"day\":\"2025-10-01\", \"kind\":\"放假\"\n}".Replace("\n", "")).Should().Equal(_rows[..2]);

    [Theory]
    [InlineData("[{\"day\":\"2025-10-01\",\"kind\":\"放假\"}]\n[{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]\n")]
    [InlineData("[{\"day\":\"2025-10-01\",\"kind\":\"放假\"}],\n[{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]")]
    [InlineData("[{\"day\":\"2025-10-01\",\"kind\":\"放假\"}][][{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}]")]
    [InlineData("[{\"day\":\"2025-10-01\",\"kind\":\"放假\"}]\n{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\n")]
    [InlineData("[]\r\n\uFEFF[\n{\"day\":\"2025-10-01\",\"kind\":\"放假\"},{\"day\":\"2025-10-11\",\"kind\":\"调休上班\"}\n]")]
    [InlineData("[[\"day\",\"kind\"],[\"2025-10-01\",\"放假\"]]\n[[\"2025-10-11\",\"调休上班\"]]")]
    public void What_stands_behind_an_array_is_read_on(string json) => Read(json).Should().Equal(_rows);

    [Fact]
    public void Arrays_line_by_line_are_read_to_the_last_however_many_they_are()
    {
        var rows = Read(string.Concat(Enumerable.Range(0, 30_000).Select(i => $"[{{\"a\":{i}}},{{\"a\":\"ä{i}\"}}]\n")));
        rows.Should().HaveCount(60_001);
        rows[^1].Should().Be("ä29999");
    }

    [Fact]
    public void Behind_an_array_of_records_what_is_none_is_refused_by_itself() => Read("[{\"a\":1}]\n[7,{\"a\":2}]\n[[3]]").Should().Equal("a", "1", "7 !!BadJson", "2", "[3] !!BadJson");

    [Theory]
    [InlineData("{\"data\":[{\"a\":1}],\"data\":[{\"a\":2}]}", "'data'")]
    [InlineData("{\"x.y\":[{\"a\":1}],\"x\":{\"y\":[{\"a\":2}]}}", "'x.y'")]
    public void Two_arrays_of_one_name_are_refused_since_only_one_would_be_read(string json, string named)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        file.Refusal().En.Should().Contain("two lists are called " + named);
    }

    [Fact]
    public void Several_arrays_are_parts()
    {
        using var file = new TableFile("a.json", "{\"holidays\":[{\"day\":\"2025-10-01\"}],\"orgs\":[{\"org\":\"A\",\"list\":[{\"x\":1}]}]}"u8.ToArray());
        file.Probe().Parts().Select(p => p.Name).Should().Equal("holidays", "orgs");
        file.Read("orgs")[0].Should().Be("org|list");
    }

    [Fact]
    public void Objects_inside_are_flattened_and_what_fits_in_no_cell_is_marked() =>
        Read("[{\"a\":{\"b\":1,\"c\":null},\"d\":[1,\"x\"],\"e\":[{\"f\":1},2],\"g\":true}]").Should().Equal("a.b|a.c|d|e|g", "1||1;x;|{…};2;|true !NestedValue");

    [Fact]
    public void A_name_twice_is_refused_for_its_row_alone() =>
        Read("[{\"a\":1},{\"a\":1,\"a\":2},{\"a\":3}]").Should().Equal("a", "1", "a|{\"a\":1,\"a\":2} !!RepeatedName", "3");

    [Fact]
    public void A_name_twice_hides_no_name_behind_it() =>
        Read("{\"a\":1,\"x\":{\"b\":1,\"b\":2,\"c\":3},\"d\":4}\n{\"d\":8,\"a\":5,\"x\":{\"c\":7,\"b\":6}}\n").Should().Equal("a|x.b|x.c|d", "x.b|{\"a\":1,\"x\":{\"b\":1,\"b\":2,\"c\":3},\"d\":4} !!RepeatedName", "5|6|7|8");

    [Theory]
    [InlineData(",\"b\":77", "|{\"b\":77} !!UnknownField")]
    [InlineData(",\"住宿\":{\"费\": 1.50 , \"注\":\"一\\n二\"}", "|{\"住宿.费\":1.50,\"住宿.注\":\"一\\n二\"} !!UnknownField")]
    [InlineData(",\"b\":[{\"x\":[1, 2]}],\"b\":2", "|{\"b\":[{\"x\":[1, 2]}],\"b\":2} !!UnknownField")]
    [InlineData(",\"b\":1,\"a\":3", "")]
    [InlineData(",\"b\":null,\"c\":\"\",\"d\":[],\"e\":{}", "")]
    public void A_field_that_the_first_thousand_records_do_not_have_is_kept_whole_behind_the_cells(string more, string read)
    {
        var rows = Read(string.Concat(Enumerable.Repeat("{\"a\":1}\n", 1_000)) + "{\"a\":2" + more + "}\n{\"a\":4}\n");
        rows[1001..].Should().Equal(more.Contains("\"a\"") ? $"a|{{\"a\":2{more}}} !!RepeatedName" : "2" + read, "4");
    }

    [Theory]
    [InlineData("{\"费\":1,\"b\":{\"c\":2}}", "费, b")]
    [InlineData("{\"a\":1,\"a\":2,\"b\":[1,],}", "a, b")]
    [InlineData("{\"a\":1,\"b\":\"cut o", "a, b")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7}", "a, b, c, d, e, …")]
    public void The_first_names_of_unknown_fields_are_told(string kept, string names) => Data.Files.Json.UnknownFields.Names(Encoding.UTF8.GetBytes(kept)).Should().Be(names);

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    public void A_record_of_more_than_four_megabytes_or_two_thousand_fields_is_refused_by_itself(string before, string between, string behind)
    {
        var (long4, wide) = ($"{{\"a\":\"{new string('x', 5_000_000)}\"}}", "{" + string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"f{i}\":1")) + "}");
        var rows = Read(before + string.Join(between, "{\"a\":1}", long4, wide, long4, "{\"a\":2}") + behind);
        rows.Should().HaveCount(6);
        rows[1].TrimEnd('|').Should().Be("1");
        rows[2..5].Should().AllSatisfy(r => r.Should().EndWith("!!RowTooLong").And.HaveLength(16 * 1024 + " !!RowTooLong".Length));
        rows[5].TrimEnd('|').Should().Be("2");
    }

    [Fact]
    public void A_record_that_is_too_wide_leaves_no_columns_behind()
    {
        var wide = "{" + string.Join(',', Enumerable.Range(0, 3_000).Select(i => $"\"f{i}\":1")) + "}";
        Read($"{wide}\n{{\"a\":1}}\n{{\"b\":2}}\n").Should().SatisfyRespectively(
            header => header.Should().Be("a|b"), refused => refused.Should().EndWith("!!RowTooLong"), first => first.Should().Be("1|"), second => second.Should().Be("|2"));
    }

    [Fact]
    public void Records_may_use_thousands_of_names_between_them()
    {
        var rows = Read(string.Concat(Enumerable.Range(0, 400).Select(i => "{" + string.Join(',', Enumerable.Range(0, 10).Select(j => $"\"n{i}.{j}\":1")) + "}\n")));
        rows[0].Split('|').Should().HaveCount(4_000);
        rows[1..].Should().AllSatisfy(r => r.Should().NotContain("!"));
    }

    [Theory]
    [InlineData("[", ",", "]")]
    [InlineData("", "\n", "\n")]
    public void A_row_of_more_than_two_thousand_cells_is_refused_by_itself(string before, string between, string behind) =>
        Read(before + string.Join(between, "[\"a\",\"b\"]", "[" + string.Join(',', Enumerable.Repeat("1", 3_000)) + "]", "[3,4]") + behind)
            .Should().SatisfyRespectively(header => header.Should().Be("a|b"), refused => refused.Should().EndWith("!!RowTooLong"), last => last.Should().Be("3|4"));

    [Fact]
    public void A_long_name_around_many_fields_is_not_repeated_for_each() =>
        Read("{\"a\":1}\n{\"" + new string('n', 2_000_000) + "\":{" + string.Join(',', Enumerable.Range(0, 1_500).Select(i => $"\"f{i}\":1")) + "}}\n")[2].Should().EndWith("!!RowTooLong");

    [Fact]
    public void A_document_of_very_many_lists_is_refused() =>
        Refusal("{" + string.Join(',', Enumerable.Range(0, 1_001).Select(i => $"\"l{i}\":[{{}}]")) + "}").Should().Be("bad_json");

    [Fact]
    public void Blanks_before_a_record_that_is_too_long_do_not_hide_it() =>
        Read("{\"a\":0}\n{\"a\":1}\n" + new string(' ', 5_000_000) + "{\"a\":2}\n" + new string(' ', 5_000_000) + "\n{\"a\":3}\n")[3..].Should().SatisfyRespectively(
            long1 => long1.Should().EndWith("!!RowTooLong"), blank => blank.Should().EndWith("!!RowTooLong"), last => last.Should().Be("3"));

    [Fact]
    public void Elements_that_are_no_objects_are_refused_by_themselves() => Read("[{\"a\":1},7,[1],\"x\",{\"a\":2}]").Should().Equal("a", "1", "7 !!BadJson", "[1] !!BadJson", "\"x\" !!BadJson", "2");

    [Fact]
    public void Ten_thousand_levels_are_refused_and_not_followed()
    {
        Refusal("[{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}]").Should().Be("bad_json");
        Refusal("{\"a\":" + string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_001)).Should().Be("bad_json");
        Read("{\"a\":1}\n{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}\n")[2].Should().EndWith("!!BadJson");
    }

    [Theory]
    [InlineData("[{\"a\":1},{\"a\":")]
    [InlineData("{\"data\":[{\"a\":1},{\"a\":2}")]
    [InlineData("[{\"a\":1}")]
    public void A_document_that_breaks_off_is_refused(string json) => Refusal(json).Should().Be("bad_json");

    [Fact]
    public void Text_that_begins_with_a_bracket_is_no_json() => Read("[编号],名称\n1,甲\n").Should().Equal("[编号]|名称", "1|甲");

    [Fact]
    public void A_long_document_in_one_line_comes_row_by_row()
    {
        var rows = Enumerable.Range(0, 20_000).Select(i => $"{{\"id\":{i},\"name\":\"单位{new string('x', i % 50)}\"}}");
        var lines = Read("{\"data\":[" + string.Join(',', rows) + "]}");
        lines.Should().HaveCount(20_001);
        lines[20_000].Should().StartWith("19999|单位");
    }

    [Fact]
    public void Damaged_bytes_end_in_a_refusal_and_nothing_else() =>
        TableFile.SurvivesDamage("a.json", Encoding.UTF8.GetBytes("{\"code\":0,\"data\":[" + string.Join(",\n", Enumerable.Range(0, 30).Select(i => $"{{\"id\":{i},\"v\":[{{\"n\":null}},\"单位\"]}}")) + "]}"), 500);

    private static List<string> Read(string json)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        return file.Read();
    }

    private static string Refusal(string json)
    {
        using var file = new TableFile("a.json", Encoding.UTF8.GetBytes(json));
        return file.Refusal().Code;
    }
}
