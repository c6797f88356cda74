using FundWatch.Core.Rules;

namespace FundWatch.UnitTests.Rules;

public sealed class RuleHeaderTests
{
    private const string Good = """
        -- id: REC-001
        -- version: 2
        -- title_zh: 题
        -- title_en: Title
        -- stream: reception
        -- scheme: reception.standard
        -- subject: organisation
        -- kind: deterministic
        -- severity: 3
        -- basis_zh: 某规定
        -- basis_en: some rules,
        --     second line
        -- basis_checked: no
        -- requires: reception.guest_count, reception.accompany_count
        -- param: most = 10 persons | from 2013-12-08 | to 2025-05-18 | source "R13" article "10?" | checked | zh 上限 | en at most
        -- param: most[4403] = 5 persons | from 2013-09-16
        -- reason_zh: 疑似 {value}，需核实
        -- reason_en: suspected {value}; to be verified

        -- a comment of the query
        select 1 as "reception-like", 'bid' from reception r -- not project
        """;

    [Fact]
    public void The_columns_that_a_query_reads_are_known_with_those_the_header_requires() =>
        RuleFile.Parse("REC-001.sql", Good + "\nwhere r.meal_amount > 0 and r.reception_id <> 'total_amount' and org_name is not null -- venue_type")
            .Columns.Should().Equal("reception.meal_amount", "reception.guest_count", "reception.accompany_count");

    [Fact]
    public void A_header_is_read_whole()
    {
        var rule = RuleFile.Parse("REC-001.sql", Good);

        rule.Header.BasisEn.Should().Be("some rules, second line");
        rule.Header.Requires.Select(r => r.ToString()).Should().Equal("reception.guest_count", "reception.accompany_count");
        rule.Header.Parameters.Should().Equal(
            new RuleParameter("most", "", 10, "persons", new DateOnly(2013, 12, 8), new DateOnly(2025, 5, 18), "R13", "10?", true, "上限", "at most"),
            new RuleParameter("most", "4403", 5, "persons", new DateOnly(2013, 9, 16), null, null, null, false, "上限", "at most"));
        rule.Reads.Should().Equal("reception");
        rule.QueryLine.Should().Be(19);
    }

    [Theory]
    [InlineData("-- severity: 3", "-- severity: 5", 9, "severity must be a whole number from 1 to 4")]
    [InlineData("-- severity: 3", "-- severty: 3", 9, "unknown key 'severty'")]
    [InlineData("-- severity: 3\n", "", 1, "the header lacks 'severity'")]
    [InlineData("-- version: 2", "-- id: REC-002", 2, "id is given twice")]
    [InlineData("-- severity: 3", "-- severity: 3\n-- group: reception", 10, "group must be a stream and what its records have in common")]
    [InlineData("-- severity: 3", "-- severity: 3\n-- group: receptions: letter_no", 10, "unknown stream 'receptions'")]
    [InlineData("-- severity: 3", "-- severity: 3\n-- group: bid: device_id", 1, "group names bid, but the query does not read it")]
    [InlineData("-- severity: 3", "-- severity: 3\n-- rescore: all\n-- group: reception: letter_no", 11, "a rule has groups or 'rescore: all', not both")]
    [InlineData("-- stream: reception", "-- stream: receptions", 5, "unknown stream 'receptions'")]
    [InlineData("reception.guest_count", "reception.guests", 14, "no column 'reception.guests'")]
    [InlineData("from 2013-09-16", "from 2013/09/16", 16, "expected a date as 2025-05-18")]
    [InlineData("= 5 persons", "= five persons", 16, "expected 'name = number unit'")]
    [InlineData("| checked ", "| cheked ", 15, "cannot read 'cheked'")]
    [InlineData("from reception r", "from record.reception r", 21, "write streams without a schema")]
    [InlineData("from reception r", "from bid r", 1, "does not read reception")]
    public void A_fault_names_its_file_and_line(string good, string bad, int line, string problem)
    {
        var parse = () => RuleFile.Parse("REC-001.sql", Good.Replace(good, bad, StringComparison.Ordinal));

        parse.Should().Throw<RuleFileException>().Where(e => e.Line == line && e.Message.StartsWith("REC-001.sql:")).WithMessage($"*{problem}*");
    }
}
