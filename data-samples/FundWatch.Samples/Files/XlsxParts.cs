namespace FundWatch.Samples.Files;

/// <summary>The fixed parts of a workbook with one sheet.</summary>
internal static class XlsxParts
{
    private const string Start = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private const string Sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public const string ContentTypes = Start + "<Types xmlns=\"" + Package + "/content-types\">"
        + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + Sheet + ".sheet.main+xml\"/>"
        + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" + Sheet + ".worksheet+xml\"/>"
        + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + Sheet + ".styles+xml\"/></Types>";

    public const string Relations = Start + "<Relationships xmlns=\"" + Package + "/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\"" + Office + "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";

    public const string Workbook = Start + "<workbook xmlns=\"" + Main + "\" xmlns:r=\"" + Office + "\">"
        + "<sheets><sheet name=\"导出\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";

    public const string WorkbookRelations = Start + "<Relationships xmlns=\"" + Package + "/relationships\">"
        + "<Relationship Id=\"rId1\" Type=\"" + Office + "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        + "<Relationship Id=\"rId2\" Type=\"" + Office + "/styles\" Target=\"styles.xml\"/></Relationships>";

    public const string Styles = Start + "<styleSheet xmlns=\"" + Main + "\">"
        + "<fonts count=\"1\"><font><sz val=\"11\"/><name val=\"宋体\"/></font></fonts>"
        + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
        + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
        + "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
        + "<xf numFmtId=\"14\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
        + "<xf numFmtId=\"22\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

    public const string SheetStart = Start + "<worksheet xmlns=\"" + Main + "\"><sheetData>";
}
