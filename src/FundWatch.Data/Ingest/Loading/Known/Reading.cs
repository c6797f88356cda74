using System.Text;
using FundWatch.Core.Ingest;
using FundWatch.Data.Files;
using FundWatch.Data.Ingest.Layouts;

namespace FundWatch.Data.Ingest.Loading.Known;

/// <summary>
/// How rows of a text become records: the layout, the separator, the encoding, and the program, by the identity of the assemblies that read. The same bytes
/// read in the same way are the same record; under another program they are read again.
/// </summary>
internal static class Reading
{
    /// <summary>Null for formats whose rows have no bytes of their own.</summary>
    public static string? Of(Layout layout, RowReader reader) => reader.Reading is not { } text ? null : new StringBuilder(layout.Sha256)
        .Append(' ').Append(text)
        .Append(' ').Append(typeof(CellText).Module.ModuleVersionId)
        .Append(' ').Append(typeof(Reading).Module.ModuleVersionId).ToString();
}
