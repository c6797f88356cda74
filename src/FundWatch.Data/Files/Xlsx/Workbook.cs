using FundWatch.Data.Files.Zip;
using Microsoft.Win32.SafeHandles;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>The parts of an .xlsx file that all its sheets share: names of the sheets, texts, styles, the calendar.</summary>
internal sealed class Workbook : IDisposable
{
    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly IReadOnlyList<ZipEntry> _entries = [];
    private readonly List<(string Name, string Part, bool IsVisible)> _sheets = [];

    /// <exception cref="FileRefused">Truncated, a bomb, or no workbook.</exception>
    public Workbook(string path, string content)
    {
        _path = path;
        _file = File.OpenHandle(content, options: FileOptions.RandomAccess);
        try
        {
            _entries = ZipDirectory.Read(_file, path);
            if (_entries.FirstOrDefault(e => e.Unpacked > ArchiveLimits.LargestWorkbookPart) is { } large)
            {
                throw GuardedStream.Bomb($"{path}/{large.Name}");
            }

            ReadSheets();
            Styles = Find("xl/styles.xml") is { } styles ? Read(styles, CellStyles.Read) : new CellStyles([]);
            Strings = new SharedStrings(Find(SharedStrings.Part) is { } strings ? Open(strings) : null, path);
        }
        catch (FileDamage e)
        {
            _file.Dispose();
            throw Damaged(e);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public bool Is1904 { get; private set; }
    public CellStyles Styles { get; }
    public SharedStrings Strings { get; }

    /// <summary>Names of the sheets that a person sees, in their order.</summary>
    public IEnumerable<string> Sheets => _sheets.Where(s => s.IsVisible).Select(s => s.Name);

    /// <summary>Names of those that are hidden.</summary>
    public IEnumerable<string> HiddenSheets => _sheets.Where(s => !s.IsVisible).Select(s => s.Name);

    /// <summary>The XML of a sheet and how long it is.</summary>
    /// <exception cref="FileRefused"><c>no_such_sheet</c>.</exception>
    public (XmlScanner Xml, long Length) OpenSheet(string name)
    {
        var sheet = _sheets.FirstOrDefault(s => s.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (sheet.Part is null)
        {
            string Names(string hidden) => string.Join(", ", [.. Sheets, .. HiddenSheets.Select(s => s + hidden)]);
            throw new FileRefused("no_such_sheet", $"{_path} 中没有工作表“{name}”。现有：{Names("（隐藏）")}。", $"{_path} has no sheet '{name}'. It has: {Names(" (hidden)")}.");
        }

        return Find(sheet.Part) is { } entry ? (Open(entry), Math.Max(1, entry.Unpacked))
            : throw Damaged(new FileDamage(DamageKind.PartMissing, $"工作簿列有该表，文件里却没有 {sheet.Part}", $"the workbook lists it, and {sheet.Part} is not in the file"), sheet.Name, code: "no_such_sheet");
    }

    /// <param name="sheet">Null where the damage is in what sheets share.</param>
    /// <param name="place">Within the sheet, from the comma before it on.</param>
    public FileRefused Damaged(FileDamage damage, string? sheet = null, (string Zh, string En) place = default, string code = "damaged_file") => new(code,
        $"Excel 文件 {_path} 已损坏{(sheet is null ? "" : $"（工作表“{sheet}”{place.Zh}）")}：{damage.Words.Zh}。请在 Excel 或 WPS 中打开并另存，再导入。",
        $"The workbook {_path} is damaged{(sheet is null ? "" : $" (sheet '{sheet}'{place.En})")}: {damage.Words.En}. Open it in Excel or WPS, save it and try again.", damage);

    public void Dispose()
    {
        Strings.Dispose();
        _file.Dispose();
    }

    private void ReadSheets()
    {
        var book = Find("xl/workbook.xml") ?? throw new FileRefused("truncated_archive", $"{_path} 不是完整的 Excel 文件（缺少工作簿）。请重新导出。",
            $"{_path} is no complete Excel file (it has no workbook part). Export it again.");
        var parts = Find("xl/_rels/workbook.xml.rels") is { } relations ? Read(relations, ReadRelations) : [];
        Read(book, xml =>
        {
            while (xml.Next() is not XmlToken.EndOfFile and var token)
            {
                if (token == XmlToken.Start && xml.Name.SequenceEqual("workbookPr"u8))
                {
                    Is1904 = xml.AttributeText("date1904"u8) is "1" or "true";
                }
                else if (token == XmlToken.Start && xml.Name.SequenceEqual("sheet"u8) && xml.AttributeText("name"u8) is { Length: > 0 } name)
                {
                    var id = xml.AttributeText("id"u8, anyPrefix: true);
                    _sheets.Add((name.Replace("\0", "", StringComparison.Ordinal), parts.GetValueOrDefault(id, $"xl/worksheets/sheet{_sheets.Count + 1}.xml"), xml.AttributeText("state"u8) is "" or "visible"));
                }
            }

            return 0;
        });
        if (_sheets.Count == 0)
        {
            throw new FileDamage(DamageKind.PartMissing, "工作簿里没有工作表", "the workbook has no sheets");
        }
    }

    private static Dictionary<string, string> ReadRelations(XmlScanner xml)
    {
        var parts = new Dictionary<string, string>();
        while (xml.Next() is not XmlToken.EndOfFile and var token)
        {
            if (token == XmlToken.Start && xml.Name.SequenceEqual("Relationship"u8))
            {
                var target = xml.AttributeText("Target"u8);
                parts[xml.AttributeText("Id"u8)] = target.StartsWith('/') ? target[1..] : "xl/" + target;
            }
        }

        return parts;
    }

    private T Read<T>(ZipEntry entry, Func<XmlScanner, T> read)
    {
        using var xml = Open(entry);
        return read(xml);
    }

    private XmlScanner Open(ZipEntry entry) => new(entry.Open(_file, _path), entry.Name);

    private ZipEntry? Find(string part) => _entries.FirstOrDefault(e => e.Name.Equals(part, StringComparison.OrdinalIgnoreCase));
}
