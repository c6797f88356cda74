using FundWatch.Data.Ingest.Sent;

namespace FundWatch.UnitTests.Ingest;

public sealed class SenderWordsTests
{
    [Theory]
    [InlineData("无法判断。请运行 fundwatch ingest --suggest-mapping \"/srv/in/a.csv\" 生成映射草稿，核对后用 --mapping 导入。", "无法判断。请拟定映射后再导入。")]
    [InlineData("No stream. If its columns have other names: run `fundwatch ingest --suggest-mapping \"/srv/in/a.csv\"` for a draft, check it and take the file in with --mapping.",
        "No stream. If its columns have other names: draft a mapping and load it again.")]
    [InlineData("表头同时符合多个数据流（a, b）。请用 --stream 指明。", "表头同时符合多个数据流（a, b）。请拟定映射，在其中选定数据种类。")]
    [InlineData("如上面的几行只是封面、说明而不是记录，请用 --stream reception 指明只读下面的表。", "如上面的几行只是封面、说明而不是记录，请删去这些行。")]
    [InlineData("如确要导入，请取消隐藏，或用 --sheet 指明。", "如确要导入，请取消隐藏，或在上传页的“工作表”一栏填写它的名称。")]
    [InlineData("请用随程序提供的映射重新导入：--stream project --mapping ocds-abroad（地区记为 000000）", "请用随程序提供的映射重新导入：在上传页的“映射”一栏选 ocds-abroad（地区记为 000000）")]
    [InlineData("load the file again with the mapping that comes with the program: --stream project --mapping ocds-abroad (the region", "load the file again with the mapping that comes with the program: choose ocds-abroad in the field Mapping of the upload page (the region")]
    [InlineData("/srv/in/a.csv 是图片。", "a.csv 是图片。")]
    public void Neither_a_folder_of_the_server_nor_a_command_is_left(string said, string onPage) => SenderWords.Of(said, "/srv/in/a.csv", "a.csv").Should().Be(onPage);
}
