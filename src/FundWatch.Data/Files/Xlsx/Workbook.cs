using System.IO.Compression;
using System.Xml;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>The parts of an .xlsx file that all its sheets share: names of the sheets, texts, styles, the calendar.</summary>
internal sealed class Workbook : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _path;
    private readonly List<(string Name, string Part)> _sheets;

    private Workbook(ZipArchive archive, string path)
    {
        _archive = archive;
        _path = path;
        (_sheets, Is1904) = ReadSheets();
        Styles = Find("xl/styles.xml") is { } styles ? CellStyles.Read(Open(styles)) : new CellStyles([]);
        Strings = Find("xl/sharedStrings.xml") is { } strings ? SharedStrings.Read(Open(strings), path) : new SharedStrings();
    }

    /// <summary>No DTD, no references to anything outside.</summary>
    public static XmlReaderSettings XmlSettings { get; } = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true, CheckCharacters = false, CloseInput = true,
    };

    public bool Is1904 { get; }
    public CellStyles Styles { get; }
    public SharedStrings Strings { get; }

    public static Workbook Open(string path)
    {
        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            ArchiveScan.Check(archive, path);
            return new Workbook(archive, path);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or XmlException)
        {
            archive?.Dispose();
            throw GuardedStream.Truncated(path, e);
        }
        catch
        {
            archive?.Dispose();
            throw;
        }
    }

    public ZipArchiveEntry SheetEntry(string? name, out string found)
    {
        var names = string.Join(", ", _sheets.Select(s => s.Name));
        var sheet = name is null ? _sheets.FirstOrDefault() : _sheets.FirstOrDefault(s => s.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (sheet.Part is null || Find(sheet.Part) is not { } entry)
        {
            throw new FileRefused("no_such_sheet", $"{_path} 中没有工作表 {name}。现有：{names}。", $"{_path} has no sheet {name}. It has: {names}.");
        }

        found = sheet.Name;
        return entry;
    }

    public void Dispose() => _archive.Dispose();

    private (List<(string, string)> Sheets, bool Is1904) ReadSheets()
    {
        var book = Find("xl/workbook.xml") ?? throw new FileRefused("truncated_archive", $"{_path} 不是完整的 Excel 文件（缺少工作簿）。请重新导出。",
            $"{_path} is no complete Excel file (it has no workbook part). Export it again.");
        var parts = new Dictionary<string, string>();
        if (Find("xl/_rels/workbook.xml.rels") is { } relations)
        {
            using var xml = XmlReader.Create(Open(relations), XmlSettings);
            while (xml.ReadToFollowing("Relationship"))
            {
                var target = xml.GetAttribute("Target") ?? "";
                parts[xml.GetAttribute("Id") ?? ""] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        var sheets = new List<(string, string)>();
        var is1904 = false;
        using var workbook = XmlReader.Create(Open(book), XmlSettings);
        while (workbook.Read())
        {
            if (workbook.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (workbook.LocalName == "workbookPr")
            {
                is1904 = workbook.GetAttribute("date1904") is "1" or "true";
            }
            else if (workbook.LocalName == "sheet" && workbook.GetAttribute("state") is null or "visible" && workbook.GetAttribute("name") is { } name)
            {
                var id = workbook.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
                    ?? workbook.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships") ?? "";
                sheets.Add((name, parts.GetValueOrDefault(id, $"xl/worksheets/sheet{sheets.Count + 1}.xml")));
            }
        }

        return (sheets, is1904);
    }

    private ZipArchiveEntry? Find(string part) => _archive.GetEntry(part) ?? _archive.Entries.FirstOrDefault(e => e.FullName.Replace('\\', '/').Equals(part, StringComparison.OrdinalIgnoreCase));

    private Stream Open(ZipArchiveEntry entry) => new GuardedStream(entry.Open(), _path, ArchiveScan.LargestPart);
}
