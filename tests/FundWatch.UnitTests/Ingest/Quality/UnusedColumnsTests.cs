using FundWatch.Data.Ingest.Quality;

namespace FundWatch.UnitTests.Ingest.Quality;

public sealed class UnusedColumnsTests
{
    [Fact]
    public void Nothing_is_said_where_every_column_was_used() => UnusedColumns.Words([]).Should().BeNull();

    [Fact]
    public void The_first_are_named_and_the_others_counted()
    {
        UnusedColumns.Words(["备注", "经办人"])!.Value.Zh.Should().EndWith("：备注、经办人");
        UnusedColumns.Words([.. Enumerable.Range(1, 11).Select(i => $"列{i}")])!.Value.Should().Be((
            "文件中未使用的列（不认识，其内容没有导入）：列1、列2、列3、列4、列5、列6、列7、列8 等 11 列",
            "columns of the file that were not used (unknown; nothing of them was taken in): 列1, 列2, 列3, 列4, 列5, 列6, 列7, 列8 and 3 more"));
    }
}
