using FundWatch.Core;
using FundWatch.Core.Records;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>The part about numbers that are those of other records.</summary>
internal sealed partial class Remarks
{
    private string PrefixZh => $"用映射给编号加上单位或月份的前缀（\"template\": \"教育局-{{{stream.Key[0].ChineseHeader}}}\"）";

    private string PrefixEn => $"a mapping that puts the office or the month before the number (\"template\": \"edu-{{{stream.Key[0].ChineseHeader}}}\")";

    private void Say(OthersReplaced? others)
    {
        if (others is null)
        {
            return;
        }

        var columns = new[] { others.Whom, others.Day }.OfType<string>().Select(stream.Column).ToList();
        var (zh, en) = (string.Join("、", columns.Select(c => c.ChineseHeader)), string.Join(" and ", columns.Select(c => c.Name)));
        var files = string.Join("、", others.Files.Take(Named)) + (others.Files.Count > Named ? " …" : "");
        Add("replaced_other_records", columns[0].Name, others.Rows, true,
            $"本批次更新的行像是顶替了另外的记录：抽查的 {others.Rows:N0} 行，编号与 {files} 的行相同，而{zh}几乎全都不同，如 {others.Key}；多半是各单位或各月各自从头编号。如确是更正，不必处理；如是另外的记录，请撤回本批次（被顶替的行会恢复），{PrefixZh}后再导入",
            $"rows that this batch updated look like other records: of {Counted.Of(others.Rows, "row")} looked at, with the numbers of rows of {files}, nearly all have another {en}, e.g. {others.Key}; offices or months that count from 1 look so. Where they are corrections all is well; where not, withdraw the batch (what it replaced comes back) and load the file with {PrefixEn}");
    }

    private void Say(KeysShared? shared)
    {
        if (shared is null)
        {
            return;
        }

        var sources = string.Join("、", shared.Sources.Take(Named)) + (shared.Sources.Count > Named ? " …" : "");
        Add("keys_of_other_sources", stream.Key[0].Name, shared.Shared, true,
            $"抽查的 {shared.Rows:N0} 行中，{shared.Shared:N0} 行的编号在来源 {sources} 中也有，而内容不同，如 {shared.Key}。两个来源的行都在库中，但规则按编号关联记录，会把它们当成同一条，线索中的对象和金额可能混在一起。请撤回本批次，{PrefixZh}后再导入；引用该编号的其他文件同样处理",
            $"of {Counted.Of(shared.Rows, "row")} looked at, {shared.Shared:N0} {(shared.Shared == 1 ? "has a number" : "have numbers")} that the source {sources} has as well, with other values, e.g. {shared.Key}. Both are in the store, but rules join records by their numbers and take the two for one: leads may mix their subjects and amounts. Withdraw the batch and load the file with {PrefixEn}; files that refer to these numbers likewise");
    }
}
