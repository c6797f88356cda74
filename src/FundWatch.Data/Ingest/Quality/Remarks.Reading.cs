using FundWatch.Core;
using FundWatch.Core.Ingest;
using FundWatch.Core.Records;
using FundWatch.Data.Ingest.Loading;

namespace FundWatch.Data.Ingest.Quality;

/// <summary>The part about how the file was read: its sheets, units, rows left out, cells hidden or merged.</summary>
internal sealed partial class Remarks
{
    private void Say(SheetsReplaced? sheets)
    {
        if (sheets is not null)
        {
            Add("replaced_sheet_rows", null, sheets.Rows, true,
                $"{sheets.Rows:N0} 行与同一文件的另一张工作表（{string.Join("、", sheets.Sheets)}）编号相同而内容不同，替换了那张表的行，如 {sheets.Key}；一个编号只能是一条记录，请核对：如是两条记录，请改正编号；如是同一条，请只保留正确的一行。改正后撤回本批次，再重新导入该文件",
                $"{Counted.Of(sheets.Rows, "row")} {(sheets.Rows == 1 ? "has the key of a row" : "have the keys of rows")} on another sheet of the same file ({string.Join(", ", sheets.Sheets)}) with other values, and replaced {(sheets.Rows == 1 ? "it" : "them")}, e.g. {sheets.Key}; a key is one record: give each its own, or keep the right row alone; then withdraw the batch and load the corrected file");
        }
    }

    private void OtherEncoding()
    {
        if (load.PrivateCharacters is { } found)
        {
            Add("other_encoding", null, found.Count, true,
                $"文件不是 UTF-8，按 GB18030 读取，其中有 {found.Count:N0} 个没有通用含义的字符（私用区 U+E000–U+EFFF，第 {found.Line:N0} 行起）：文件可能是 Big5（繁体）或其他编码，那样汉字就全读错了。请核对记录中的文字：如有误，请先撤回本批次，把文件另存为 UTF-8 后重新导入；如只是个别生僻字，请改用通用的字",
                $"the file is not UTF-8 and was read as GB18030, in which {Counted.Of(found.Count, "character")} of it {(found.Count == 1 ? "has" : "have")} no common meaning (private use, U+E000 to U+EFFF, from line {found.Line:N0}): it may be Big5 or another encoding, and then all its Chinese was read wrongly. Look at the texts of its records: if they are wrong, withdraw this batch first, save the file as UTF-8 and load it again; if it is a rare character here and there, write the common one");
        }
    }

    private void Nothing()
    {
        if (load.IsHeaderOnly)
        {
            Add("no_rows", null, null, true, "文件只有表头，没有一行记录；如不应为空，请重新导出", "the file has a header and no record below it: if it should not be empty, export it again");
        }
    }

    // With the projects each of them is a row in quarantine; without them the sum of rows does not have them.
    private void LeftOut()
    {
        if (load.RecordsLeftOut > 0)
        {
            var such = string.Join("、", load.LeftOut) + (load.RecordsLeftOut > load.LeftOut.Count ? " …" : "");
            Add("records_without_release", null, load.RecordsLeftOut, true,
                $"文件中有 {load.RecordsLeftOut:N0} 条 OCDS 记录没有可读的内容（没有 compiledRelease，发布只给出网址或只有 versionedRelease），没有读取，也不在上述行数之内：{such}。请向发布方索取含 compiledRelease 或完整发布的记录包，再导入该文件；不加 --stream 导入时，这些记录会列在项目的隔离行中",
                $"{Counted.Of(load.RecordsLeftOut, "OCDS record")} of the file {(load.RecordsLeftOut == 1 ? "holds" : "hold")} nothing that can be read (no compiledRelease, but links to releases or a versionedRelease alone); {(load.RecordsLeftOut == 1 ? "it was" : "they were")} not read and {(load.RecordsLeftOut == 1 ? "is" : "are")} not among the rows counted here: {such}. Get the record package with compiledRelease or all releases embedded from its publisher and take that file in; loaded without --stream, such records are listed in quarantine with the projects");
        }
    }

    // A publisher abroad has no Chinese code to give, so correcting the rows is no way out; a kept mapping is.
    private void Abroad(string? format)
    {
        const string mapping = "ocds-abroad", region = "region_code";
        var refused = load.Column(region)?.Refused.Values.Sum() ?? 0;
        if (format == "ocds" && stream.Name == "project" && refused > 0 && 2 * refused >= load.Rows)
        {
            Add("ocds_abroad", region, refused, true,
                $"{refused:N0} 个项目的地区没有中国行政区划代码，所在行已隔离。如文件由境外机构发布，请用随程序提供的映射重新导入：--stream project --mapping {mapping}（地区记为 000000；金额没有写明币种时按映射中的亚美尼亚德拉姆 AMD 读取，其他国家的此类文件请另存该映射并改写 currency）",
                $"{Counted.Of(refused, "project")} {(refused == 1 ? "names" : "name")} no region of China by its code, and {(refused == 1 ? "is" : "are")} in quarantine. Where the publisher is abroad, load the file again with the mapping that comes with the program: --stream project --mapping {mapping} (the region becomes 000000; where amounts name no currency they are read in that of the mapping, Armenia's AMD: for such files of another country keep a copy of it with that country's)");
        }
    }

    private void Unit()
    {
        if (load.UnitAbove != 1)
        {
            var unit = Units.Name(load.UnitAbove);
            Add("unit_above", null, null, false, $"表头上方（或紧接表头的下一行）注明单位为{unit}：列名中没有写单位的金额已按{unit}读取", $"the unit {unit} is stated above the header or right below it: amounts whose own header names none were read in it");
        }
    }

    private void Currency()
    {
        if (load.AssumedCurrency is { } code)
        {
            Add("assumed_currency", null, null, true,
                $"文件没有写明币种，而来源系统已有的数据以 {code} 计：金额按 {code} 读取；如应为人民币，请撤回本批次，另用一个来源系统名称重新导入",
                $"the file does not say its currency, and what the source delivered before is in {code}: amounts were read in {code}; if they are in yuan, withdraw the batch and load the file again under another name of the source system");
        }
    }

    private void OtherUnits()
    {
        foreach (var unit in load.OtherUnits.Where(u => u.Sheet is null && u.File is null).GroupBy(u => u.Unit))
        {
            var stated = unit.Select(u => u.Line).Distinct().ToList();
            var lines = string.Join(", ", stated);
            Add("other_unit", null, unit.Count(), true,
                $"第 {lines} 行注明金额单位为{unit.Key}，而金额是按{load.UnitsInUse}读取的；请核对：如应为{unit.Key}，{WayOut(unit.Key, isStated: true).Zh}",
                $"{(stated.Count == 1 ? $"line {lines} states" : $"lines {lines} state")} {unit.Key} as the unit of amounts, which were read in {load.UnitsInUse}: if {unit.Key} is right, {WayOut(unit.Key, isStated: true).En}");
        }
    }

    // Where a mapping says another currency, 元 in the file is overruled however it is written.
    private (string Zh, string En) WayOut(string unit, bool isStated)
    {
        var (zh, en) = ($"写明单位后重新导入（列名写作“金额（{unit}）”，或在映射中写明 \"unit\"；外币写 \"currency\"）", $"load the file again with its unit (a header such as 金额（{unit}）, or \"unit\" in a mapping; \"currency\" where it is not yuan)");
        var isOverruled = load.AssumedCurrency is null && load.UnitsInUse.Any(char.IsAsciiLetterUpper) && MoneyUnit.Parse(unit) is { NamesYuan: true };
        return (isOverruled, isStated) switch
        {
            (false, _) => ("请撤回本批次，" + zh, "withdraw the batch and " + en),
            (_, true) => ("请撤回本批次，去掉映射中的 \"currency\" 后重新导入", "withdraw the batch, take \"currency\" out of the mapping and load the file again"),
            _ => ($"请撤回本批次，去掉映射中的 \"currency\"，{zh}", $"withdraw the batch, take \"currency\" out of the mapping and {en}"),
        };
    }

    // The unit of most tables whose header names none is found nowhere else.
    private void NamedUnits()
    {
        foreach (var other in load.OtherUnits.Where(u => u.Sheet is not null || u.File is not null))
        {
            var (zh, en) = other.Sheet is { } sheet ? ($"工作表名“{sheet}”", $"the name of the sheet, '{sheet}',") : ($"文件名“{other.File}”", $"the name of the file, '{other.File}',");
            Add("other_unit", null, null, true,
                $"{zh}注明金额单位为{other.Unit}，而金额是按{load.UnitsInUse}读取的（名称中的单位不会自动套用）；请核对：如应为{other.Unit}，{WayOut(other.Unit, isStated: false).Zh}",
                $"{en} states {other.Unit} as the unit of amounts, which were read in {load.UnitsInUse} (a unit in a name is never applied by itself): if {other.Unit} is right, {WayOut(other.Unit, isStated: false).En}");
        }
    }

    private void OwnUnits()
    {
        if (load.OwnUnitRows > 0)
        {
            var such = string.Join("、", load.OwnUnits.Select(u => u.Unit));
            var first = load.OwnUnits[0].Line;
            var (zh, en) = load.OwnUnitsAlone && load.OwnUnits.Select(u => InUnit(u.Unit)).Distinct().ToList() is [{ Factor: { } factor } one]
                ? OneUnit(load.OwnUnits[0].Unit, one.Currency, factor)
                : ("请撤回本批次，把各行换算成同一单位（或按单位、币种拆分文件）后重新导入", "withdraw the batch, bring all rows to one unit (or split the file by unit or currency) and load it again");
            Add("own_unit", null, load.OwnUnitRows, true,
                $"{load.OwnUnitRows:N0} 行在单位或币种列中写着{such}（第 {first} 行起），该列没有读取，金额一律按{load.UnitsInUse}读取；{zh}",
                $"{Counted.Of(load.OwnUnitRows, "row")} {(load.OwnUnitRows == 1 ? "names" : "name")} {such} in a column of units or currencies (from line {first}), which was not read; all amounts were read in {load.UnitsInUse}: {en}");
        }
    }

    private static (string? Currency, long? Factor) InUnit(string named) => UnitColumn.NamedBy(named) is { } unit ? (unit.Currency, unit.Factor) : ForeignMoney.IsCode(named) ? (named, 1) : default;

    // Where all rows say the same there is nothing to convert or to split: the parts of the file would say it again.
    private (string Zh, string En) OneUnit(string name, string? currency, long factor)
    {
        if (currency is null)
        {
            var (zh, en) = WayOut(name, isStated: MoneyUnit.Parse(name) is { Factor: 1 });
            return ($"没有一行写着别的单位；如金额确以{name}计，{zh}", $"no row names another unit; if the amounts are in {name}, {en}");
        }

        var unit = factor == 1 ? null : Units.Name(factor);
        return ($"没有一行写着别的币种；如金额确以{name}计，请撤回本批次，在映射中写明 \"currency\": \"{currency}\"{(unit is null ? "" : $"，并为各金额列写明 \"unit\": \"{unit}\"")}，再用该映射重新导入（映射草稿：fundwatch ingest --suggest-mapping 文件）",
            $"no row names another currency; if the amounts are in {name}, withdraw the batch and load the file again with a mapping that says \"currency\": \"{currency}\"{(unit is null ? "" : $" and, of each column of amounts, \"unit\": \"{unit}\"")} (for a draft of one: fundwatch ingest --suggest-mapping FILE)");
    }

    private void TakenTwice()
    {
        foreach (var twice in load.TakenTwice)
        {
            var (zh, en) = Names(twice.Column);
            Add("repeated_column", twice.Column, null, true, $"{twice.Zh}都是“{zh}”：读取的是前者，后者没有读取；如应取后者，请撤回本批次，删去或改名前者后重新导入",
                $"{twice.En} both name '{en}': the first was read, the second was not; if the second is right, withdraw the batch, delete or rename the first and load the file again");
        }
    }

    private void RowsAbove()
    {
        if (load.RowsAbove is { Lines: [var first, ..] lines })
        {
            Add("rows_above", null, lines.Count, true,
                $"表头之前有 {lines.Count} 行像是记录（第 {first} 行起），没有读取；如是另一张表，请把它单独存成工作表或文件再导入；如只是标题、说明，不必处理",
                $"{Counted.Of(lines.Count, "row")} above the header {(lines.Count == 1 ? "looks like a record" : "look like records")} (from line {first}) and {(lines.Count == 1 ? "was" : "were")} not read: if they are another table, load it as a sheet or file of its own; if they are a title or notes, nothing is to be done");
        }
    }

    private void Beside()
    {
        if (load.Beside is { } beside)
        {
            var other = RecordStreams.Get(beside.Stream).ChineseName;
            var (names, more) = (beside.Headers.Take(Named), beside.Headers.Count > Named ? "…" : "");
            Add("table_beside", null, null, true,
                $"旁边还有一张“{other}”({beside.Stream}) 表：未使用的列里有它的全部必填列（{string.Join("、", names)}{more}），其中的记录一行也没有导入；请把两张表分开（每张工作表或每个文件一张），再导入“{other}”那一张。如这些列只是附带的说明，不必处理",
                $"another table stands beside this one: the columns that were not used hold all that {beside.Stream} needs ({string.Join(", ", names)}{more}), and none of its records was taken in; split the two (one table to a sheet or file) and load the one of {beside.Stream}. If those columns only explain the records, nothing is to be done");
        }
    }

    private void ListsUnread()
    {
        foreach (var (field, records) in load.ListsUnread)
        {
            Add("lists_unread", null, records, true,
                $"{records:N0} 条记录的“{field}”是明细列表（由对象组成的列表），其中的明细一条也没有导入；如明细应当导入，请将“{field}”展开为每条明细一行（每行带上所属记录的字段）后重新导入，现在这样读取如非本意，请先撤回本批次。如这些列表只是附带的说明，不必处理",
                $"'{field}' holds lists of objects in {Counted.Of(records, "record")}, and nothing of these lists was taken in; if they are records, write one line or object for each of them (with the fields of the record it belongs to) and load that file, and withdraw this batch first if the rest was not meant to be read alone. If the lists only explain the records, nothing is to be done");
        }
    }

    private void Lacking()
    {
        if (load.Lacking.Count > 0)
        {
            Add("short_rows", null, load.Rows, false, $"每一行都比表头少最后 {load.Lacking.Count} 列（{string.Join("、", load.Lacking)}）：这些列按空值收下，请核对导出设置",
                $"every row lacks the last {Counted.Of(load.Lacking.Count, "column")} of the header ({string.Join(", ", load.Lacking)}): taken as empty; check the export");
        }
    }

    private void Foot()
    {
        if (load.FootRows > 0)
        {
            var lines = string.Join(", ", load.FootLines) + (load.FootRows > load.FootLines.Count ? ", …" : "");
            Add("foot_rows", null, load.FootRows, false, $"{load.FootRows:N0} 行是合计、签字、附注或重复的表头，不是记录，未导入（第 {lines} 行）",
                $"{Counted.Of(load.FootRows, "row")} of totals, signatures, notes or the header again {(load.FootRows == 1 ? "is no record and was" : "are no records and were")} left out ({(load.FootRows == 1 ? "line" : "lines")} {lines})");
        }
    }

    private void Totals()
    {
        foreach (var total in load.TotalsOff)
        {
            var (zh, en) = Names(total.Column);
            var off = Math.Abs(total.Stated - total.Sum);
            Add("total_differs", total.Column, null, total.Refused == 0,
                $"第 {total.Line} 行的合计：“{zh}”写着 {total.Stated:N2}，{(total.After == 0 ? "从表的第一行" : $"从第 {total.After + 1} 行")}到第 {total.Line - 1} 行读到的各行之和为 {total.Sum:N2}，相差 {off:N2}"
                + (total.Refused == 0 ? "；请核对是否有行漏报、改动过或单位不一，如有，请撤回本批次，改正后重新导入" : $"；其上有 {total.Refused:N0} 行被隔离，没有计入，改正这些行后请再核对"),
                $"the total in line {total.Line} states {total.Stated:N2} for '{en}', the rows read from {(total.After == 0 ? "the table's first" : $"line {total.After + 1}")} to line {total.Line - 1} add up to {total.Sum:N2}: a difference of {off:N2}"
                + (total.Refused == 0 ? "; see whether rows are missing, were changed or are in another unit, and if so withdraw the batch and load the corrected file" : $"; {Counted.Of(total.Refused, "row")} above it {(total.Refused == 1 ? "was" : "were")} refused and {(total.Refused == 1 ? "is" : "are")} not in the sum: check again when they are corrected"));
        }
    }

    private void Hidden()
    {
        if (load.Hidden > 0)
        {
            Add("hidden_rows", null, load.Hidden, false, $"{load.Hidden:N0} 行在工作表中是隐藏的或被筛掉的，也已收下；如不应导入，请撤回后删去这些行",
                $"{Counted.Of(load.Hidden, "row")} that the sheet hides or filters away {(load.Hidden == 1 ? "was" : "were")} taken in too: withdraw the batch and delete them if they should not be");
        }
    }

    private void Merged()
    {
        // A column that is filled throughout has lost nothing.
        foreach (var (column, count) in load.MergedCells.Where(m => load.Column(m.Key) is { } c && (c.Filled < load.Accepted || c.RefusedCells > 0)))
        {
            var (zh, en) = Names(column);
            Add("merged_cells", column, count, false,
                $"“{zh}”有合并单元格，{count:N0} 格在合并区域首行之下：值只在首行，其下各行按空值读取{(stream.Column(column).IsRequired ? "，因此被隔离" : "")}。请在工作表中取消合并、逐行填写后重新导入",
                $"'{en}' has merged cells: {Counted.Of(count, "cell")} {(count == 1 ? "lies" : "lie")} below the first row of one, which alone holds the value; the rows below were read as empty{(stream.Column(column).IsRequired ? " and are in quarantine for it" : "")}. Unmerge them, fill in every row and take the file in again");
        }
    }

    private void Scaled()
    {
        foreach (var (column, count, factor) in load.ScaledMoney)
        {
            // Somebody who sees 1.2 and writes 万元 into the header has 12,000 in the cell, which is then multiplied once more.
            var (zh, en) = Names(column);
            var unit = Units.Name(factor);
            Add("scaled_display", column, count, factor != 1,
                $"“{zh}”有 {count:N0} 格的数字格式缩小了显示（如以千、万为单位显示）：表上看到的数小于单元格所存的数，读取的是所存的数"
                + (factor == 1 ? "；请核对单位" : $"，又按注明的单位{unit}换算。如所存的数已是元，金额就放大了：请撤回本批次，把单位改为元（列名或映射的 \"unit\"）后重新导入"),
                $"{Counted.Of(count, "cell")} of '{en}' {(count == 1 ? "has" : "have")} a number format that shows less than the cell holds (in thousands, say): the value stored was taken, not the one seen on the sheet"
                + (factor == 1 ? "; check the unit" : $", and multiplied for the unit stated ({unit}). If what is stored is yuan already, amounts are too large: withdraw the batch, state 元 as the unit (header, or \"unit\" in a mapping) and load the file again"));
        }
    }

    private void OpenEnd()
    {
        if (load.OpenLine > 0)
        {
            Add("open_end", null, load.OpenLine, false, $"最后一行（第 {load.OpenLine:N0} 行）末尾没有换行符，前面各行都有：文件可能在导出或传输时被截断，请核对这一行最后一格是否完整",
                $"the last row (line {load.OpenLine:N0}) has no line break, as all before it have: the file may have been cut off; check that the row's last cell is complete");
        }
    }
}
