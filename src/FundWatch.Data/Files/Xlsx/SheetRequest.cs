using System.Buffers.Binary;
using System.Text;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>What is asked of the process that reads a workbook.</summary>
internal enum SheetVerb : byte
{
    /// <summary>Names of the sheets.</summary>
    Sheets = 1,
    /// <summary>Rows of one sheet, in blocks.</summary>
    Rows,
    /// <summary>A block has been read: another may follow.</summary>
    More,
    /// <summary>No more of these rows.</summary>
    Enough,
}

/// <summary>Requests on their way: verb (1 byte), length of the sheet's name (4), the name.</summary>
internal static class SheetRequest
{
    private const int LongestName = 1024 * 1024;

    public static void Write(Stream to, SheetVerb verb, string? sheet = null)
    {
        var name = Encoding.UTF8.GetBytes(sheet ?? "");
        var request = new byte[5 + name.Length];
        request[0] = (byte)verb;
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(1), name.Length);
        name.CopyTo(request, 5);
        to.Write(request);
        to.Flush();
    }

    /// <returns>False where whoever asked is gone.</returns>
    public static bool TryRead(Stream from, out SheetVerb verb, out string sheet)
    {
        (verb, sheet) = (default, "");
        var head = new byte[5];
        if (from.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1)) is not (>= 0 and <= LongestName and var length))
        {
            return false;
        }

        var name = new byte[length];
        if (from.ReadAtLeast(name, length, throwOnEndOfStream: false) < length)
        {
            return false;
        }

        (verb, sheet) = ((SheetVerb)head[0], Encoding.UTF8.GetString(name));
        return true;
    }
}
