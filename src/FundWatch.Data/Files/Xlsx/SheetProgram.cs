using FundWatch.Data.Files.Frames;

namespace FundWatch.Data.Files.Xlsx;

/// <summary>
/// The other process: reads a workbook, whose content nobody vouches for, and writes its rows as <see cref="RowFrames"/>. What goes wrong here, memory included,
/// ends this process and not the load.
/// </summary>
public static class SheetProgram
{
    /// <summary>The verb of the program that runs it; not for people.</summary>
    public const string Verb = "read-sheet";

    internal const string ListSheets = "sheets", ReadRows = "rows";

    /// <param name="args">What to do, the file, its name for messages, and the sheet (empty for the first with rows).</param>
    public static int Run(ReadOnlySpan<string> args, Stream output)
    {
        if (args is not [var what, var content, var path, var sheet])
        {
            return 2;
        }

        using var buffered = new BufferedStream(output, 128 * 1024);
        var frames = new RowFrames(buffered);
        try
        {
            if (what == ListSheets)
            {
                foreach (var name in XlsxReader.Sheets(path, content))
                {
                    frames.Text(FrameKind.Sheet, name);
                }
            }
            else
            {
                using var reader = new XlsxReader(path, content, sheet.Length == 0 ? null : sheet);
                frames.Text(FrameKind.Sheet, reader.Sheet!);
                while (reader.Read())
                {
                    frames.Row(reader);
                }
            }

            frames.Text(FrameKind.End);
        }
        catch (FileRefused refused)
        {
            frames.Text(FrameKind.Refused, refused.Code, refused.Zh, refused.En);
        }
        catch (OutOfMemoryException)
        {
            return SheetProcess.OutOfMemory;
        }
        catch (IOException)
        {
            return 1; // whoever asked is gone
        }

        return 0;
    }
}
