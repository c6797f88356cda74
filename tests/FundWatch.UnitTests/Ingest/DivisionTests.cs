using FundWatch.Core.Ingest;

namespace FundWatch.UnitTests.Ingest;

public sealed class DivisionTests
{
    [Fact]
    public void Every_code_that_ended_leads_to_one_in_force_or_to_none()
    {
        Divisions.All.Should().HaveCountGreaterThan(200);
        foreach (var division in Divisions.All)
        {
            (division.Since is null && division.Until is null).Should().BeFalse($"{division.Code} would say nothing");
            (division.Successor is not null && division.Until is null).Should().BeFalse($"{division.Code} is in force");
            if (division.Successor is { } successor)
            {
                (Divisions.Find(successor)?.Until).Should().BeNull($"{division.Code} leads to {successor}, which ended too");
                (successor / 10_000).Should().Be(division.Code / 10_000, "no county changed its province");
            }
        }
    }
}
